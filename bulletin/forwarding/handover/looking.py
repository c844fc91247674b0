"""Our own look at what a person said, and what becomes of the delivery: seen, believed, or given back."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from bulletin.forwarding import ledger
from bulletin.forwarding.actors import WORKER, Actor
from bulletin.forwarding.adapters import adapter_for
from bulletin.forwarding.adapters.base import Sight
from bulletin.forwarding.destinations.sealing import Unreadable
from bulletin.forwarding.errors import AddressRefused, SendError
from bulletin.forwarding.handover import actions, telling
from bulletin.forwarding.handover.enums import Proof, TaskState
from bulletin.forwarding.handover.models import HandOver
from bulletin.forwarding.models import Delivery
from bulletin.forwarding.sending.engine import parcel_of
from bulletin.forwarding.states import State, Verb
from submissions.articles.actions import record_confirmed

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bulletin.forwarding.adapters import Backend

logger = logging.getLogger(__name__)

PATIENCE = (timedelta(minutes=1), timedelta(minutes=10))
"""Waits between looks at a page that can't be fetched; after the last one the person's word counts."""
LOOKS_A_SWEEP = 20
NOT_FOUND_THERE = "the page does not show the title"
STILL_THERE = "still shown"


@dataclass(frozen=True)
class _Look:
    """``found``: as the person said; False: something else; None: the page could not be fetched."""

    found: bool | None
    cause: str = ""


@dataclass(frozen=True)
class Looker:
    """``clock`` and ``backend`` are given by tests; the defaults are the real ones."""

    clock: Callable[[], datetime] = timezone.now
    backend: Backend = adapter_for

    def due(self) -> list[int]:
        """Tasks whose look is due."""
        return list(HandOver.objects.due_for_look(now=self.clock()).values_list("pk", flat=True)[:LOOKS_A_SWEEP])

    def look(self, *, task_id: int) -> bool:
        """Look for one task, if that is due. True where it is at its end now."""
        task = self._take(task_id)
        if task is None:
            return False
        return self._record(task, self._see(task))

    def _take(self, task_id: int) -> HandOver | None:
        """Book the look by putting off the next one, so that two workers do not look at once."""
        now = self.clock()
        with transaction.atomic():
            task = (
                HandOver.objects.due_for_look(now=now)
                .filter(pk=task_id)
                .select_for_update(skip_locked=True, of=("self",))
                .select_related("delivery__destination")
                .first()
            )
            if task is None:
                return None
            task.look_at = now + PATIENCE[min(task.looks, len(PATIENCE) - 1)]
            task.looks += 1
            task.save(update_fields=["look_at", "looks"])
            return task

    def _see(self, task: HandOver) -> _Look:
        delivery = task.delivery
        if not task.stated_url:
            return _Look(found=None, cause="no address is known")
        try:
            sight = self.backend(delivery.destination).confirm(parcel_of(delivery), task.stated_url)
        except AddressRefused as error:
            return _Look(found=False, cause=str(error))
        except (SendError, Unreadable) as error:
            return _Look(found=None, cause=str(error) or type(error).__name__)
        if delivery.is_retraction:
            return _Look(found=sight is not Sight.SHOWN, cause=STILL_THERE if sight is Sight.SHOWN else "")
        return _Look(found=sight is Sight.SHOWN, cause="" if sight is Sight.SHOWN else NOT_FOUND_THERE)

    def _record(self, seen: HandOver, look: _Look) -> bool:
        now = self.clock()
        with transaction.atomic():
            task = HandOver.objects.select_for_update(of=("self",)).select_related("person").get(pk=seen.pk)
            if task.state != TaskState.STATED or task.stated_at != seen.stated_at:
                return False
            delivery = (
                Delivery.objects.select_for_update(of=("self",)).select_related("destination").get(pk=task.delivery_id)
            )
            task.delivery = delivery
            task.finding = ledger.plain(look.cause, longest=ledger.LONGEST_ERROR)
            if delivery.state == State.CONFIRMED:
                # The nightly look, or a call-back, was quicker.
                actions.close(task, state=TaskState.DONE, at=now, proof=Proof.SEEN)
            elif delivery.state != State.DELIVERED:
                actions.close(task, state=TaskState.VOID, at=now)
            elif look.found:
                self._confirm(task, verb=Verb.CONFIRM, actor=WORKER, reason=task.stated_url, proof=Proof.SEEN, at=now)
            elif task.insists or (look.found is None and self._is_out_of_patience(task)):
                self._believe(task, look, at=now)
            elif look.found is None:
                task.save(update_fields=["finding"])
                return False
            else:
                task.state, task.look_at = TaskState.OPEN, None
                task.save(update_fields=["state", "look_at", "finding"])
                telling.tell_given_back(task, at=now)
                logger.info("Task %s was given back: %s", task.pk, task.finding)
                return False
            return True

    def _is_out_of_patience(self, task: HandOver) -> bool:
        """Whether nothing is left to wait for: no address at all, or a page that stayed away."""
        return not task.stated_url or task.looks > len(PATIENCE)

    def _believe(self, task: HandOver, look: _Look, *, at: datetime) -> None:
        if task.stated_by is None:  # the database forbids it
            raise TypeError(f"task {task.pk} was said by nobody")
        reason = "; ".join(part for part in (look.cause, task.reason) if part)
        self._confirm(
            task, verb=Verb.ATTEST, actor=Actor.witness(task.stated_by), reason=reason, proof=Proof.WORD, at=at
        )

    def _confirm(self, task: HandOver, *, verb: Verb, actor: Actor, reason: str, proof: Proof, at: datetime) -> None:
        delivery = task.delivery
        ledger.move(
            delivery=delivery,
            verb=verb,
            actor=actor,
            at=at,
            reason=reason,
            confirmed_at=at,
            check_at=None,
            last_error="",
            remote_url=task.stated_url or delivery.remote_url,
        )
        task.save(update_fields=["finding"])
        actions.close(task, state=TaskState.DONE, at=at, proof=proof)
        if not delivery.is_retraction:
            record_confirmed(story_id=delivery.story_id, at=at, url=delivery.remote_url)
