"""What people may do, and what each verb leaves behind."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from bulletin.forwarding import actions
from bulletin.forwarding.actors import COMMAND_LINE, WORKER, Actor
from bulletin.forwarding.errors import BadValue, NotAllowed, OutcomeUnknown, Refused, RetryLater, WrongState
from bulletin.forwarding.models import Delivery, Destination
from bulletin.forwarding.states import TRANSITIONS, State, Verb, Who, open_verbs
from cms.accounts.roles import Role
from tests import factories
from tests.bulletin.forwarding.desk import state_of, the_delivery
from tests.bulletin.forwarding.races import at_once
from tests.bulletin.forwarding.test_addresses import INWARD, ODD_FORMS

pytestmark = pytest.mark.django_db

SECRET = "whsec_" + "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo="


def _add(**changes):
    values: dict[str, Any] = {
        "kind": "webhook", "name": "Tỉnh", "base_url": "https://cchc.vi-du.vn/nhan", "secret": SECRET,
        "actor": COMMAND_LINE, "resolver": lambda host, port: ["8.8.8.8"],
    }  # fmt: skip
    return actions.add_destination(**values | changes)


def test_a_destination_keeps_its_secret_sealed_in_the_database():
    destination = _add()
    with connection.cursor() as cursor:
        cursor.execute("SELECT secrets_sealed FROM forwarding_destination")
        stored = bytes(cursor.fetchone()[0])
    assert SECRET.encode() not in stored
    assert Destination.objects.get(pk=destination.pk).secrets == [SECRET]
    assert destination.allowed_hosts == ["cchc.vi-du.vn"]


@pytest.mark.parametrize("address", ODD_FORMS)
def test_an_odd_address_is_refused_at_save(address):
    with pytest.raises(BadValue):
        _add(base_url=address)
    assert not Destination.objects.exists()


@pytest.mark.parametrize("number", INWARD)
def test_a_name_that_leads_inwards_is_refused_at_save(number):
    with pytest.raises(BadValue):
        _add(resolver=lambda host, port: [number])


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "fax"},
        {"name": "  "},
        {"name": "a" * 101},
        {"name": "Tỉnh\r\nX: y"},
        {"secret": ""},
        {"secret": "whsec_short"},
        {"base_url": "https://cchc.vi-du.vn/?x=1"},
    ],
)
def test_what_makes_no_sense_is_refused(changes):
    if changes.get("name", "").startswith("Tỉnh"):
        assert _add(**changes).name == "Tỉnh X: y", "line breaks become blanks"
        return
    with pytest.raises(BadValue):
        _add(**changes)


def test_a_name_is_given_once():
    _add()
    with pytest.raises(BadValue):
        _add()


def test_the_own_network_is_out_of_bounds_in_production(settings):
    settings.DEMO = False
    with pytest.raises(BadValue):
        _add(base_url="http://127.0.0.1:8001", allow_private=True, resolver=lambda host, port: ["127.0.0.1"])


ROLES_THAT_OPERATE = {Role.OFFICER, Role.ADMINISTRATOR}


@pytest.mark.parametrize("role", [None, Role.EDITOR, Role.DESK, Role.BOARD, Role.OFFICER, Role.ADMINISTRATOR])
def test_each_verb_is_open_to_the_officer_and_the_administrator_alone(role, destination, desk, clock):
    actor = Actor.person(factories.a_person(role) if role else factories.a_person())
    row = the_delivery(desk.publish())
    verbs = [
        lambda: actions.pause(destination_id=destination.pk, reason="bảo trì", actor=actor),
        lambda: actions.resume(destination_id=destination.pk, actor=actor),
        lambda: actions.cancel(delivery_id=row.pk, reason="nhầm", actor=actor),
        lambda: actions.redeliver(delivery_id=row.pk, reason="gửi lại", actor=actor),
        lambda: actions.redeliver_all(rows=[row], reason="gửi lại", actor=actor),
    ]
    for verb in verbs:
        if role in ROLES_THAT_OPERATE:
            verb()
        else:
            with pytest.raises(NotAllowed):
                verb()
    with pytest.raises(NotAllowed if role not in ROLES_THAT_OPERATE else WrongState):
        actions.retry(delivery_id=row.pk, reason="gửi ngay", actor=actor)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.EDITOR, Role.ADMINISTRATOR])
def test_only_the_administrator_adds_a_destination(role):
    actor = Actor.person(factories.a_person(role))
    if role == Role.ADMINISTRATOR:
        _add(actor=actor)
    else:
        with pytest.raises(NotAllowed):
            _add(actor=actor)


def test_the_worker_uses_no_verb_of_people(destination):
    with pytest.raises(NotAllowed):
        actions.pause(destination_id=destination.pk, reason="x", actor=WORKER)


def test_every_verb_asks_for_a_reason(destination, desk):
    row = the_delivery(desk.publish())
    for verb in (actions.retry, actions.cancel, actions.redeliver):
        with pytest.raises(BadValue):
            verb(delivery_id=row.pk, reason="  ", actor=COMMAND_LINE)
    with pytest.raises(BadValue):
        actions.pause(destination_id=destination.pk, reason="", actor=COMMAND_LINE)


def test_the_history_names_the_person_and_the_reason(destination, desk):
    officer = factories.an_officer()
    row = the_delivery(desk.publish())
    actions.cancel(delivery_id=row.pk, reason="đăng nhầm", actor=Actor.person(officer))
    event = row.events.latest("pk")
    assert (event.verb, event.actor, event.reason, event.to_state) == ("cancel", officer, "đăng nhầm", "cancelled")


def test_pausing_holds_what_waits_and_resuming_lets_it_go(destination, desk, engine, clock):
    waiting = desk.publish()
    actions.pause(destination_id=destination.pk, reason="bảo trì", actor=COMMAND_LINE, now=clock())
    assert state_of(waiting) == "paused"
    with pytest.raises(WrongState):
        actions.pause(destination_id=destination.pk, reason="bảo trì", actor=COMMAND_LINE)
    actions.resume(destination_id=destination.pk, actor=COMMAND_LINE, now=clock())
    engine.drain(destination_id=destination.pk, seconds=5)
    assert state_of(waiting) == "delivered"


def test_a_retry_does_not_wait_for_the_schedule(destination, desk, engine, memory, clock):
    version = desk.publish()
    memory.faults = [RetryLater("busy", retry_after=7200)]
    engine.drain(destination_id=destination.pk, seconds=5)
    actions.retry(delivery_id=the_delivery(version).pk, reason="bên kia đã sửa", actor=COMMAND_LINE, now=clock())
    clock.forward(seconds=1)
    engine.drain(destination_id=destination.pk, seconds=5)
    assert state_of(version) == "delivered"


def test_a_retry_of_an_unknown_outcome_asks_and_does_not_send(destination, desk, engine, memory, clock):
    version = desk.publish()
    memory.late_faults = [OutcomeUnknown("reset")]
    engine.drain(destination_id=destination.pk, seconds=5)
    actions.retry(delivery_id=the_delivery(version).pk, reason="hỏi lại", actor=COMMAND_LINE, now=clock())
    engine.look_up(delivery_id=the_delivery(version).pk)
    assert (state_of(version), len(memory.sent)) == ("delivered", 1)


def test_a_redelivery_sends_the_current_version_whichever_is_named(destination, desk, engine, memory, clock):
    first = desk.publish()
    engine.drain(destination_id=destination.pk, seconds=5)
    second = desk.correct(first)
    engine.drain(destination_id=destination.pk, seconds=5)
    memory.held.clear()
    memory.keys.clear()
    row = actions.redeliver(
        delivery_id=the_delivery(first).pk, reason="bên kia mất dữ liệu", actor=COMMAND_LINE, now=clock()
    )
    assert row.pk == the_delivery(second).pk
    clock.forward(seconds=1)
    engine.drain(destination_id=destination.pk, seconds=5)
    assert memory.held[first.story.uid].version == 2
    assert memory.sent[-1].delivery_id == row.pk


def test_what_arrived_is_withdrawn_and_not_cancelled(destination, desk, engine):
    version = desk.publish()
    engine.drain(destination_id=destination.pk, seconds=5)
    with pytest.raises(WrongState):
        actions.cancel(delivery_id=the_delivery(version).pk, reason="nhầm", actor=COMMAND_LINE)


def test_a_replay_counts_first_and_leaves_out_what_was_cancelled_or_is_on_its_way(
    destination, desk, engine, memory, clock
):
    since = clock() - timedelta(minutes=1)
    sent, rejected, cancelled = desk.publish(), desk.publish(), desk.publish()
    actions.cancel(delivery_id=the_delivery(cancelled).pk, reason="nhầm", actor=COMMAND_LINE, now=clock())
    engine.deliver(delivery_id=the_delivery(sent).pk)
    memory.faults = [Refused("sai", code=422)]
    engine.deliver(delivery_id=the_delivery(rejected).pk)
    withdrawn = desk.publish()
    desk.withdraw(withdrawn)
    waiting = desk.publish()

    assert [row.pk for row in actions.replayable(since=since, failed_only=True)] == [the_delivery(rejected).pk]
    found = actions.replayable(since=since, failed_only=False)
    assert {row.pk for row in found} == {the_delivery(sent).pk, the_delivery(rejected).pk}
    assert (state_of(sent), state_of(waiting)) == ("delivered", "waiting"), "counting changes nothing"

    actions.redeliver_all(rows=found, reason="bên kia mất dữ liệu", actor=COMMAND_LINE, now=clock())
    clock.forward(seconds=2)
    engine.drain(destination_id=destination.pk, seconds=5)
    states = [state_of(version) for version in (sent, rejected, waiting, cancelled)]
    assert states == ["delivered", "delivered", "delivered", "cancelled"]


def test_the_table_leads_everywhere_and_a_person_can_move_whatever_is_stuck():
    targets = {way.target for way in TRANSITIONS.values()}
    assert targets == set(State) - {State.HELD}, "what waits for its release begins so"
    assert set(TRANSITIONS) == set(Verb) - {Verb.NOTE}
    for state in (State.HELD, State.REJECTED, State.FAILED, State.UNKNOWN, State.PAUSED):
        assert open_verbs(state, who=Who.OPERATOR)
    assert open_verbs(State.CONFIRMED, who=Who.ENGINE) == frozenset()
    assert open_verbs(State.SUPERSEDED, who=Who.OPERATOR) == frozenset()


def test_a_secret_sealed_with_another_key_pauses_the_destination_instead_of_failing(
    destination, desk, engine, memory, settings
):
    from bulletin.forwarding.adapters import adapter_for
    from bulletin.forwarding.sending.engine import Engine

    version = desk.publish()
    settings.SECRET_KEY = "another key"
    Engine(clock=engine.clock, backend=adapter_for).drain(destination_id=destination.pk, seconds=5)
    destination.refresh_from_db()
    assert (destination.state, state_of(version)) == ("paused", "paused")
    assert Delivery.objects.get().attempts == 0


@pytest.mark.django_db(transaction=True)
def test_what_is_sent_again_in_the_moment_of_a_pause_is_held_with_the_rest(destination, desk):
    row = the_delivery(desk.publish())
    for _each in range(3):
        Delivery.objects.update(state="failed", next_attempt_at=None)
        Destination.objects.update(state="active", state_reason="")
        refusals = at_once(
            lambda: actions.redeliver(delivery_id=row.pk, reason="thử", actor=COMMAND_LINE),
            lambda: actions.pause(destination_id=destination.pk, reason="bảo trì", actor=COMMAND_LINE),
        )
        assert refusals[1] is None
        assert Delivery.objects.get().state == "paused"
