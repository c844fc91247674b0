"""The forms of the review: what a writer completes about an article, and the words of each picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput

from cms.core.text import clean_line, clean_text
from cms.website.enums import Audience, People
from cms.website.models import Topic
from submissions.articles.enums import Genre
from submissions.intake.actions import UNTITLED, Details
from submissions.intake.body import ALT_LENGTH, CAPTION_LENGTH, CREDIT_LENGTH
from submissions.intake.suggestions import suggestions_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cms.website.models import Photo
    from submissions.articles.models import ArticlePage

LEAD = "lead"


class LineField(forms.CharField):
    """One line of text in composed Unicode without control characters."""

    def clean(self, value: Any) -> str:
        """The cleaned line; a NUL or a direction mark in it is dropped rather than refused."""
        return str(super().clean(clean_line(value or "")))


class DetailsForm(forms.Form):
    """What an article needs beside its text."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    title = LineField(label=_("Headline"), max_length=255, widget=AdminAutoHeightTextInput(attrs={"rows": 1}))
    sapo = forms.CharField(
        label=_("Standfirst"),
        required=False,
        max_length=2_000,
        widget=AdminAutoHeightTextInput(attrs={"rows": 2}),
        help_text=_("One or two sentences that say what matters."),
    )
    byline = LineField(label=_("Author"), required=False, max_length=200)
    genre = forms.ChoiceField(label=_("Genre"), required=False, choices=[("", _("Please choose")), *Genre.choices])
    audience = forms.ChoiceField(
        label=_("Whom it is for"), required=False, choices=[("", _("Please choose")), *Audience.choices]
    )
    topic = forms.ModelChoiceField(
        label=_("Main topic"), required=False, queryset=Topic.objects.all(), empty_label=_("Please choose")
    )
    more_topics = forms.ModelMultipleChoiceField(
        label=_("Further topics"),
        required=False,
        queryset=Topic.objects.all(),
        widget=forms.CheckboxSelectMultiple,
    )
    # Needed to hand in, not to save: `submissions.moderation.actions.hand_in` asks for it.
    no_secrets = forms.BooleanField(label=_("I declare that the article holds no state secret."), required=False)

    def clean_sapo(self) -> str:
        """The standfirst in composed Unicode."""
        return clean_text(self.cleaned_data["sapo"])


class PictureForm(forms.Form):
    """The words that are approved with a picture."""

    alt = LineField(
        label=_("Alternative text"),
        required=False,
        max_length=ALT_LENGTH,
        widget=AdminAutoHeightTextInput(attrs={"rows": 1}),
        help_text=_("What does somebody need to know who can't see the photo?"),
    )
    caption = LineField(
        label=_("Caption"),
        required=False,
        max_length=CAPTION_LENGTH,
        widget=AdminAutoHeightTextInput(attrs={"rows": 1}),
    )
    credit = LineField(label=_("Credit"), required=False, max_length=CREDIT_LENGTH)
    people = forms.ChoiceField(
        label=_("People in the photo"),
        required=False,
        choices=[("", _("Please choose")), *People.choices],
        help_text=_("Patients, other citizens and children who can be recognised need a written consent."),
    )


@dataclass(frozen=True, kw_only=True)
class PictureEntry:
    """A picture of the article with the form of its words. ``number`` counts from 1, the lead photo first."""

    number: int
    photo: Photo | None
    form: PictureForm

    @property
    def is_lead(self) -> bool:
        """Whether it stands above the text."""
        return self.form.prefix == LEAD


class ReviewForms:
    """All forms of the review page of one article, as its latest revision has it.

    ``suggested`` names the fields whose first choice is a suggestion that nobody has confirmed yet; ``declared`` keeps the
    declaration ticked on a page that is shown again.
    """

    def __init__(
        self, *, page: ArticlePage, revision_id: int, data: Mapping[str, Any] | None = None, declared: bool = False
    ) -> None:
        self.page = page
        self.suggested = {} if data is not None else _suggested(page)
        initial = {
            "revision": revision_id,
            "title": "" if page.title == str(UNTITLED) else page.title,
            "sapo": page.sapo,
            "byline": page.byline,
            "genre": page.genre,
            "audience": page.audience,
            "topic": page.topic_id,
            "more_topics": [topic.pk for topic in page.more_topics.all()],
            "no_secrets": declared,
            **self.suggested,
        }
        self.details = DetailsForm(data, initial=initial)
        self.pictures = self._pictures(data)

    def is_valid(self) -> bool:
        """Whether everything that was typed can be saved; asks every form, so that all say what is wrong."""
        return all([self.details.is_valid(), *(entry.form.is_valid() for entry in self.pictures)])

    @property
    def is_declared(self) -> bool:
        """Whether the declaration about state secrets is ticked."""
        return bool(self.details["no_secrets"].value())

    def cleaned(self) -> Details:
        """What was typed, in the shape of the action; only for valid forms."""
        return self._details(self.details.cleaned_data)

    def typed(self) -> Details:
        """What was typed so far, in the same shape: what is not valid (yet) counts as empty."""
        self.is_valid()
        empty: dict[str, Any] = {
            "title": "",
            "sapo": "",
            "byline": "",
            "genre": "",
            "audience": "",
            "topic": None,
            "more_topics": [],
        }
        return self._details({**empty, **self.details.cleaned_data})

    def _details(self, values: Mapping[str, Any]) -> Details:
        nothing = {"alt": "", "caption": "", "credit": ""}
        words = {str(entry.form.prefix): {**nothing, **entry.form.cleaned_data} for entry in self.pictures}
        return Details(
            title=values["title"],
            sapo=values["sapo"],
            byline=values["byline"],
            genre=values["genre"],
            audience=values["audience"],
            topic=values["topic"],
            more_topics=[topic for topic in values["more_topics"] if topic != values["topic"]],
            lead=words.pop(LEAD, None),
            figures={prefix.removeprefix("figure-"): given for prefix, given in words.items()},
        )

    def _pictures(self, data: Mapping[str, Any] | None) -> list[PictureEntry]:
        page = self.page
        entries = []
        if page.lead_image is not None:
            words = {
                "alt": page.lead_alt,
                "caption": page.lead_caption,
                "credit": page.lead_credit,
                "people": page.lead_image.people,
            }
            form = PictureForm(data, prefix=LEAD, initial=words)
            entries.append(PictureEntry(number=1, photo=page.lead_image, form=form))
        for block in page.body:
            if block.block_type == "figure":
                words = {name: block.value.get(name) or "" for name in ("alt", "caption", "credit")}
                words["people"] = getattr(block.value.get("image"), "people", "")
                form = PictureForm(data, prefix=f"figure-{block.id}", initial=words)
                entries.append(PictureEntry(number=len(entries) + 1, photo=block.value.get("image"), form=form))
        return entries


def _suggested(page: ArticlePage) -> dict[str, Any]:
    """First choices for what nobody has chosen."""
    if page.genre and page.audience and page.topic_id:
        return {}
    chosen = suggestions_for(page)
    found: dict[str, Any] = {}
    if not page.genre:
        found["genre"] = chosen.genre
    if not page.audience:
        found["audience"] = chosen.audience
    if page.topic_id is None and chosen.topic is not None:
        found["topic"] = chosen.topic.pk
    return found
