"""The screens of one submission: the article with its verbs."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.accounts.roles import NEWSROOM, Role, has_role
from submissions import checks
from submissions.articles.enums import WITH_EDITORS, EventVerb
from submissions.articles.models import Submission
from submissions.articles.permissions import may_edit
from submissions.checks.presentation import Report, in_editor, nowhere, report_of
from submissions.moderation import actions, board_links, changes, history, together
from submissions.moderation.article_links import article_links
from submissions.moderation.errors import NotAllowed, VerbRefused
from submissions.moderation.offers import LABELS, closed, form_class, offers
from submissions.moderation.permissions import four_eyes_reason
from submissions.moderation.way_back import way_back

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from submissions.articles.models import ArticlePage
    from submissions.moderation.forms import VerbForm

ACTIONS: dict[EventVerb, Callable[..., Submission]] = {
    EventVerb.SUBMIT: actions.submit,
    EventVerb.SEND_BACK: actions.send_back,
    EventVerb.CLAIM: actions.claim,
    EventVerb.RELEASE: actions.release,
    EventVerb.TAKE_OVER: actions.take_over,
    EventVerb.ASSIGN: actions.assign,
    EventVerb.ASK_SECOND: actions.ask_second,
    EventVerb.WAIVE_SECOND: actions.waive_second,
    EventVerb.ENDORSE: actions.endorse,
    EventVerb.RECONSIDER: actions.reconsider,
    EventVerb.ASK_BOARD: board_links.ask_board,
    EventVerb.RETURN: actions.return_to_unit,
    EventVerb.APPROVE: actions.approve,
    EventVerb.REJECT: actions.reject,
    EventVerb.REOPEN: actions.reopen,
    EventVerb.SCHEDULE: actions.schedule,
    EventVerb.UNSCHEDULE: actions.unschedule,
    EventVerb.PUBLISH: actions.publish,
    EventVerb.CORRECT: actions.correct,
    EventVerb.DROP_CORRECTION: actions.drop_correction,
    EventVerb.WITHDRAW: actions.withdraw,
}
DONE: dict[EventVerb, Any] = {
    EventVerb.SUBMIT: gettext_lazy("“%(title)s” is with the editors now."),
    EventVerb.SEND_BACK: gettext_lazy("“%(title)s” was given back to its writer, who is told why."),
    EventVerb.TAKE_OVER: gettext_lazy("“%(title)s” is yours now. The colleague who held it is told."),
    EventVerb.ASSIGN: gettext_lazy("“%(title)s” is assigned, and the editor is told."),
    EventVerb.ASK_SECOND: gettext_lazy("Two have to approve “%(title)s” now."),
    EventVerb.WAIVE_SECOND: gettext_lazy("One reviewer is enough for “%(title)s” now."),
    EventVerb.ENDORSE: gettext_lazy("You approved “%(title)s” as the first of two. It waits for the second reviewer."),
    EventVerb.RECONSIDER: gettext_lazy("“%(title)s” is in review again, and yours."),
    EventVerb.ASK_BOARD: gettext_lazy("“%(title)s” was put before the board: the link is on its way by mail."),
    EventVerb.CLAIM: gettext_lazy("“%(title)s” is yours now."),
    EventVerb.RELEASE: gettext_lazy("“%(title)s” is back in the pool."),
    EventVerb.RETURN: gettext_lazy("“%(title)s” was returned to its unit. The author is told by mail."),
    EventVerb.APPROVE: gettext_lazy("“%(title)s” is approved."),
    EventVerb.REJECT: gettext_lazy("“%(title)s” was rejected. The author is told by mail."),
    EventVerb.REOPEN: gettext_lazy("“%(title)s” is open to changes again."),
    EventVerb.SCHEDULE: gettext_lazy("“%(title)s” will go live by itself."),
    EventVerb.UNSCHEDULE: gettext_lazy("“%(title)s” no longer has a set time."),
    EventVerb.PUBLISH: gettext_lazy("“%(title)s” is published."),
    EventVerb.CORRECT: gettext_lazy(
        "The correction of “%(title)s” is open. The public text stays until it is approved."
    ),
    EventVerb.DROP_CORRECTION: gettext_lazy("The correction of “%(title)s” was dropped."),
    EventVerb.WITHDRAW: gettext_lazy("“%(title)s” was withdrawn."),
}
# After these the person goes on with the list; after the others they stay with the article.
BACK_TO_LIST = frozenset({EventVerb.RELEASE, EventVerb.RETURN, EventVerb.REJECT, EventVerb.ENDORSE})


class SubmissionMixin(View):
    """A view of one submission, for those who may see it; for everybody else it does not exist."""

    @cached_property
    def submission(self) -> Submission:
        """The row, read once and without a lock: the verbs lock and read it again."""
        user: Any = self.request.user
        visible = Submission.objects.visible_to(user)
        rows = visible.select_related("page", "unit", "claimed_by", "last_edited_by", "created_by")
        found: Submission = get_object_or_404(rows, pk=self.kwargs["submission_id"])
        return found

    @cached_property
    def article(self) -> ArticlePage:
        """The article as its latest revision has it."""
        latest = self.submission.page.latest_revision
        return changes.text_of(latest) if latest is not None else self.submission.page


class SubmissionView(SubmissionMixin, WagtailAdminTemplateMixin, TemplateView):
    """One submission: the article as readers will see it, and the panel “Moderation”."""

    template_name = "moderation/submission.html"
    page_title = gettext_lazy("Moderation")
    header_icon = "glasses"

    def get_page_subtitle(self) -> str:
        return str(self.article.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = []
        if has_role(self.request.user, *NEWSROOM):
            items.append({"url": reverse("moderation:worklist"), "label": _("My work")})
        return [*items, {"url": "", "label": self.get_page_subtitle()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        submission, page = self.submission, self.article
        offered = kwargs.pop("offered", None)
        with_editors = submission.state in WITH_EDITORS
        return {
            **super().get_context_data(**kwargs),
            "submission": submission,
            "page": page,
            "offers": offers(user=user, submission=submission) if offered is None else offered,
            "closed": closed(user=user, submission=submission),
            "report": self._report() if submission.is_editable else None,
            "lines": history.lines(submission),
            "returned": history.last_return(submission),
            "may_edit": may_edit(user=user, submission=submission),
            "in_newsroom": has_role(user, *NEWSROOM),
            "own_edit": with_editors
            and has_role(user, Role.EDITOR, Role.DESK)
            and bool(four_eyes_reason(user=user, submission=submission)),
            "is_late": submission.on_time is False,
            "links": article_links(submission=submission, user=user),
            **together.context(submission=submission, page=page, user=user),
        }

    def _report(self) -> Report:
        """What the checks say about the text as it stands, with the way to each place for who may change it."""
        user: Any = self.request.user
        places = in_editor(self.article.pk) if may_edit(user=user, submission=self.submission) else nowhere
        return report_of(checks.findings(self.article), places)


class SubmissionPreview(SubmissionMixin, View):
    """The article with its open verbs, as a piece of HTML for the right side of the list, to which they lead back."""

    def get(self, request: HttpRequest, submission_id: int) -> HttpResponse:
        user: Any = request.user
        context = {
            "page": self.article,
            "submission": self.submission,
            "offers": offers(user=user, submission=self.submission),
            "next": way_back(request),
        }
        return render(request, "moderation/parts/preview.html", context)


class VerbView(SubmissionView):
    """``POST`` of one verb. A refusal answers in place, with everything that was typed (403, 409, or 400)."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Whoever reloads after a refusal finds the article."""
        return redirect("moderation:submission", self.submission.pk)

    def post(self, request: HttpRequest, submission_id: int, verb: str) -> HttpResponse:
        user: Any = request.user
        if verb not in ACTIONS:
            raise Http404
        wanted = EventVerb(verb)
        title = self.article.title
        form: VerbForm = form_class(wanted, user=user, submission=self.submission)(
            request.POST, submission=self.submission
        )
        if not form.is_valid():
            return self._refuse(wanted, "", HTTPStatus.BAD_REQUEST)
        try:
            act = partial(ACTIONS[wanted], submission_id=self.submission.pk, actor=user)
            act(**form.arguments())
        except VerbRefused as refusal:
            status = HTTPStatus.FORBIDDEN if isinstance(refusal, NotAllowed) else HTTPStatus.CONFLICT
            return self._refuse(wanted, str(refusal), status)
        messages.success(request, str(DONE[wanted]) % {"title": title})
        back = way_back(request)
        if back:
            return redirect(back)
        if wanted in BACK_TO_LIST and has_role(user, *NEWSROOM):
            return redirect("moderation:worklist")
        return redirect("moderation:submission", submission_id)

    def _refuse(self, verb: EventVerb, error: str, status: HTTPStatus) -> HttpResponse:
        """The screen again, as things stand now; what was typed for a verb that is gone stays to be copied."""
        for name in ("submission", "article"):
            self.__dict__.pop(name, None)
        user: Any = self.request.user
        offered = offers(user=user, submission=self.submission, tried=verb, data=self.request.POST, error=error)
        gone = not any(offer.verb == verb for offer in offered)
        typed = [
            self.request.POST.get(name, "") for name in ("reason", "note", "public_note", "override_reason", "at")
        ]
        context = self.get_context_data(
            offered=offered,
            refused=error,
            next=way_back(self.request),
            refused_verb=LABELS[verb] if gone else "",
            typed="\n\n".join(words for words in typed if words) if gone else "",
        )
        return self.render_to_response(context, status=status)
