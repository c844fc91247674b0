"""The fence around Wagtail's admin: pages, pictures and files of a unit do not exist for other units, and what Wagtail
would do to a story by itself is not done.

Stands after the authentication in ``MIDDLEWARE``. Wagtail checks permissions view by view, and some of its views show
a title before they ask (facts of Wagtail 7.4: move, workflow actions, choosers' ``chosen``, usage); the guard asks first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.defaults import page_not_found
from wagtail.documents import get_document_model
from wagtail.documents.permissions import permission_policy as document_policy
from wagtail.images.permissions import permission_policy as photo_policy
from wagtail.models import Page, TaskState
from wagtail.permissions import page_permission_policy

from cms.accounts.roles import NEWSROOM, Role, has_role, house_roles
from cms.website.models import Photo, StoryPage
from submissions.articles.models import Submission
from submissions.articles.permissions import may_see
from submissions.moderation.editor import refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.http import HttpRequest, HttpResponse

    from cms.accounts.models import User

PAGE_ARGUMENTS = ("page_id", "parent_page_id", "page_to_move_id", "destination_id", "page_pk")
PAGE_VIEWS = ("wagtailadmin_pages:", "wagtailadmin_explore", "wagtailadmin_choose_page", "wagtailadmin_workflows:")
# The desk has its own verbs for these; with Wagtail's, a story would leave its address, its history or its approval.
CLOSED_FOR_STORIES = frozenset(
    f"wagtailadmin_pages:{name}"
    for name in (
        "move", "move_confirm", "set_page_position", "copy", "unpublish", "convert_alias", "lock", "unlock",
        "set_privacy", "revisions_unschedule",
    )
)  # fmt: skip
# The pages above the stories: whatever takes them away takes all stories with them.
CLOSED_ABOVE_STORIES = frozenset(
    f"wagtailadmin_pages:{name}" for name in ("move", "move_confirm", "copy", "unpublish", "convert_alias", "delete")
)
WORKFLOW_VERBS = frozenset(
    f"wagtailadmin_pages:{name}"
    for name in ("workflow_action", "collect_workflow_action_data", "confirm_workflow_cancellation")
)
# Lists over all units; their filters name people.
REPORTS = ("wagtailadmin_reports:", "wagtailadmin_pages:type_use")
LIBRARY_ACTIONS = ["choose", "add", "change", "delete"]
# Whoever may change users with Wagtail's screens may raise themselves; the house has its own for people and roles.
USER_MANAGEMENT = ("wagtailusers_users:", "wagtailusers_groups:")
# Some of them ask for no permission (in Wagtail 7.4 the chooser of tasks, with its form for new ones).
WORKFLOW_MANAGEMENT = "wagtailadmin_workflows:"


class AdminGuardMiddleware:
    """Answers 404 for what a person must not know of, and 403 for what is not done this way."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    @cached_property
    def _admin(self) -> str:
        return reverse("wagtailadmin_home")

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Looks at where a signed-in person is going, before the view does."""
        # The path first: to ask who somebody is would mark a reader's page as one that differs by cookie.
        if not request.path.startswith(self._admin):
            return None
        user: Any = request.user
        if not user.is_authenticated:
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name.startswith(REPORTS) and not has_role(user, *NEWSROOM, Role.ADMINISTRATOR):
            return refused(request, _("Reports are for the editors and the administrator."))
        if name.startswith(USER_MANAGEMENT) and not user.is_superuser:
            return _not_found(request)
        if name.startswith(WORKFLOW_MANAGEMENT) and not has_role(user, Role.ADMINISTRATOR):
            return _not_found(request)
        if name == "wagtail_bulk_action":
            return _bulk(request, user, kwargs)
        for guard in (_pages, _library):
            answer = guard(request, user, name, args, kwargs)
            if answer is not None:
                return answer
        return None


def may_reach(*, user: User, page_id: int) -> bool:
    """Whether a page exists for a person in the admin."""
    submission = Submission.objects.filter(page_id=page_id).first()
    if submission is not None:
        return may_see(user=user, submission=submission)
    if house_roles(user):
        return True
    return bool(page_permission_policy.explorable_instances(user).filter(pk=page_id).exists())


def _pages(
    request: HttpRequest, user: User, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> HttpResponse | None:
    if not name.startswith(PAGE_VIEWS):
        return None
    ids = {int(kwargs[argument]) for argument in PAGE_ARGUMENTS if argument in kwargs}
    if name == "wagtailadmin_pages:revisions_compare" and args:
        ids.add(int(args[0]))
    choosing = name.startswith("wagtailadmin_choose_page")
    if choosing:
        chosen = _numbers(request.GET.getlist("id"))
        # The root is no page that anybody chooses, and Wagtail's chooser falls over it.
        if Page.objects.filter(pk__in=chosen, depth=1).exists():
            return _not_found(request)
        ids |= chosen
    for page_id in ids:
        if choosing and Page.objects.filter(pk=page_id, live=True).exists():
            continue
        if not may_reach(user=user, page_id=page_id):
            return _not_found(request)
    if name in WORKFLOW_VERBS:
        return _workflow_verb(request, kwargs)
    page = Page.objects.filter(pk=kwargs.get("page_id", kwargs.get("page_to_move_id", 0))).first()
    if page is None:
        return None
    is_story = StoryPage.objects.filter(pk=page.pk).exists()
    if is_story and name in CLOSED_FOR_STORIES:
        return refused(
            request,
            _("This is not done with articles and issues: they keep their address, and leave by being withdrawn."),
            page=page,
        )
    if not is_story and name in CLOSED_ABOVE_STORIES and StoryPage.objects.descendant_of(page).exists():
        return refused(request, _("Articles lie below this page, so it stays where it is."))
    return None


def _workflow_verb(request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponse | None:
    """Decisions are made on the moderation page, on the text that is on the screen."""
    page_id, task_state_id = kwargs["page_id"], kwargs.get("task_state_id")
    if task_state_id is not None:
        task_state = TaskState.objects.select_related("workflow_state").filter(pk=task_state_id).first()
        # The address names a page and a task state; nothing in Wagtail makes sure that they belong together.
        if task_state is None or task_state.workflow_state.object_id != str(page_id):
            return _not_found(request)
    submission = Submission.objects.filter(page_id=page_id).first()
    if submission is None:
        return None
    if request.method == "POST":
        return refused(request, _("Articles are decided on from their moderation page only."), page=submission.page)
    return redirect("moderation:submission", submission.pk)


def _bulk(request: HttpRequest, user: User, kwargs: dict[str, Any]) -> HttpResponse | None:
    if (kwargs.get("app_label"), kwargs.get("model_name")) == ("wagtailcore", "page"):
        return refused(request, _("Pages are not moved, published or deleted by the dozen."))
    if (kwargs.get("app_label"), kwargs.get("model_name")) == ("accounts", "user") and not user.is_superuser:
        return _not_found(request)
    # Wagtail shows every unit the tags of all photos and files, so nobody gives any.
    if not has_role(user, *NEWSROOM, Role.ADMINISTRATOR) or kwargs.get("action") == "add_tags":
        return refused(request, _("Your role does not include this."))
    return None


def _library(
    request: HttpRequest, user: User, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> HttpResponse | None:
    """Pictures and files: those of collections that the person may choose from, and what they uploaded themselves."""
    if name.startswith("wagtailimages"):
        ids = _numbers([kwargs.get("image_id", kwargs.get("pk")), *request.GET.getlist("id")])
        allowed = photo_policy.instances_user_has_any_permission_for(user, LIBRARY_ACTIONS)
        exist = Photo.objects.filter(pk__in=ids)
    elif name.startswith("wagtaildocs"):
        ids = _numbers([kwargs.get("document_id", kwargs.get("pk")), *request.GET.getlist("id")])
        allowed = document_policy.instances_user_has_any_permission_for(user, LIBRARY_ACTIONS)
        exist = get_document_model().objects.filter(pk__in=ids)
    else:
        return None
    if ids and exist.exclude(pk__in=allowed.values("pk")).exists():
        return _not_found(request)
    return None


def _numbers(values: Iterable[Any]) -> set[int]:
    return {int(value) for value in values if str(value).isascii() and str(value).isdigit() and len(str(value)) < 18}


def _not_found(request: HttpRequest) -> HttpResponse:
    return page_not_found(request, Exception(), template_name="wagtailadmin/404.html")
