"""The writer's two steps: hand in a Word file, and look at what came of it before it goes to the editors. What happens
to the file between the two is shown by `conversion_views`.

Only members of the unit (and who made the article) reach these pages; for everybody else they do not exist.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic.base import TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.accounts.kept_form_middleware import keep_typed
from submissions.articles.actions import ContentClosed
from submissions.articles.enums import WITH_HEAD, WITH_UNIT, State
from submissions.articles.models import Submission
from submissions.articles.permissions import is_of_unit, may_edit
from submissions.intake.actions import MEGABYTES, UNTITLED, apply_details, check_size, save_details
from submissions.intake.conversion_views import parse_token
from submissions.intake.conversions import receive_file
from submissions.intake.docx import IntakeRefused
from submissions.intake.errors import EditedMeanwhile, NotOfUnit
from submissions.intake.forms import ReviewForms
from submissions.intake.messages import refusal_message
from submissions.intake.problems import look_through
from submissions.moderation import together
from submissions.moderation.actions import hand_in
from submissions.moderation.errors import NotReady, VerbRefused
from submissions.moderation.history import last_return
from submissions.units.people import units_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django_stubs_ext import StrPromise

    from submissions.articles.models import ArticlePage
    from submissions.checks.presentation import Report
    from submissions.units.models import Unit

logger = logging.getLogger(__name__)

UNPROCESSABLE = 422
CONFLICT = 409
# The screen of a unit belongs to a higher room and is known here by the name of its address only.
UNIT_SCREEN = "unit_articles"


class UploadView(WagtailAdminTemplateMixin, TemplateView):
    """Takes one Word file for a unit. A refused file leaves nothing, and its writer the words for what to do."""

    template_name = "intake/upload.html"
    header_icon = "upload"
    unit: Unit

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Finds the unit among the person's own."""
        super().setup(request, *args, **kwargs)
        self.unit = get_object_or_404(units_of(request.user).select_related("page"), code=kwargs["code"])

    def get_page_title(self) -> str:
        return _("Hand in a Word file")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*_unit_crumbs(self.unit), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {"unit": self.unit, "megabytes": MEGABYTES, **super().get_context_data(**kwargs)}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keeps the file for its reading and goes on to where that can be watched."""
        file = request.FILES.get("file")
        if file is None:
            return self._again(_("Choose a Word file first."), "")
        try:
            check_size(file.size or 0)
            row = receive_file(
                data=file.read(),
                filename=file.name or "",
                unit=self.unit,
                author=request.user,  # type: ignore[arg-type]  # the admin lets only users of ours in
                token=parse_token(request.POST.get("token", "")),
            )
        except IntakeRefused as refused:
            logger.warning("A file for %s from user %s was refused: %s", self.unit.code, request.user.pk, refused)
            return self._again(refusal_message(refused), file.name or "")
        except NotOfUnit as refused:
            raise Http404 from refused
        return redirect("intake_conversion", self.unit.code, row.token)

    def _again(self, refusal: str, filename: str) -> HttpResponse:
        context = self.get_context_data(refusal=refusal, filename=filename)
        return self.render_to_response(context, status=UNPROCESSABLE)


class _OfArticle(View):
    """Something about one article, for the people of its unit and who made it."""

    submission: Submission
    page: ArticlePage

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Finds the article among those of the person's units and their own."""
        super().setup(request, *args, **kwargs)
        self.submission = get_object_or_404(
            Submission.objects.select_related("page", "unit", "unit__page", "created_by", "last_edited_by"),
            page_id=kwargs["page_id"],
        )
        user: Any = request.user
        if not is_of_unit(user=user, submission=self.submission):
            raise Http404
        self.page = self.submission.page.get_latest_revision_as_object()


class PreviewView(_OfArticle):
    """The saved draft as readers will see it, for the frame on the review page."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, rendered as its own address would."""
        mode = self.page.default_preview_mode
        response: HttpResponse = self.page.make_preview_request(request, mode, {"in_preview_panel": True})
        response["X-Frame-Options"] = "SAMEORIGIN"  # the review page shows it in a frame; nobody else may
        return response


class ChecksView(_OfArticle):
    """``POST`` of the review form as it is typed: what the checks say about it, as a piece of HTML. Saves nothing."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The list of findings, with the ways to the fields of the review page."""
        forms = ReviewForms(page=self.page, revision_id=self.submission.page.latest_revision_id, data=request.POST)
        apply_details(self.page, forms.typed())
        report = look_through(self.page, declared=forms.is_declared)
        return render(request, "checks/parts/findings.html", {"report": report, "head_id": "missing-head"})


class ReviewView(WagtailAdminTemplateMixin, _OfArticle, TemplateView):
    """An article before it is handed in: what was recognised, changed, dropped and is missing; and its two buttons."""

    template_name = "intake/review.html"
    header_icon = "doc-full"

    def get_page_title(self) -> str:
        return _("Look the article through")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*_unit_crumbs(self.submission.unit), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        forms: ReviewForms = kwargs.pop("forms", None) or self._forms()
        report: Report = kwargs.pop("report", None) or look_through(
            self._with_suggestions(forms), declared=forms.is_declared
        )
        submission = self.submission
        context = {
            "submission": submission,
            "article": self.page,
            "forms": forms,
            "report": report,
            "notes": submission.import_notes,
            "is_open": self._is_open(),
            "was_submitted": submission.first_submitted_at is not None,
            "may_delete": submission.state == State.DRAFT and submission.first_submitted_at is None,
            "state_message": self._state_message(),
            "returned": last_return(submission),
            "untitled": str(UNTITLED),
            "unit_url": reverse(UNIT_SCREEN, args=[submission.unit.code]),
            **together.for_unit(submission=submission, page=self.page, user=self.request.user),  # type: ignore[arg-type]
            **kwargs,
        }
        return super().get_context_data(**context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Saves what was typed and, if that was asked for, hands the article in."""
        if not self._is_open():
            messages.error(request, self._state_message())
            keep_typed(request)
            return redirect("intake_review", self.page.pk)
        forms = self._forms(request.POST)
        if not forms.is_valid():
            return self._again(
                forms, _("Not saved yet: please look at the marked fields. What you typed is still here.")
            )
        revision_id = forms.details.cleaned_data["revision"]
        try:
            save_details(
                page_id=self.page.pk,
                revision_id=revision_id,
                details=forms.cleaned(),
                actor=request.user,  # type: ignore[arg-type]
            )
        except EditedMeanwhile as meanwhile:
            return self._edited_meanwhile(str(meanwhile))
        except ContentClosed as closed:
            return self._again(forms, str(closed), status=CONFLICT)
        except ValidationError as invalid:
            return self._again(forms, " ".join(invalid.messages))
        if request.POST.get("action") == "submit":
            return self._submit()
        if request.POST.get("action") == "text":
            return redirect("intake_text", self.page.pk)
        if request.POST.get("action") == "edit":
            return redirect("wagtailadmin_pages:edit", self.page.pk)
        messages.success(request, _("The draft is saved."))
        return redirect("intake_review", self.page.pk)

    def _submit(self) -> HttpResponse:
        try:
            hand_in(
                submission_id=self.submission.pk,
                actor=self.request.user,  # type: ignore[arg-type]
                no_secrets=bool(self.request.POST.get("no_secrets")),
            )
        except NotReady:
            self._read_again()
            declared = bool(self.request.POST.get("no_secrets"))
            forms = self._forms(declared=declared)
            notice = _("Saved as a draft, but not sent yet: something is missing. It is marked below.")
            return self._again(forms, notice, report=look_through(self.page, declared=declared))
        except VerbRefused as refused:
            self._read_again()
            return self._again(self._forms(), str(refused), status=CONFLICT)
        messages.success(
            self.request,
            _("“%(title)s” is with the editors now. You will see here what they do with it.")
            % {"title": self._title()},
        )
        return redirect(UNIT_SCREEN, self.submission.unit.code)

    def _edited_meanwhile(self, notice: str) -> HttpResponse:
        """Keeps what was typed over what somebody else saved; saving once more is then a decision, not an accident."""
        typed = self.request.POST.copy()
        typed["revision"] = str(self.page.latest_revision_id)
        explanation = _(
            "Nothing was saved. The fields show what you typed, the preview shows the saved version. Press the button again to "
            "replace it with yours."
        )
        forms = self._forms(typed)
        forms.is_valid()
        return self._again(forms, f"{notice} {explanation}", status=CONFLICT)

    def _again(self, forms: ReviewForms, notice: str, *, status: int = UNPROCESSABLE, **extra: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(forms=forms, notice=notice, **extra), status=status)

    def _forms(self, data: Any = None, *, declared: bool = False) -> ReviewForms:
        revision_id = self.submission.page.latest_revision_id
        return ReviewForms(page=self.page, revision_id=revision_id, data=data, declared=declared)

    def _read_again(self) -> None:
        self.submission.refresh_from_db()
        self.submission.page.refresh_from_db()
        self.page = self.submission.page.get_latest_revision_as_object()

    def _is_open(self) -> bool:
        submission = self.submission
        return submission.state in WITH_UNIT | WITH_HEAD and may_edit(user=self.request.user, submission=submission)  # type: ignore[arg-type]

    def _state_message(self) -> StrPromise | str:
        lock = self.page.get_lock()
        return lock.get_message(self.request.user) if lock is not None and not self._is_open() else ""  # type: ignore[arg-type]

    def _title(self) -> str:
        return str(self.submission.page.get_latest_revision_as_object().title)

    def _with_suggestions(self, forms: ReviewForms) -> ArticlePage:
        """The article as it would be if the form were sent as it stands, so that only real gaps are called missing."""
        page: ArticlePage = self.submission.page.get_latest_revision_as_object()
        if page.title == str(UNTITLED):
            page.title = ""
        for name, value in forms.suggested.items():
            setattr(page, "topic_id" if name == "topic" else name, value)
        return page


def _unit_crumbs(unit: Unit) -> list[dict[str, Any]]:
    return [{"url": reverse(UNIT_SCREEN, args=[unit.code]), "label": unit.short_name}]
