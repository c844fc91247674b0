"""Writing without scripts, on a phone first: a new article, and the text of one that is with the unit.

Every button saves all that was typed before it does anything else, so that nothing is lost on the way to the next page.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic.base import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.accounts.kept_form_middleware import keep_typed
from submissions.articles.actions import ContentClosed
from submissions.articles.enums import WITH_HEAD, WITH_UNIT
from submissions.articles.permissions import may_edit
from submissions.intake.errors import EditedMeanwhile, NotOfUnit
from submissions.intake.plain_text import CHARACTERS, TooMuchText
from submissions.intake.views import UNIT_SCREEN, _OfArticle, _unit_crumbs
from submissions.intake.writing import TooManyPhotos, Written, save_text, write_article
from submissions.intake.writing_forms import (
    ADDABLE,
    KINDS,
    MEGABYTES,
    Entry,
    Slot,
    WriteForm,
    body_of_entries,
    empty_slots,
    entries_of,
    new_entry,
    read_entries,
    read_photos,
)
from submissions.units.people import units_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from submissions.units.models import Unit

PHOTO_SLOTS = "photos"


class WriteView(WagtailAdminTemplateMixin, TemplateView):
    """``don-vi/CODE/viet/``: title, standfirst, text and photos on one page; saving makes the draft."""

    template_name = "intake/write.html"
    header_icon = "edit"
    unit: Unit

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Finds the unit among the person's own."""
        super().setup(request, *args, **kwargs)
        self.unit = get_object_or_404(units_of(request.user).select_related("page"), code=kwargs["code"])

    def get_page_title(self) -> str:
        return _("Write an article")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*_unit_crumbs(self.unit), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        form = kwargs.pop("form", None) or WriteForm(initial={"token": uuid4(), "byline": user.full_name})
        context = {
            "unit": self.unit,
            "form": form,
            "slots": kwargs.pop("slots", None) or empty_slots(),
            "megabytes": MEGABYTES,
        }
        return super().get_context_data(**{**kwargs, **context})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Makes the draft and goes on to its review, or to more photos."""
        data = request.POST.copy()
        data.setdefault("token", str(uuid4()))
        form = WriteForm(data)
        if not form.is_valid():
            return self._again(form, _too_long() if "text" in form.errors else _("Please look at the marked fields."))
        photos, slots = read_photos(request.POST, request.FILES)
        values = form.cleaned_data
        written = Written(
            title=values["title"], sapo=values["sapo"], byline=values["byline"], text=values["text"], photos=photos
        )
        if not (written.title or written.sapo or written.text.strip() or photos):
            return self._again(form, _("Write something first, or choose a photo."), slots)
        try:
            submission = write_article(
                unit=self.unit,
                author=request.user,  # type: ignore[arg-type]  # the admin lets only users of ours in
                token=values["token"],
                written=written,
            )
        except TooMuchText:
            return self._again(form, _too_long(), slots)
        except TooManyPhotos as refused:
            return self._again(form, str(refused), slots)
        except NotOfUnit as refused:
            raise Http404 from refused
        _say_refused(request, slots)
        if request.POST.get("action") == PHOTO_SLOTS or any(slot.error for slot in slots):
            messages.success(request, _("The draft is saved. Here is room for more photos."))
            return redirect(reverse("intake_text", args=[submission.page_id]) + "#photos")
        messages.success(request, _("The draft is saved. Look it through, then send it."))
        return redirect("intake_review", submission.page_id)

    def _again(self, form: WriteForm, notice: str, slots: list[Slot] | None = None) -> HttpResponse:
        if self.request.FILES:
            notice += " " + _("Choose the photos once more: a browser never fills in files by itself.")
        context = self.get_context_data(form=form, slots=slots, notice=notice)
        return self.render_to_response(context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


class TextView(WagtailAdminTemplateMixin, _OfArticle, TemplateView):
    """``bai/ID/sua-chu/``: the text of a draft or a returned article, block by block, and room for photos."""

    template_name = "intake/text.html"
    header_icon = "edit"

    def get_page_title(self) -> str:
        return _("Edit the text")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        review = {"url": reverse("intake_review", args=[self.page.pk]), "label": self.page.title}
        return [*_unit_crumbs(self.submission.unit), review, {"url": "", "label": self.get_page_title()}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form; where the text is closed, the review says why."""
        if not self._is_open():
            return redirect("intake_review", self.page.pk)
        entries = entries_of(self.page)
        kind = request.GET.get("them", "")
        if kind in ADDABLE or not entries:
            after = request.GET.get("sau", "")
            place = next((number for number, entry in enumerate(entries, 1) if entry.key == after), 0)
            entries.insert(place if after else len(entries), new_entry(kind if kind in ADDABLE else "paragraph"))
        return self.render_to_response(self.get_context_data(entries=entries))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {
            "article": self.page,
            "submission": self.submission,
            "revision": self.submission.page.latest_revision_id,
            "slots": kwargs.pop("slots", None) or empty_slots(),
            "addable": [(kind, KINDS[kind]) for kind in ADDABLE],
            "megabytes": MEGABYTES,
            "unit_url": reverse(UNIT_SCREEN, args=[self.submission.unit.code]),
        }
        return super().get_context_data(**{**kwargs, **context})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Saves everything that was typed, then does what the button says."""
        if not self._is_open():
            messages.error(request, _("The article is in other hands at the moment. Nothing was saved."))
            keep_typed(request)
            return redirect("intake_review", self.page.pk)
        entries = read_entries(request.POST, self.page)
        verb, _colon, key = request.POST.get("action", "").partition(":")
        arranged = _arranged(entries, verb, _key_at(key, request, entries))
        photos, slots = read_photos(request.POST, request.FILES)
        revision = request.POST.get("revision", "")
        try:
            save_text(
                page_id=self.page.pk,
                revision_id=int(revision) if revision.isascii() and revision.isdecimal() and len(revision) < 18 else 0,
                body=body_of_entries(arranged, self.page),
                photos=photos,
                actor=request.user,  # type: ignore[arg-type]
            )
        except EditedMeanwhile as meanwhile:
            explanation = _(
                "Nothing was saved. The fields show what you typed. Press the button again to replace the saved version with "
                "yours."
            )
            return self._again(entries, slots, f"{meanwhile} {explanation}", status=HTTPStatus.CONFLICT)
        except TooMuchText:
            return self._again(entries, slots, _too_long())
        except TooManyPhotos as refused:
            return self._again(entries, slots, str(refused))
        except ContentClosed as closed:
            return self._again(entries, slots, str(closed), status=HTTPStatus.CONFLICT)
        _say_refused(request, slots)
        return self._onward(verb, key, refused=any(slot.error for slot in slots))

    def _onward(self, verb: str, key: str, *, refused: bool) -> HttpResponse:
        here = reverse("intake_text", args=[self.page.pk])
        if verb == "review" and not refused:
            messages.success(self.request, _("The text is saved."))
            return redirect("intake_review", self.page.pk)
        if verb == "add":
            kind, _slash, after = key.partition("/")
            return redirect(f"{here}?them={kind if kind in ADDABLE else ADDABLE[0]}&sau={_safe_key(after)}#new")
        if verb in ("up", "down"):
            return redirect(f"{here}#block-{_safe_key(key)}")
        messages.success(self.request, _("The text is saved."))
        return redirect(here + ("#photos" if verb == PHOTO_SLOTS or refused else ""))

    def _again(
        self, entries: list[Entry], slots: list[Slot], notice: str, *, status: int = HTTPStatus.UNPROCESSABLE_ENTITY
    ) -> HttpResponse:
        if self.request.FILES:
            notice += " " + _("Choose the photos once more: a browser never fills in files by itself.")
        return self.render_to_response(
            self.get_context_data(entries=entries, slots=slots, notice=notice), status=status
        )

    def _is_open(self) -> bool:
        submission = self.submission
        return submission.state in WITH_UNIT | WITH_HEAD and may_edit(user=self.request.user, submission=submission)  # type: ignore[arg-type]


def _key_at(key: str, request: HttpRequest, entries: list[Entry]) -> int:
    """The place of the block that a button belongs to; the form names it by its key as it was sent."""
    sent = list(dict.fromkeys(request.POST.getlist("block")))
    return sent.index(key) if key in sent and len(sent) == len(entries) else -1


def _arranged(entries: list[Entry], verb: str, place: int) -> list[Entry]:
    """The entries after a button that moves or removes one."""
    found = list(entries)
    if place < 0:
        return found
    if verb == "remove":
        del found[place]
    elif verb == "up" and place > 0:
        found[place - 1], found[place] = found[place], found[place - 1]
    elif verb == "down" and place < len(found) - 1:
        found[place + 1], found[place] = found[place], found[place + 1]
    return found


def _safe_key(key: str) -> str:
    return key if key.replace("-", "").isalnum() and key.isascii() and len(key) <= 60 else ""


def _too_long() -> str:
    return _(
        "The text is longer than an article: %(number)d characters at most. Nothing was saved, and all of it is still in the "
        "field. Shorten it, or send a long report as a document and not as an article."
    ) % {"number": CHARACTERS}


def _say_refused(request: HttpRequest, slots: list[Slot]) -> None:
    refused = [slot for slot in slots if slot.error]
    if not refused:
        return
    head = ngettext(
        "%(count)d photo was not taken; everything else is saved.",
        "%(count)d photos were not taken; everything else is saved.",
        len(refused),
    ) % {"count": len(refused)}
    reasons = " ".join(slot.error for slot in refused)
    messages.error(request, format_html("{} {}", head, reasons))
