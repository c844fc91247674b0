"""What the engine makes of each kind of answer, on a receiving site in memory."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from bulletin.forwarding import actions
from bulletin.forwarding.actors import COMMAND_LINE
from bulletin.forwarding.adapters.base import Held, Receipt
from bulletin.forwarding.errors import (
    AddressRefused,
    DestinationBlocked,
    LeaseLost,
    OutcomeUnknown,
    Refused,
    RetryLater,
    VersionConflict,
)
from bulletin.forwarding.models import Delivery, Destination
from bulletin.forwarding.sending import claims
from bulletin.forwarding.sending.results import record_sent
from cms.accounts.models import Notice
from cms.core.models import OutgoingMail
from tests import factories
from tests.bulletin.forwarding.desk import state_of, the_delivery

pytestmark = pytest.mark.django_db


def test_what_is_accepted_is_delivered_with_the_address_at_the_other_site(destination, desk, engine, memory):
    version = desk.publish()
    engine.deliver(delivery_id=the_delivery(version).pk)
    row = the_delivery(version)
    assert (row.state, row.attempts, row.last_error) == ("delivered", 1, "")
    assert row.remote_url == f"https://memory.invalid/{row.article_id}"
    assert memory.applied == [(row.article_id, 1)]
    assert [event.verb for event in row.events.all()] == ["enqueue", "claim", "deliver"]


def test_three_failures_then_an_acceptance_take_four_attempts_with_the_same_id_and_bytes(
    destination, desk, engine, memory, clock
):
    version = desk.publish()
    memory.faults = [RetryLater("out of order", code=500)] * 3
    for _attempt in range(4):
        engine.drain(destination_id=destination.pk, seconds=5)
        clock.forward(minutes=7)
    assert state_of(version) == "delivered"
    assert len({(parcel.delivery_id, parcel.body) for parcel in memory.sent}) == 1
    assert len(memory.sent) == 4


def test_between_two_attempts_nothing_is_sent_before_its_time(destination, desk, engine, memory, clock):
    version = desk.publish()
    memory.faults = [RetryLater("busy", code=429, retry_after=3600)]
    engine.drain(destination_id=destination.pk, seconds=5)
    row = the_delivery(version)
    assert (row.state, row.next_attempt_at, row.last_error) == ("retry_wait", clock() + timedelta(hours=1), "429 busy")
    clock.forward(minutes=59)
    engine.drain(destination_id=destination.pk, seconds=5)
    assert len(memory.sent) == 1


def test_after_twelve_attempts_a_publication_is_given_up(destination, desk, engine, memory, clock):
    version = desk.publish()
    memory.faults = [RetryLater("out of order", code=500)] * 20
    for _attempt in range(14):
        engine.drain(destination_id=destination.pk, seconds=5)
        clock.forward(hours=30)
    assert (state_of(version), len(memory.sent)) == ("failed", 12)


def test_a_takedown_is_never_given_up(destination, desk, engine, memory, clock):
    version = desk.publish()
    engine.drain(destination_id=destination.pk, seconds=5)
    retraction = desk.withdraw(version)
    memory.faults = [RetryLater("out of order", code=500)] * 40
    for _attempt in range(45):
        clock.forward(hours=2)
        engine.drain(destination_id=destination.pk, seconds=5)
    assert state_of(retraction) == "delivered"
    assert memory.held[version.story.uid].retracted


def test_an_unknown_outcome_is_looked_up_before_anything_is_sent_again(destination, desk, engine, memory, clock):
    version = desk.publish()
    memory.late_faults = [OutcomeUnknown("no answer in time")]
    engine.drain(destination_id=destination.pk, seconds=5)
    assert state_of(version) == "unknown"
    clock.forward(seconds=10)
    assert engine.sweep().unknown == [the_delivery(version).pk]
    engine.look_up(delivery_id=the_delivery(version).pk)
    assert state_of(version) == "delivered"
    assert len(memory.sent) == 1


def test_an_unknown_outcome_that_the_other_site_knows_nothing_of_is_sent_again(
    destination, desk, engine, memory, clock
):
    version = desk.publish()
    memory.faults = [OutcomeUnknown("reset")]
    engine.drain(destination_id=destination.pk, seconds=5)
    clock.forward(seconds=10)
    engine.look_up(delivery_id=the_delivery(version).pk)
    assert state_of(version) == "retry_wait"
    clock.forward(seconds=15)
    engine.drain(destination_id=destination.pk, seconds=5)
    assert (state_of(version), memory.applied) == ("delivered", [(version.story.uid, 1)])


def test_while_the_look_up_fails_nothing_is_sent_again(destination, desk, engine, memory, clock):
    version = desk.publish()
    memory.late_faults = [OutcomeUnknown("reset")]
    memory.look_up_faults = [RetryLater("down")] * 3
    engine.drain(destination_id=destination.pk, seconds=5)
    for _question in range(3):
        clock.forward(minutes=6)
        engine.look_up(delivery_id=the_delivery(version).pk)
        engine.drain(destination_id=destination.pk, seconds=5)
        assert state_of(version) == "unknown"
    clock.forward(minutes=6)
    engine.look_up(delivery_id=the_delivery(version).pk)
    assert (state_of(version), len(memory.sent)) == ("delivered", 1)


def test_a_kind_that_cannot_be_asked_leaves_an_unknown_outcome_to_a_person(
    destination, desk, engine, memory, monkeypatch
):
    monkeypatch.setattr(type(memory), "can_look_up", False)
    version = desk.publish()
    memory.late_faults = [OutcomeUnknown("reset")]
    engine.drain(destination_id=destination.pk, seconds=5)
    assert [row.pk for row in Delivery.objects.waiting_for_person()] == [the_delivery(version).pk]


def test_a_conflict_with_the_same_version_means_delivered(destination, desk, engine, memory):
    version = desk.publish()
    memory.held[version.story.uid] = Held(1)
    engine.drain(destination_id=destination.pk, seconds=5)
    assert state_of(version) == "unknown"
    engine.look_up(delivery_id=the_delivery(version).pk)
    assert state_of(version) == "delivered"


def test_a_conflict_with_a_newer_version_means_superseded(destination, desk, engine, memory):
    version = desk.publish()
    memory.held[version.story.uid] = Held(5)
    engine.drain(destination_id=destination.pk, seconds=5)
    engine.look_up(delivery_id=the_delivery(version).pk)
    assert state_of(version) == "superseded"


@pytest.mark.parametrize(
    "fault",
    [DestinationBlocked("wrong key", code=401), AddressRefused("the address does not lie on the open internet")],
)
def test_a_fault_of_the_destination_pauses_it_without_spending_an_attempt_and_alerts_once(
    destination, desk, engine, memory, fault
):
    officer = factories.an_officer()
    versions = [desk.publish() for _each in range(3)]
    memory.faults = [fault] * 9
    engine.drain(destination_id=destination.pk, seconds=5)
    destination.refresh_from_db()
    assert destination.state == "paused"
    assert str(fault) in destination.state_reason
    assert [(state_of(version), the_delivery(version).attempts) for version in versions] == [("paused", 0)] * 3
    assert len(memory.sent) == 1
    (notice,) = Notice.objects.filter(user=officer)
    assert (notice.kind, notice.url) == ("forwarding-paused", reverse("forwarding_overview"))
    assert notice.mail == OutgoingMail.objects.get(recipient=officer.email)
    assert destination.name in notice.mail.subject
    assert "Không bài nào bị mất" in notice.mail.text


def test_after_a_resume_the_takedown_goes_first(destination, desk, engine, memory, clock):
    first = desk.publish()
    engine.drain(destination_id=destination.pk, seconds=5)
    actions.pause(destination_id=destination.pk, reason="bảo trì", actor=COMMAND_LINE, now=clock())
    desk.publish()
    desk.withdraw(first)
    clock.forward(hours=1)
    assert engine.sweep().destinations == []
    actions.resume(destination_id=destination.pk, actor=COMMAND_LINE, now=clock())
    engine.drain(destination_id=destination.pk, seconds=5)
    assert [parcel.is_retraction for parcel in memory.sent] == [False, True, False]


def test_a_poison_article_goes_back_to_a_person_and_the_others_flow(destination, desk, engine, memory):
    poison, good = desk.publish(), desk.publish()
    memory.faults = [Refused("bài không hợp lệ", code=422)]
    engine.drain(destination_id=destination.pk, seconds=5)
    assert (state_of(poison), state_of(good)) == ("rejected", "delivered")
    assert the_delivery(poison).last_error == "422 bài không hợp lệ"


def test_a_fault_of_our_own_in_the_middle_of_sending_is_an_unknown_outcome_and_the_others_flow(
    destination, desk, engine, memory
):
    broken, good = desk.publish(), desk.publish()
    memory.faults = [ZeroDivisionError()]
    engine.drain(destination_id=destination.pk, seconds=5)
    assert (state_of(broken), state_of(good)) == ("unknown", "delivered")


def test_a_version_that_fails_while_its_successor_is_published_is_not_tried_again(
    destination, desk, engine, memory, clock
):
    first = desk.publish()
    row = the_delivery(first)
    (claim,) = claims.claim_for_sending(destination_id=destination.pk, limit=1, now=clock())
    second = desk.correct(first)
    memory.faults = [RetryLater("out of order", code=500)]
    engine._attempt(claim)
    row.refresh_from_db()
    assert (row.state, state_of(second)) == ("superseded", "waiting")
    engine.drain(destination_id=destination.pk, seconds=5)
    assert memory.applied == [(row.article_id, 2)]


def test_a_worker_that_dies_leaves_its_row_to_a_look_up(destination, desk, engine, memory, clock):
    version = desk.publish()
    claims.claim_for_sending(destination_id=destination.pk, limit=1, now=clock())
    assert engine.sweep().unknown == []
    clock.forward(seconds=121)
    work = engine.sweep()
    assert (state_of(version), work.unknown) == ("unknown", [the_delivery(version).pk])
    engine.look_up(delivery_id=the_delivery(version).pk)
    clock.forward(seconds=15)
    engine.drain(destination_id=destination.pk, seconds=5)
    assert (state_of(version), memory.applied) == ("delivered", [(version.story.uid, 1)])


def test_a_worker_that_wakes_after_its_lease_can_neither_record_nor_send(destination, desk, engine, memory, clock):
    version = desk.publish()
    (stale,) = claims.claim_for_sending(destination_id=destination.pk, limit=1, now=clock())
    clock.forward(seconds=121)
    engine._attempt(stale)
    assert memory.sent == []
    engine.sweep()
    with pytest.raises(LeaseLost):
        record_sent(claim=stale, receipt=Receipt(code=200), now=clock())
    assert state_of(version) == "retry_wait"


def test_five_failures_in_a_row_keep_the_destination_from_being_called_for_a_minute(
    destination, desk, engine, memory, clock
):
    for _each in range(7):
        desk.publish()
    memory.faults = [RetryLater("down")] * 6
    engine.drain(destination_id=destination.pk, seconds=5)
    clock.forward(seconds=2)
    engine.drain(destination_id=destination.pk, seconds=5)
    assert len(memory.sent) == 5
    untouched = Delivery.objects.filter(attempts=0)
    assert untouched.count() == 2
    clock.forward(seconds=61)
    engine.drain(destination_id=destination.pk, seconds=5)
    assert len(memory.sent) == 6, "one probe, which fails"
    clock.forward(seconds=61)
    engine.drain(destination_id=destination.pk, seconds=5)
    assert len(memory.sent) == 6, "the second opening is twice as long"
    clock.forward(minutes=3)
    engine.drain(destination_id=destination.pk, seconds=5)
    clock.forward(seconds=2)
    engine.drain(destination_id=destination.pk, seconds=5)
    clock.forward(minutes=30)
    engine.drain(destination_id=destination.pk, seconds=5)
    clock.forward(seconds=2)
    engine.drain(destination_id=destination.pk, seconds=5)
    assert set(Delivery.objects.values_list("state", flat=True)) == {"delivered"}


def test_no_more_than_five_leave_in_a_second(destination, desk, engine, memory, clock):
    for _each in range(8):
        desk.publish()
    engine.drain(destination_id=destination.pk, seconds=5)
    assert len(memory.sent) <= 6
    sent = len(memory.sent)
    clock.forward(seconds=1)
    engine.drain(destination_id=destination.pk, seconds=5)
    assert sent < len(memory.sent) <= 10 + 1


def test_no_more_than_four_are_on_their_way_at_once(destination, desk, clock):
    for _each in range(6):
        desk.publish()
    taken = claims.claim_for_sending(destination_id=destination.pk, limit=20, now=clock())
    assert len(taken) == 4
    assert claims.claim_for_sending(destination_id=destination.pk, limit=20, now=clock()) == []


def test_another_installation_sends_nothing(destination, desk, engine, memory, settings):
    desk.publish()
    settings.FORWARDING_ROLE = "restored-copy"
    engine.drain(destination_id=destination.pk, seconds=5)
    assert (engine.sweep().destinations, memory.sent) == ([], [])


def test_the_database_itself_refuses_two_versions_on_their_way(destination, desk, clock):
    first = desk.publish()
    claims.claim_for_sending(destination_id=destination.pk, limit=1, now=clock())
    second = desk.correct(first)
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.filter(pk=the_delivery(second).pk).update(
            state="sending", lease_until=clock(), lease_owner="x"
        )


def test_a_conflict_counts_as_a_sign_of_life(destination, desk, engine, memory):
    desk.publish()
    Destination.objects.update(failures_in_row=4)
    memory.faults = [VersionConflict("older", code=409)]
    engine.drain(destination_id=destination.pk, seconds=5)
    destination.refresh_from_db()
    assert destination.failures_in_row == 0
