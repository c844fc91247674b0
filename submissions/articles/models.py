"""Articles as pages, and beside each page the small domain row from which boards and reports are computed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.search import index

from cms.core.files import private_storage
from cms.website import album
from cms.website.content import images_in
from cms.website.enums import StoryKind
from cms.website.languages import ENGLISH
from cms.website.models import StoryPage
from submissions.articles.blocks import BodyBlock
from submissions.articles.cleaning import check_length, clean_content
from submissions.articles.enums import EDITABLE, PINNED, SETTLED, EventVerb, Genre, State
from submissions.articles.locks import StateLock
from submissions.articles.panels import ARTICLE_PANELS
from submissions.articles.permissions import ArticlePermissionTester
from submissions.units.models import Unit, UnitIndexPage

if TYPE_CHECKING:
    from wagtail.models import Revision

    from cms.accounts.models import User
    from cms.website.models import Photo


class ArticlePage(StoryPage):
    """An article of a unit, below that unit's page."""

    genre = models.CharField(_("genre"), max_length=12, choices=Genre.choices, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    is_creatable = True
    story_kind: ClassVar[StoryKind] = StoryKind.ARTICLE
    body_template: ClassVar[str] = "articles/parts/body.html"
    approved_fields = (*StoryPage.approved_fields, "genre", "body")
    parent_page_types: ClassVar[list[str]] = ["units.UnitIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = ARTICLE_PANELS
    promote_panels: ClassVar[list[Any]] = []
    settings_panels: ClassVar[list[Any]] = []
    search_fields = [*StoryPage.search_fields, index.SearchField("body"), index.FilterField("genre")]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    @property
    def genre_label(self) -> str:
        """The genre in words."""
        return str(self.get_genre_display())

    def photo_ids(self) -> set[int]:
        """The photos of the figures."""
        return images_in(list(self.body.raw_data))

    def take_photos(self, photos: dict[int, Photo]) -> None:
        """Opens the figures while their photos are at hand."""
        with album.at_hand(photos):
            for block in self.body:
                if block.block_type == "figure":
                    _opened = block.value

    def permissions_for_user(self, user: User) -> ArticlePermissionTester:
        """What a person may do with this article: the states decide, and nobody publishes from the editor."""
        return ArticlePermissionTester(user, self)

    def get_lock(self) -> StateLock | None:
        """The lock of the state, in the place of Wagtail's own kinds of lock."""
        return StateLock(self) if hasattr(self, "submission") else None

    def clean(self) -> None:
        """Cleans all that was written, see `submissions.articles.cleaning`; a title must be left afterwards."""
        super().clean()
        check_length(self)
        if self.translation_of_id:
            # A pair is one article in two languages: the form can't make a translation Vietnamese.
            self.language = ENGLISH
        clean_content(self)
        if not self.title:
            raise ValidationError({"title": _("The title has no visible characters. Type a title.")})

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Takes the unit's labels from the page above when the article is first put below it."""
        if not self.unit_code and self.depth:
            unit = UnitIndexPage.objects.select_related("unit").get(path=self.path[: -self.steplen]).unit
            self.unit_code, self.unit_label = unit.code, unit.short_name
        return super().save(*args, **kwargs)

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        """Saves a revision after asking the submission whether its content is open, and tells it who edited.

        Raises:
            ContentClosed: the submission is in a state in which its content can't change.
        """
        from submissions.articles.actions import save_article_revision

        return save_article_revision(self, super().save_revision, *args, **kwargs)


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Submissions by state."""

    def visible_to(self, user: User) -> SubmissionQuerySet:
        """What a person may see: the newsroom everything that was handed in, a unit its own, all others nothing."""
        from submissions.articles.permissions import visible_submissions

        return visible_submissions(self, user)

    def originals(self) -> SubmissionQuerySet:
        """What units hand in, without the versions of it in another language."""
        return self.filter(is_translation=False)


class Submission(models.Model):
    """Where an article stands, and the five facts about it, each with its time and actor.

    ``state`` is the truth; Wagtail's workflow rows follow it in the same transaction. ``period`` is the first day of
    the month of the first submission. ``approved_revision`` and ``approved_hash`` pin what may be published. The facts
    (submitted, on time, accepted, published, confirmed) are written once: later versions never count again.
    """

    page = models.OneToOneField(ArticlePage, on_delete=models.CASCADE, related_name="submission")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="submissions")
    # The version of an article in another language. It is the editors' work: it counts in no month and for no unit, so
    # it has neither month nor verdict.
    is_translation = models.BooleanField(_("translation"), default=False, editable=False)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.DRAFT)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("created at"))
    # Who changed the content last, and what it hashed to then: a save that changes nothing makes nobody an editor.
    last_edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    last_edited_at = models.DateTimeField(_("last edited at"))
    content_hash = models.CharField(_("content hash"), max_length=64, blank=True)

    # The five facts.
    period = models.DateField(_("month"), null=True, blank=True)
    first_submitted_at = models.DateTimeField(_("first submitted at"), null=True, blank=True)
    first_submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    on_time = models.BooleanField(_("on time"), null=True)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    confirmed_url = models.URLField(_("address at the other end"), max_length=500, blank=True)

    # The work in hand.
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    # The declaration that the text holds no state secret, made with each hand-in.
    declared_at = models.DateTimeField(_("declared at"), null=True, blank=True)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    claimed_at = models.DateTimeField(_("claimed at"), null=True, blank=True)
    due_at = models.DateTimeField(_("due at"), null=True, blank=True)
    # Critical pieces and medical claims are approved by two: ``second_reason`` says why this one is.
    needs_second = models.BooleanField(_("needs a second reviewer"), default=False)
    second_reason = models.TextField(_("why it needs a second reviewer"), blank=True)
    second_waived = models.BooleanField(_("second reviewer waived"), default=False)
    endorsed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    endorsed_at = models.DateTimeField(_("approved by the first reviewer at"), null=True, blank=True)
    endorsed_revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_hash = models.CharField(_("approved hash"), max_length=64, blank=True)
    scheduled_at = models.DateTimeField(_("scheduled at"), null=True, blank=True)
    correction_note = models.TextField(_("note of the correction"), blank=True)

    # Where the file came from.
    original_file = models.FileField(
        _("original file"), upload_to="originals/%Y/%m/", storage=private_storage, blank=True
    )
    original_name = models.CharField(_("name of the original file"), max_length=255, blank=True)
    import_notes = models.JSONField(_("notes of the import"), default=list, blank=True)

    objects: ClassVar[SubmissionQuerySet] = SubmissionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        indexes = [
            models.Index(fields=["state", "submitted_at"], name="submission_by_state"),
            models.Index(fields=["period", "unit"], name="submission_by_month"),
            models.Index(fields=["scheduled_at"], condition=Q(state="scheduled"), name="submission_due"),
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="submission_deadline"),
            models.Index(
                fields=["published_at"], condition=Q(published_at__isnull=False), name="submission_by_publication"
            ),
            models.Index(fields=["claimed_by", "state"], name="submission_by_holder"),
            models.Index(fields=["unit", "state"], name="submission_by_unit"),
            # English versions: few among many.
            models.Index(
                fields=["state", "last_edited_at"], condition=Q(is_translation=True), name="submission_translations"
            ),
            # What somebody else than its author changed last: few among many, who need another reader.
            models.Index(
                fields=["state", "submitted_at"],
                condition=~Q(last_edited_by=models.F("created_by")),
                name="submission_edited_by_another",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_submitted_at__isnull=True, period__isnull=True, on_time__isnull=True)
                | Q(
                    is_translation=False,
                    first_submitted_at__isnull=False,
                    period__isnull=False,
                    on_time__isnull=False,
                )
                | Q(is_translation=True, period__isnull=True, on_time__isnull=True),
                name="submitted_has_month_and_verdict",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(first_submitted_at__isnull=False),
                name="accepted_after_submitted",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(accepted_at__isnull=False), name="published_after_accepted"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(published_at__isnull=False),
                name="confirmed_after_published",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(PINNED)) | Q(approved_revision__isnull=False) & ~Q(approved_hash=""),
                name="decided_states_are_pinned",
            ),
            models.CheckConstraint(
                condition=Q(state="scheduled", scheduled_at__isnull=False)
                | ~Q(state="scheduled") & Q(scheduled_at__isnull=True),
                name="scheduled_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="in_review") | Q(claimed_by__isnull=False) | Q(claimed_at__isnull=True),
                name="claims_name_a_person",
            ),
            models.CheckConstraint(
                condition=Q(state="second", endorsed_by__isnull=False, endorsed_revision__isnull=False)
                | ~Q(state="second"),
                name="second_review_follows_a_first",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(SETTLED)) | Q(needs_second=False) | Q(endorsed_by__isnull=False),
                name="two_reviewers_where_two_are_asked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page_id} · {self.get_state_display()}"

    @property
    def is_editable(self) -> bool:
        """Whether the content may change in this state."""
        return self.state in EDITABLE


class SubmissionEvent(models.Model):
    """One line of a submission's history: who did what, when, why, on which revision. Append-only."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="events")
    verb = models.CharField(_("verb"), max_length=16, choices=EventVerb.choices)
    from_state = models.CharField(_("from"), max_length=12, choices=State.choices, blank=True)
    to_state = models.CharField(_("to"), max_length=12, choices=State.choices)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))
    reason = models.TextField(_("reason"), blank=True)
    override_reason = models.TextField(_("reason of the override"), blank=True)
    revision = models.ForeignKey("wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+")
    content_hash = models.CharField(_("content hash"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["submission", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(verb__in=["return", "send_back", "reject", "withdraw"]) | ~Q(reason=""),
                name="refusals_carry_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} · {self.at:%d/%m/%Y %H:%M}"
