"""Screens of the tasks by hand: the list, one task with its package, and who is named for a destination."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from bulletin.forwarding.actors import Actor
from bulletin.forwarding.admission import require_look
from bulletin.forwarding.desk.wording import in_words
from bulletin.forwarding.errors import ActionError, NotAllowed, SendError
from bulletin.forwarding.handover import actions, packages
from bulletin.forwarding.handover.enums import TaskState
from bulletin.forwarding.handover.forms import RouteForm, WordForm
from bulletin.forwarding.handover.models import HandOver, HandOverRoute
from bulletin.forwarding.handover.telling import subject_of
from bulletin.forwarding.models import Destination
from bulletin.forwarding.permissions import may_administer, may_operate
from cms.accounts.work import in_order
from cms.core.keyset import by_moment

if TYPE_CHECKING:
    from django.http import HttpRequest

PAGE_SIZE = 50


class Shelf(models.TextChoices):
    """The lists of the screen; the value stands in the address."""

    OPEN = "can-lam", gettext_lazy("To be done")
    STATED = "dang-kiem-tra", gettext_lazy("Being checked")
    ENDED = "da-xong", gettext_lazy("Finished")


STATES = {
    Shelf.OPEN: (TaskState.OPEN,),
    Shelf.STATED: (TaskState.STATED,),
    Shelf.ENDED: (TaskState.DONE, TaskState.VOID),
}


@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    """``/quan-tri/chuyen-tinh/viec/``: the tasks by hand; ``muc`` is a `Shelf`, ``sau`` the cursor of the next page."""
    require_look(request)
    wanted = request.GET.get("muc", "")
    shelf = Shelf(wanted) if wanted in Shelf.values else Shelf.OPEN
    cut = by_moment(
        [HandOver.objects.filter(state=state) for state in STATES[shelf]],
        by="created_at",
        after=request.GET.get("sau", ""),
        size=PAGE_SIZE,
        newest_first=shelf is Shelf.ENDED,
    )
    rows = HandOver.objects.select_related("delivery__destination", "person", "stated_by").defer("delivery__body")
    now = timezone.now()
    found = [
        {"task": each, "what": subject_of(each), "is_late": each.state == TaskState.OPEN and each.due_at < now}
        for each in in_order(rows, cut.rows)
    ]
    context = {
        "rows": found,
        "shelf": shelf,
        "tabs": Shelf,
        "after": cut.after,
        "page_title": _("Articles put on other sites by hand"),
    }
    return TemplateResponse(request, "forwarding/handover/tasks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def task(request: HttpRequest, task_id: int) -> HttpResponse:
    """``…/viec/<task>/``: what is to be done, the package, and the person's word. A refusal answers in place."""
    require_look(request)
    user: Any = request.user
    found = _find(task_id)
    if request.method != "POST":
        return _task(request, found, WordForm(task=found))
    if not may_operate(user):
        raise PermissionDenied
    form = WordForm(request.POST, task=found)
    if not form.is_valid():
        return _task(request, found, form, status=HTTPStatus.BAD_REQUEST)
    try:
        actions.state(
            task_id=found.pk,
            actor=user,
            url=form.cleaned_data.get("url", ""),
            insists=form.cleaned_data.get("insists", False),
            reason=form.cleaned_data.get("reason", ""),
        )
    except NotAllowed:
        raise PermissionDenied from None
    except ActionError as error:
        return _task(request, _find(task_id), form, error=str(error), status=HTTPStatus.CONFLICT)
    messages.success(request, _("Thank you. The system looks at the page now and tells you if it does not find it."))
    return redirect("forwarding_task", found.pk)


@require_safe
def package(request: HttpRequest, task_id: int) -> HttpResponse:
    """``…/viec/<task>/goi/``: the package. 409 with the cause where it can't be made any more."""
    if not may_operate(_user(request)):
        raise PermissionDenied
    found = _find(task_id)
    try:
        made = packages.package_for(found)
    except SendError as error:
        cause = in_words(error.text)
        return _task(request, found, WordForm(task=found), error=cause, status=HTTPStatus.CONFLICT)
    answer = HttpResponse(made.content, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{made.name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def route(request: HttpRequest, destination_id: int) -> HttpResponse:
    """``…/viec/nguoi/<destination>/``: who is named for a destination of the kind “package”. For administrators."""
    user = _user(request)
    if not may_administer(user):
        raise PermissionDenied
    destination = Destination.objects.filter(pk=destination_id, kind="package").defer("secrets_sealed").first()
    if destination is None:
        raise Http404
    known = HandOverRoute.objects.filter(destination=destination).first()
    initial = (
        {"person": known.person_id, "hours": known.hours, "recipients": "\n".join(known.recipients)} if known else {}
    )
    form = RouteForm(request.POST or None, initial=initial)
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.BAD_REQUEST
        if form.is_valid():
            try:
                actions.set_route(
                    destination_id=destination.pk,
                    person=form.cleaned_data["person"],
                    hours=form.cleaned_data["hours"],
                    recipients=form.cleaned_data["recipients"].splitlines(),
                    actor=Actor.person(user),
                )
            except ActionError as error:
                form.add_error(None, str(error))
            else:
                messages.success(
                    request, _("%(name)s is served as you said from now on.") % {"name": destination.name}
                )
                return redirect("forwarding_tasks")
    context = {
        "form": form,
        "destination": destination,
        "page_title": _("Who puts articles in"),
        "page_subtitle": destination.name,
    }
    return TemplateResponse(request, "forwarding/handover/route.html", context, status=status)


def _task(
    request: HttpRequest, found: HandOver, form: WordForm, *, error: str = "", status: int = HTTPStatus.OK
) -> HttpResponse:
    context = {
        "task": found,
        "delivery": found.delivery,
        "form": form,
        "error": error,
        "finding": in_words(found.finding),
        "is_late": found.state == TaskState.OPEN and found.due_at < timezone.now(),
        "may_operate": may_operate(_user(request)),
        "page_title": subject_of(found),
    }
    return TemplateResponse(request, "forwarding/handover/task.html", context, status=status)


def _find(task_id: int) -> HandOver:
    found = (
        HandOver.objects.select_related("delivery__destination", "delivery__story", "person", "stated_by")
        .filter(pk=task_id)
        .first()
    )
    if found is None:
        raise Http404
    return found


def _user(request: HttpRequest) -> Any:
    return request.user
