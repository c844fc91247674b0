"""The desk in Wagtail's page editor: its own verbs after a save, and no way in for Wagtail's."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from cms.website.models import StoryPage
from submissions.articles.models import ArticlePage, Submission
from submissions.articles.permissions import may_edit
from submissions.moderation import actions
from submissions.moderation.errors import NotReady, VerbRefused

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from wagtail.models import Page

# What Wagtail's editor would act on. Its buttons are gone; a request that carries one was made by hand.
FOREIGN_VERBS = frozenset(
    {
        "action-publish",
        "action-submit",
        "action-restart-workflow",
        "action-cancel-workflow",
        "action-workflow-action",
        "action-unpublish",
        "workflow-action-name",
        "go_live_at",
        "expire_at",
    }
)


def refuse_foreign_verbs_on_create(
    request: HttpRequest, parent_page: Page, page_class: type[Page]
) -> HttpResponse | None:
    """Stories are created as drafts and in no other way."""
    return _refusal(request) if issubclass(page_class, StoryPage) else None


def refuse_foreign_verbs(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Stories are published, scheduled and decided on by the desk's own verbs alone."""
    return _refusal(request, page) if isinstance(page, StoryPage) else None


def say_where_it_stands(request: HttpRequest, page: Page) -> None:
    """Above the form: the state, who holds it, when it is due. Who finds it locked is told by the lock."""
    if request.method != "GET" or request.GET.get("_w_hydrate_create_view") or not isinstance(page, ArticlePage):
        return
    submission: Submission | None = getattr(page, "submission", None)
    user: Any = request.user
    if submission is not None and may_edit(user=user, submission=submission):
        from submissions.moderation.history import last_return

        context = {"submission": submission, "returned": last_return(submission)}
        messages.info(request, render_to_string("moderation/parts/standing.html", context))


def carry_out_desk_verb(request: HttpRequest, page: Page) -> HttpResponse | None:
    """After the form was saved: hands the article in, or goes on to the decision."""
    verb = request.POST.get("desk-verb", "")
    if not isinstance(page, ArticlePage) or not verb or not request.accepts("text/html"):
        return None
    submission = Submission.objects.get(page_id=page.pk)
    if verb == "done":
        return redirect("moderation:submission", submission.pk)
    if verb != "submit":
        return None
    user: Any = request.user
    try:
        actions.hand_in(submission_id=submission.pk, actor=user, no_secrets=bool(request.POST.get("no_secrets")))
    except NotReady as refusal:
        messages.warning(request, _("The draft is saved. It can't be handed in yet:"))
        for problem in refusal.problems:
            messages.error(request, problem)
    except VerbRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("“%(title)s” is with the editors now.") % {"title": page.title})
        return redirect("moderation:submission", submission.pk)
    return redirect("wagtailadmin_pages:edit", page.pk)


def refused(request: HttpRequest, reason: str, *, page: Page | None = None) -> HttpResponse:
    """The page that says that something was not done, and where it can be (403)."""
    submission = Submission.objects.filter(page_id=page.pk).first() if page is not None else None
    url = reverse("moderation:submission", args=[submission.pk]) if submission else ""
    return render(request, "moderation/refused.html", {"reason": reason, "url": url}, status=HTTPStatus.FORBIDDEN)


def _refusal(request: HttpRequest, page: Page | None = None) -> HttpResponse | None:
    if not any(request.POST.get(name) for name in FOREIGN_VERBS):
        return None
    reason = _("Articles are published and decided on from their moderation page only. Nothing was changed.")
    return refused(request, reason, page=page)
