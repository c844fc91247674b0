"""The desk's screens of an issue, from its composition to its page. Those of the board are in `board_views`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages

from bulletin.issues import actions
from bulletin.issues import board as boards
from bulletin.issues.board_views import LIST_LIMIT, month_of, require_board
from bulletin.issues.enums import IssueState, IssueVerb
from bulletin.issues.errors import ArticlesNotReady, IssueRefused
from bulletin.issues.forms import ComposeForm, ReasonForm, ScheduleForm
from bulletin.issues.models import Issue
from bulletin.issues.permissions import closed_reason, open_verbs
from cms.core.periods import Month, local_day
from submissions.articles.models import Submission

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_POST
def create(request: HttpRequest) -> HttpResponse:
    """Makes the next issue of a month and opens its composition, filled with the articles that wait longest."""
    month = month_of(request, default=Month.of(timezone.now()))
    today = local_day(timezone.now())
    try:
        issue = actions.create_issue(
            actor=request.user,  # type: ignore[arg-type]  # only people of ours reach the admin
            period=month.first_day,
            issue_date=today if month.contains(today) else month.last_day,
        )
    except IssueRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("issues_board")
    return redirect("issues_issue", issue.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def issue_page(request: HttpRequest, issue_id: int) -> HttpResponse:
    """``/quan-tri/so-ban-tin/<id>/``: an issue; the desk composes it here while it is a draft, the board decides here."""
    require_board(request)
    issue = _issue(issue_id)
    if request.method == "POST":
        return _compose(request, issue)
    return _show(request, issue)


@require_POST
def act(request: HttpRequest, issue_id: int, verb: str) -> HttpResponse:
    """Carries out one verb on an issue."""
    require_board(request)
    issue = _issue(issue_id)
    user: Any = request.user
    reason = ReasonForm(request.POST)
    reason.is_valid()
    try:
        match verb:
            case IssueVerb.SUBMIT:
                actions.submit(issue_id=issue.pk, actor=user)
            case IssueVerb.RETURN:
                actions.return_to_desk(issue_id=issue.pk, actor=user, reason=reason.cleaned_data.get("reason", ""))
            case IssueVerb.APPROVE:
                revision = request.POST.get("revision", "")
                actions.approve(
                    issue_id=issue.pk, actor=user, revision_id=int(revision) if revision.isdecimal() else 0
                )
            case IssueVerb.REOPEN:
                actions.reopen(issue_id=issue.pk, actor=user)
            case IssueVerb.SCHEDULE:
                form = ScheduleForm(request.POST)
                if not form.is_valid():
                    return _show(request, issue, schedule=form, status=400)
                actions.schedule(issue_id=issue.pk, actor=user, at=form.cleaned_data["at"])
            case IssueVerb.UNSCHEDULE:
                actions.unschedule(issue_id=issue.pk, actor=user)
            case IssueVerb.PUBLISH:
                actions.publish(issue_id=issue.pk, actor=user)
            case _:
                raise Http404
    except ArticlesNotReady as refusal:
        return _show(request, issue, problems=refusal.problems, reason=reason, status=409)
    except IssueRefused as refusal:
        return _show(request, issue, problems=[str(refusal)], reason=reason, status=409)
    messages.success(request, _done(IssueVerb(verb), issue))
    return redirect("issues_issue", issue.pk)


def _compose(request: HttpRequest, issue: Issue) -> HttpResponse:
    form = ComposeForm(request.POST)
    chosen = ComposeForm.chosen(request.POST)
    if not form.is_valid():
        return _show(request, issue, form=form, chosen=chosen, status=400)
    user: Any = request.user
    try:
        actions.compose(
            issue_id=issue.pk,
            actor=user,
            article_ids=chosen,
            title=form.cleaned_data["title"],
            sapo=form.cleaned_data["sapo"],
            editorial_note=form.cleaned_data["editorial_note"],
            issue_date=form.cleaned_data["issue_date"],
        )
        if "submit" in request.POST:
            actions.submit(issue_id=issue.pk, actor=user)
    except ArticlesNotReady as refusal:
        return _show(request, issue, form=form, chosen=chosen, problems=refusal.problems, status=409)
    except IssueRefused as refusal:
        return _show(request, issue, form=form, chosen=chosen, problems=[str(refusal)], status=409)
    messages.success(
        request, _done(IssueVerb.SUBMIT, issue) if "submit" in request.POST else _("The composition is saved.")
    )
    return redirect("issues_issue", issue.pk)


def _show(
    request: HttpRequest,
    issue: Issue,
    *,
    form: ComposeForm | None = None,
    schedule: ScheduleForm | None = None,
    reason: ReasonForm | None = None,
    chosen: list[int] | None = None,
    problems: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The screen of an issue, with whatever was typed and what stood against it."""
    issue = _issue(issue.pk)
    user: Any = request.user
    if chosen is None:
        chosen = list(issue.entries.order_by("position").values_list("article_id", flat=True))
    page = issue.page
    rows = {
        row.page_id: row for row in Submission.objects.filter(page_id__in=chosen).select_related("page__topic", "unit")
    }
    verbs = open_verbs(user=user, issue=issue)
    composing = IssueVerb.COMPOSE in verbs
    return TemplateResponse(
        request,
        "issues/desk/issue.html",
        {
            "issue": issue,
            "form": form
            or ComposeForm(
                initial={
                    "title": page.title,
                    "sapo": page.sapo,
                    "editorial_note": page.editorial_note,
                    "issue_date": page.issue_date,
                }
            ),
            "schedule": schedule or ScheduleForm(),
            "reason": reason or ReasonForm(),
            "chosen": [rows[page_id] for page_id in chosen if page_id in rows],
            "spare": [row for row in boards.choosable(issue)[:LIST_LIMIT] if row.page_id not in rows]
            if composing
            else [],
            "composing": composing,
            "verbs": {str(verb) for verb in verbs},
            "approve_closed": closed_reason(verb=IssueVerb.APPROVE, user=user, issue=issue)
            if issue.state == IssueState.IN_REVIEW
            else "",
            "events": issue.events.select_related("actor").order_by("-at", "-pk"),
            "problems": problems or [],
            "page_title": _("Bulletin no. %(number)d/%(year)d") % {"number": page.number, "year": page.year},
        },
        status=status,
    )


def _done(verb: IssueVerb, issue: Issue) -> str:
    count = issue.entries.count()
    words = {
        IssueVerb.SUBMIT: _("The issue is before the board."),
        IssueVerb.RETURN: _("The issue is back at the desk."),
        IssueVerb.APPROVE: _("The issue is approved."),
        IssueVerb.REOPEN: _("The issue is open to changes again."),
        IssueVerb.SCHEDULE: _("The issue will be published at the time you set."),
        IssueVerb.UNSCHEDULE: _("The set time is taken off."),
        IssueVerb.PUBLISH: ngettext(
            "The issue is published with %(count)d article.", "The issue is published with %(count)d articles.", count
        )
        % {"count": count},
    }
    return words[verb]


def _issue(issue_id: int) -> Issue:
    return get_object_or_404(
        Issue.objects.select_related("page__latest_revision", "composed_by", "approved_by"), pk=issue_id
    )
