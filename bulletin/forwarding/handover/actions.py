"""What is done about a task by hand: put before the named person, answered with an address, given back, closed.

Every verb is atomic, asks for the right first and locks the task's row, then the delivery's. Raises an ``ActionError``.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bulletin.forwarding import ledger
from bulletin.forwarding.actors import Actor
from bulletin.forwarding.errors import AddressRefused, BadValue, DestinationBlocked, NotAllowed, NotFound, WrongState
from bulletin.forwarding.handover import bells, telling
from bulletin.forwarding.handover.enums import ONGOING, TaskState
from bulletin.forwarding.handover.errors import SaidAlready
from bulletin.forwarding.handover.models import LONGEST_TIME, HandOver, HandOverRoute
from bulletin.forwarding.models import Delivery, Destination
from bulletin.forwarding.permissions import may_operate, require_administrator
from bulletin.forwarding.reasons import LONGEST_REASON
from bulletin.forwarding.states import State, Verb
from bulletin.forwarding.wire.addresses import check_place, parse_target
from bulletin.forwarding.wording import in_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from bulletin.forwarding.formats.package import Package
    from cms.accounts.models import User

logger = logging.getLogger(__name__)

MOST_RECIPIENTS = 10


@transaction.atomic
def set_route(
    *, destination_id: int, person: User, hours: int, recipients: Sequence[str], actor: Actor
) -> HandOverRoute:
    """Name who puts articles in at a destination of the kind “package”, how long they have, and who gets the mail.

    What is open already stays with whom it was put before. The person must be one who may operate forwarding.
    """
    require_administrator(actor)
    destination = Destination.objects.locked().filter(pk=destination_id).first()
    if destination is None:
        raise NotFound(_("There is no such destination."))
    if destination.kind != "package":
        raise BadValue(_("Only a destination of the kind “package” is served by hand."))
    if not person.is_active or not may_operate(person):
        raise BadValue(_("The named person must be a forwarding officer or an administrator."))
    if not 1 <= hours <= LONGEST_TIME:
        raise BadValue(_("The time must lie between 1 and %(limit)d hours.") % {"limit": LONGEST_TIME})
    addresses = list(dict.fromkeys(address.strip() for address in recipients if address.strip()))
    if len(addresses) > MOST_RECIPIENTS:
        raise BadValue(_("At most %(limit)d addresses can get the package.") % {"limit": MOST_RECIPIENTS})
    for address in addresses:
        try:
            validate_email(address)
        except ValidationError as error:
            raise BadValue(_("“%(address)s” is not a mail address.") % {"address": address[:100]}) from error
    route, _created = HandOverRoute.objects.update_or_create(
        destination=destination, defaults={"person": person, "hours": hours, "recipients": addresses}
    )
    logger.info("Destination %s is served by user %s", destination.pk, person.pk)
    return route


@transaction.atomic
def put_before(*, destination_id: int, delivery_id: UUID, package: Package, now: datetime | None = None) -> HandOver:
    """The task of a delivery: made once, whatever happens to the worker in between; older ones of the article end.

    The named person is told, and the package goes to the route's mail addresses. Raises DestinationBlocked where nobody
    is named who could do it.
    """
    at = now or timezone.now()
    route = HandOverRoute.objects.select_related("person").filter(destination=destination_id).first()
    if route is None or not route.person.is_active:
        raise DestinationBlocked("nobody is named who puts articles in at this destination")
    delivery = Delivery.objects.select_for_update(of=("self",)).select_related("destination").get(pk=delivery_id)
    task, created = HandOver.objects.get_or_create(
        delivery=delivery,
        defaults={
            "person": route.person,
            "package_name": package.name,
            "package_sha256": package.sha256,
            "package_bytes": len(package.content),
            "created_at": at,
            "due_at": at + timedelta(hours=route.hours),
        },
    )
    if created:
        _end_older(task, at=at)
        telling.tell_of_task(task, at=at)
        telling.mail_package(task, recipients=route.recipients, at=at)
    elif task.state in (TaskState.DONE, TaskState.VOID):
        # Sent again on purpose (redelivered): the same person does it once more.
        task.state, task.closed_at, task.proof, task.insists, task.reason = TaskState.OPEN, None, "", False, ""
        task.person, task.due_at, task.reminded_on = route.person, at + timedelta(hours=route.hours), None
        task.looks, task.look_at, task.finding = 0, None, ""
        task.save()
        _end_older(task, at=at)
        telling.tell_of_task(task, at=at)
    return task


def _end_older(task: HandOver, *, at: datetime) -> None:
    delivery = task.delivery
    older = HandOver.objects.ongoing().filter(
        delivery__destination=delivery.destination_id,
        delivery__article_id=delivery.article_id,
        delivery__version__lt=delivery.version,
    )
    for each in older.select_for_update(of=("self",)).order_by("pk"):
        close(each, state=TaskState.VOID, at=at)


@transaction.atomic
def state(
    *,
    task_id: int,
    actor: User,
    url: str = "",
    insists: bool = False,
    reason: str = "",
    now: datetime | None = None,
) -> HandOver:
    """A person's word: the version stands at ``url``, or, for a takedown, it is gone. Our own look follows.

    ``insists``: said again although our look did not find it, with a reason; then the word counts by itself.
    """
    if not may_operate(actor):
        raise NotAllowed(_("Only the forwarding officer or an administrator may do this."))
    at = now or timezone.now()
    task = _locked(task_id)
    if task.state == TaskState.STATED or task.state == TaskState.DONE:
        raise SaidAlready(
            _("%(name)s has said so already, on %(day)s. Nothing was changed by you.")
            % {
                "name": task.stated_by or _("The system"),
                "day": f"{timezone.localtime(task.stated_at or task.closed_at):%d/%m/%Y %H:%M}",
            }
        )
    if task.state == TaskState.VOID:
        raise WrongState(_("This task is no longer needed: there is a newer version of the article."))
    delivery = Delivery.objects.select_for_update(of=("self",)).select_related("destination").get(pk=task.delivery_id)
    if delivery.state != State.DELIVERED:
        raise WrongState(_("This version is no longer waiting: %(state)s.") % {"state": delivery.get_state_display()})
    if insists and not task.finding:
        raise BadValue(_("Our own look comes first; only what it did not find can be insisted on."))
    text = ledger.plain(reason.strip(), longest=LONGEST_REASON)
    if insists and not text:
        raise BadValue(_("Please give a reason."))
    address = delivery.remote_url if delivery.is_retraction else _checked(url, delivery.destination)
    ledger.move(
        delivery=delivery,
        verb=Verb.STATE,
        actor=Actor.witness(actor),
        at=at,
        reason=" – ".join(part for part in (address or "said to be gone", text) if part),
        remote_url=address,
        check_at=None,
        last_error="",
    )
    task.state, task.stated_url, task.stated_by, task.stated_at = TaskState.STATED, address, actor, at
    task.insists, task.reason = insists, text
    task.looks, task.look_at = 0, at
    task.save()
    bells.ring_look(task.pk)
    logger.info("Task %s: user %s says that it is done", task.pk, actor.pk)
    return task


def close(task: HandOver, *, state: TaskState, at: datetime, proof: str = "") -> None:
    """End a locked task; the caller moves the delivery."""
    task.state, task.closed_at, task.proof, task.look_at = state, at, proof, None
    task.save(update_fields=["state", "closed_at", "proof", "look_at"])


def _locked(task_id: int) -> HandOver:
    # Who said it is asked for only under the lock: PostgreSQL joins what it found before it waited.
    task = (
        HandOver.objects.select_for_update(of=("self",))
        .select_related("delivery__destination", "person")
        .filter(pk=task_id)
        .first()
    )
    if task is None:
        raise NotFound(_("There is no such task."))
    return task


def _checked(url: str, destination: Destination) -> str:
    """The address, by the same rules as every address that we call for the destination. Raises BadValue."""
    try:
        target = parse_target(url.strip(), allow_private=destination.allow_private)
        check_place(target, allowed=destination.allowed_hosts)
    except AddressRefused as error:
        raise BadValue(
            _("This cannot be the address of the article there: %(cause)s.") % {"cause": in_words(str(error))}
        ) from error
    if len(target.url) > LONGEST_ADDRESS:
        raise BadValue(_("The address is too long."))
    if target.path.strip("/") == "":
        raise BadValue(_("This is the front page of the site, not the address of the article."))
    return target.url


LONGEST_ADDRESS = 500

__all__ = ["ONGOING", "close", "put_before", "set_route", "state"]
