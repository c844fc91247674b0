"""The screen of an issue, from its composition to its withdrawal: the desk composes here, the board decides here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from bulletin.issues import actions
from bulletin.issues.actions import Composition
from bulletin.issues.composer import composer
from bulletin.issues.enums import ArticlesAfter, IssueState, IssueVerb
from bulletin.issues.errors import ArticlesNotReady, IssueRefused
from bulletin.issues.forms import LONGEST_KEY, ComposeForm, PartForm, ReasonForm, ScheduleForm, WithdrawForm
from bulletin.issues.models import Issue
from bulletin.issues.permissions import closed_reason, may_preview, may_see_board, open_verbs
from bulletin.issues.previews import previews_of
from cms.website import reading
from cms.website.enums import People, VersionAction
from cms.website.models import Photo
from submissions.articles.models import Submission

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from cms.accounts.models import User

# Verbs that need nothing but the issue and the person.
PLAIN: dict[str, Callable[..., Issue]] = {
    IssueVerb.SUBMIT: actions.submit,
    IssueVerb.REOPEN: actions.reopen,
    IssueVerb.UNSCHEDULE: actions.unschedule,
    IssueVerb.PUBLISH: actions.publish,
    IssueVerb.COMPLETE: actions.complete,
}


@require_http_methods(["GET", "HEAD", "POST"])
def issue_page(request: HttpRequest, issue_id: int) -> HttpResponse:
    """``/quan-tri/so-ban-tin/<id>/``: an issue; the desk composes it here while it is a draft, the board decides here."""
    _require_board(request)
    issue = _issue(issue_id)
    if request.method == "POST":
        return _compose(request, issue)
    return _show(request, issue)


@require_safe
def preview(request: HttpRequest, issue_id: int) -> HttpResponse:
    """``/quan-tri/so-ban-tin/<id>/xem-truoc/``: the page as readers will see it, with what is composed now."""
    if not may_preview(request.user):
        raise PermissionDenied
    issue = _issue(issue_id)
    entries = list(
        issue.entries.select_related("article__submission__approved_revision", "article").order_by("position")
    )
    page = issue.page
    page.contents = [str(entry.article.uid) for entry in entries]
    page.headings = {str(entry.article.uid): entry.heading for entry in entries if entry.heading}
    stories: list[Any] = []
    for entry in entries:
        revision = entry.article.submission.approved_revision
        stories.append(revision.as_object() if revision is not None else entry.article)
    reading.with_pictures(stories)
    context = {**page.get_context(request), "articles": stories, "parts": page.parts(stories), "is_preview": True}
    answer = TemplateResponse(request, "issues/issue_page.html", context)
    answer["X-Robots-Tag"], answer["Cache-Control"] = "noindex", "private, no-store"
    return answer


@require_POST
def act(request: HttpRequest, issue_id: int, verb: str) -> HttpResponse:
    """Carries out one verb on an issue. A refusal answers in place, with everything that was typed."""
    _require_board(request)
    issue = _issue(issue_id)
    user: Any = request.user
    forms: dict[str, Any] = {}
    try:
        forms = _act(request, issue, verb, user)
    except ArticlesNotReady as refusal:
        forms = _typed(request, verb)
        return _show(
            request, issue, problems=refusal.problems, left_out=refusal.article_ids or None, status=409, **forms
        )
    except IssueRefused as refusal:
        return _show(request, issue, problems=[str(refusal)], status=409, **_typed(request, verb))
    if forms:
        return _show(request, issue, status=400, **forms)
    messages.success(request, _done(IssueVerb(verb), issue))
    return redirect("issues_issue", issue.pk)


def _act(request: HttpRequest, issue: Issue, verb: str, user: User) -> dict[str, Any]:
    """Calls the verb's action; answers with the forms that have to be filled in again, if any."""
    typed = _typed(request, verb)
    reason = request.POST.get("reason", "")
    plain = PLAIN.get(verb)
    if plain is not None:
        plain(issue_id=issue.pk, actor=user)
        return {}
    match verb:
        case IssueVerb.RETURN:
            actions.return_to_desk(issue_id=issue.pk, actor=user, reason=reason)
        case IssueVerb.APPROVE:
            actions.approve(issue_id=issue.pk, actor=user, revision_id=_number(request, "revision"))
        case IssueVerb.SCHEDULE:
            form = typed["schedule"]
            if not form.is_valid():
                return typed
            actions.schedule(issue_id=issue.pk, actor=user, at=form.cleaned_data["at"])
        case IssueVerb.PUBLISH_PART:
            actions.publish_without(
                issue_id=issue.pk, actor=user, article_ids=PartForm.named(request.POST), reason=reason
            )
        case IssueVerb.LET_GO:
            actions.let_go(issue_id=issue.pk, actor=user, article_id=_number(request, "article"), reason=reason)
        case IssueVerb.WITHDRAW:
            form = typed["withdraw"]
            if not form.is_valid():
                return typed
            actions.withdraw(
                issue_id=issue.pk,
                actor=user,
                reason=form.cleaned_data["reason"],
                public_note=form.cleaned_data["public_note"],
                articles=ArticlesAfter(form.cleaned_data["articles"]),
            )
        case _:
            raise Http404
    return {}


def _typed(request: HttpRequest, verb: str) -> dict[str, Any]:
    """What was typed for a verb, for showing it again."""
    match verb:
        case IssueVerb.SCHEDULE:
            return {"schedule": ScheduleForm(request.POST)}
        case IssueVerb.PUBLISH_PART:
            return {"part": PartForm(request.POST, auto_id="id_part_%s"), "left_out": PartForm.named(request.POST)}
        case IssueVerb.WITHDRAW:
            return {"withdraw": WithdrawForm(request.POST, auto_id="id_withdraw_%s")}
        case IssueVerb.LET_GO:
            return {"let_go": (_number(request, "article"), request.POST.get("reason", ""))}
        case _:
            return {"reason": ReasonForm(request.POST)}


def _compose(request: HttpRequest, issue: Issue) -> HttpResponse:
    form = ComposeForm(request.POST, request.FILES)
    chosen, headings = ComposeForm.chosen(request.POST), ComposeForm.headings(request.POST)
    cover = ComposeForm.cover(request.POST)
    user: Any = request.user
    typed: dict[str, Any] = {"form": form, "chosen": chosen, "headings": headings, "cover": cover}
    valid = form.is_valid()
    if IssueVerb.COMPOSE not in open_verbs(user=user, issue=issue):
        problem = closed_reason(verb=IssueVerb.COMPOSE, user=user, issue=issue)
        return _show(request, issue, problems=[problem], kept=form, status=409)
    file = form.cleaned_data.get("cover_file") if "cover_file" not in form.errors else None
    if file is not None and form.cleaned_data.get("cover_nobody"):
        # Kept even if something else is missing: a browser does not fill a file in again.
        photo = Photo.objects.create(
            title=_("Cover of %(issue)s") % {"issue": issue}, file=file, people=People.NOBODY, uploaded_by_user=user
        )
        cover = typed["cover"] = photo.pk
    if "suggest" in request.POST:
        typed["fill"] = True
        return _show(request, issue, **typed)
    if not valid:
        return _show(request, issue, status=400, **typed)
    seen = request.POST.get("seen", "")
    try:
        actions.compose(
            issue_id=issue.pk,
            actor=user,
            article_ids=chosen,
            title=form.cleaned_data["title"],
            sapo=form.cleaned_data["sapo"],
            editorial_note=form.cleaned_data["editorial_note"],
            issue_date=form.cleaned_data["issue_date"],
            around=Composition(
                headings=headings,
                contributors=form.cleaned_data["contributors"],
                cover_id=cover,
                cover_alt=form.cleaned_data["cover_alt"],
            ),
            seen=_number(request, "seen") if seen else None,
        )
        if "submit" in request.POST:
            actions.submit(issue_id=issue.pk, actor=user)
    except ArticlesNotReady as refusal:
        return _show(request, issue, problems=refusal.problems, status=409, **typed)
    except IssueRefused as refusal:
        return _show(request, issue, problems=[str(refusal)], status=409, **typed)
    handed_in = "submit" in request.POST
    messages.success(request, _done(IssueVerb.SUBMIT, issue) if handed_in else _("The composition is saved."))
    return redirect("issues_issue", issue.pk)


def _show(
    request: HttpRequest,
    issue: Issue,
    *,
    form: ComposeForm | None = None,
    schedule: ScheduleForm | None = None,
    reason: ReasonForm | None = None,
    part: PartForm | None = None,
    withdraw: WithdrawForm | None = None,
    let_go: tuple[int, str] | None = None,
    chosen: list[int] | None = None,
    headings: dict[int, str] | None = None,
    cover: int | None = None,
    left_out: list[int] | None = None,
    problems: list[str] | None = None,
    fill: bool = False,
    kept: ComposeForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The screen of an issue, with whatever was typed and what stood against it."""
    issue = _issue(issue.pk)
    user: Any = request.user
    page = issue.page
    entries = list(issue.entries.select_related("article").order_by("position"))
    if chosen is None:
        chosen = [entry.article_id for entry in entries]
        headings = {entry.article_id: entry.heading for entry in entries}
    verbs = open_verbs(user=user, issue=issue)
    composing = IssueVerb.COMPOSE in verbs
    now = timezone.now()
    screen = composer(issue, chosen=chosen, headings=headings or {}, composing=composing, now=now, cover=cover)
    if fill and screen.suggestion:
        chosen = [*chosen, *screen.suggestion]
        screen = composer(issue, chosen=chosen, headings=headings or {}, composing=composing, now=now, cover=cover)
    visible = set(Submission.objects.visible_to(user).filter(page_id__in=chosen).values_list("page_id", flat=True))
    missing = list(
        issue.entries.missing().select_related("article__submission").order_by("position")
        if may_preview(user) and issue.state != IssueState.WITHDRAWN
        else []
    )
    gone = set(
        issue.entries.missing()
        .filter(article__versions__action=VersionAction.RETRACTED)
        .values_list("article_id", flat=True)
    )
    return TemplateResponse(
        request,
        "issues/desk/issue.html",
        {
            "issue": issue,
            "form": form or ComposeForm(initial=_initial(issue)),
            "schedule": schedule or ScheduleForm(),
            "reason": reason or ReasonForm(),
            "part": part or PartForm(auto_id="id_part_%s"),
            "withdraw": withdraw or WithdrawForm(auto_id="id_withdraw_%s"),
            "withdraw_open": withdraw is not None,
            "let_go_article": let_go[0] if let_go else None,
            "let_go_reason": let_go[1] if let_go else "",
            "screen": screen,
            "chosen": [piece for piece in screen.chosen if composing or piece.row.page_id in visible],
            "kept_back": 0 if composing else len(chosen) - len(visible),
            "cover": page.lead_image_id or 0 if cover is None else cover,
            "seen": request.POST.get("seen", "") if problems is None and form else _newest(issue),
            "composing": composing,
            "missing": missing,
            "waiting": [entry for entry in missing if entry.article_id not in gone],
            "left_out": left_out or [],
            "previews": previews_of(issue=issue, user=user) if entries else [],
            "verbs": {str(verb) for verb in verbs},
            "approve_closed": closed_reason(verb=IssueVerb.APPROVE, user=user, issue=issue)
            if issue.state == IssueState.IN_REVIEW
            else "",
            "events": issue.events.select_related("actor", "article").order_by("-at", "-pk"),
            "problems": problems or [],
            # The composition was closed by somebody else meanwhile: what was typed can still be copied.
            "kept": kept,
            "page_title": _("Bulletin no. %(number)d/%(year)d") % {"number": page.number, "year": page.year},
        },
        status=status,
    )


def _initial(issue: Issue) -> dict[str, Any]:
    page = issue.page
    return {
        "title": page.title,
        "sapo": page.sapo,
        "editorial_note": page.editorial_note,
        "contributors": page.contributors,
        "issue_date": page.issue_date,
        "cover_alt": page.lead_alt,
    }


def _newest(issue: Issue) -> str:
    """The number of the newest line of history: who saves says which one was on the screen."""
    last = issue.events.last()
    return str(last.pk) if last is not None else ""


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
        IssueVerb.PUBLISH_PART: _("The issue is published. The articles that you named follow later."),
        IssueVerb.COMPLETE: _("The rest of the issue is published."),
        IssueVerb.LET_GO: _("The article is free for another issue."),
        IssueVerb.WITHDRAW: _("The issue is withdrawn. Its address shows your note."),
    }
    return words[verb]


def _number(request: HttpRequest, name: str) -> int:
    value = request.POST.get(name, "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < LONGEST_KEY else 0


def _require_board(request: HttpRequest) -> None:
    if not may_see_board(request.user):
        raise PermissionDenied


def _issue(issue_id: int) -> Issue:
    return get_object_or_404(
        Issue.objects.select_related("page__latest_revision", "page__lead_image", "composed_by", "approved_by"),
        pk=issue_id,
    )
