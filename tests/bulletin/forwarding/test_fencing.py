"""A database that is not the one that last sent stays silent, and says why."""

from __future__ import annotations

import json
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from bulletin.forwarding import actions
from bulletin.forwarding.actors import COMMAND_LINE, Actor
from bulletin.forwarding.adapters.base import Held
from bulletin.forwarding.errors import NotAllowed
from bulletin.forwarding.models import Delivery
from bulletin.forwarding.sending import fencing, holding
from bulletin.forwarding.sending.fence import Fence
from bulletin.forwarding.sending.fencing import Verdict
from tests import factories
from tests.bulletin.forwarding.desk import state_of, the_delivery

pytestmark = pytest.mark.django_db


@pytest.fixture
def fence(settings, tmp_path):
    """The file of this installation, in a folder of its own."""
    settings.FORWARDING_FENCE = tmp_path / "state" / "forwarding.fence"
    fencing.forget()
    yield settings.FORWARDING_FENCE
    fencing.forget()


@pytest.fixture
def look(clock):
    """Look again after a while."""

    def look_again(**span: float) -> Verdict:
        clock.forward(**(span or {"seconds": 6}))
        fencing.forget()
        return fencing.look(now=clock())

    return look_again


@pytest.fixture
def restored(fence, destination, desk, engine, look):
    """A database from a backup: the file has gone on since. One article waits, one was delivered before the backup."""
    delivered = desk.publish()
    engine.drain(destination_id=destination.pk, seconds=5)
    waiting = desk.publish()
    look()
    before = Fence.objects.values().get()
    look()
    Fence.objects.update(**before)
    fencing.forget()
    return delivered, waiting


def test_a_new_house_begins_by_itself_and_its_token_goes_on(fence, look, settings):
    assert look() is Verdict.HOLDS
    first = json.loads(fence.read_text())
    assert look() is Verdict.HOLDS
    second = json.loads(fence.read_text())
    assert (second["counter"], second["token"] != first["token"]) == (first["counter"] + 1, True)


def test_one_look_serves_for_a_while_and_reads_nothing(fence, clock, django_assert_num_queries):
    assert fencing.holds(now=clock())
    fence.unlink()
    with django_assert_num_queries(0):
        assert fencing.holds(now=clock())


def test_a_restored_database_sends_nothing_and_pauses_its_destinations_with_the_reason(
    restored, destination, engine, memory, clock
):
    officer = factories.an_officer()
    sent = len(memory.sent)
    assert engine.drain(destination_id=destination.pk, seconds=5) is False
    assert engine.deliver(delivery_id=the_delivery(restored[1]).pk) is False
    work = engine.sweep()
    assert (work.destinations, work.unknown, len(memory.sent)) == ([], [], sent)
    destination.refresh_from_db()
    assert (destination.state, destination.in_doubt) == ("paused", True)
    assert destination.state_reason == Verdict.RESTORED.value
    assert state_of(restored[1]) == "paused"
    assert officer.notices.count() == 1
    engine.sweep()
    assert officer.notices.count() == 1


def test_after_a_restore_what_waits_is_asked_about_before_it_is_sent(restored, destination, engine, memory, clock):
    delivered, waiting = restored
    engine.sweep()
    # In the part of history that was lost, it had been sent.
    memory.held[waiting.story.uid] = Held(1, remote_url="https://memory.invalid/x")
    sent = len(memory.sent)
    actions.resume(destination_id=destination.pk, actor=COMMAND_LINE, now=clock())
    assert (state_of(waiting), state_of(delivered)) == ("unknown", "delivered")
    work = engine.sweep()
    assert work.unknown == [the_delivery(waiting).pk]
    engine.look_up(delivery_id=work.unknown[0])
    assert (state_of(waiting), len(memory.sent)) == ("delivered", sent)


def test_after_a_restore_what_the_other_site_does_not_hold_is_sent(restored, destination, engine, memory, clock):
    waiting = restored[1]
    engine.sweep()
    actions.resume(destination_id=destination.pk, actor=COMMAND_LINE, now=clock())
    engine.look_up(delivery_id=the_delivery(waiting).pk)
    assert state_of(waiting) == "retry_wait"
    clock.forward(minutes=1)
    engine.drain(destination_id=destination.pk, seconds=5)
    assert (state_of(waiting), memory.applied[-1]) == ("delivered", (waiting.story.uid, 1))


def test_what_is_withdrawn_while_in_doubt_is_taken_down(restored, destination, desk, engine, memory, clock):
    engine.sweep()
    retraction = desk.withdraw(restored[1])
    assert state_of(retraction) == "paused", "it may have been sent, so it is not simply cancelled"
    actions.resume(destination_id=destination.pk, actor=COMMAND_LINE, now=clock())
    engine.look_up(delivery_id=the_delivery(retraction).pk)
    assert state_of(retraction) == "delivered"


def test_only_an_administrator_begins_a_new_epoch(restored, destination, engine, clock, fence):
    engine.sweep()
    with pytest.raises(NotAllowed):
        actions.resume(destination_id=destination.pk, actor=Actor.person(factories.an_officer()), now=clock())
    before = json.loads(fence.read_text())
    administrator = Actor.person(factories.an_administrator())
    actions.resume(destination_id=destination.pk, actor=administrator, now=clock())
    after = json.loads(fence.read_text())
    assert (after["epoch"], after["counter"] > before["counter"]) == (before["epoch"] + 1, True)
    fencing.forget()
    assert fencing.look(now=clock()) is Verdict.HOLDS


def test_a_second_destination_stays_in_doubt_until_it_is_resumed_itself(restored, destination, engine, clock):
    second = actions.add_destination(
        kind="sandbox", name="Trung ương", base_url="https://second.invalid", actor=COMMAND_LINE, now=clock(),
        resolver=lambda host, port: ["8.8.8.8"],
    )  # fmt: skip
    engine.sweep()
    actions.resume(destination_id=destination.pk, actor=COMMAND_LINE, now=clock())
    second.refresh_from_db()
    assert (second.state, second.in_doubt) == ("paused", True)


def test_a_copied_database_without_the_file_is_silent(fence, destination, desk, engine, memory, look, clock):
    desk.publish()
    look()
    fence.unlink()
    fencing.forget()
    assert engine.sweep().destinations == []
    destination.refresh_from_db()
    assert destination.state == "active", "somebody worked on this database a moment ago: it is theirs"
    clock.forward(minutes=5)
    engine.sweep()
    destination.refresh_from_db()
    assert (destination.state, destination.state_reason) == ("paused", Verdict.COPIED.value)
    assert memory.sent == []


def test_a_file_that_was_copied_along_names_another_place(fence, destination, look, settings, tmp_path):
    look()
    settings.FORWARDING_FENCE = tmp_path / "copy" / "forwarding.fence"
    shutil.copytree(fence.parent, tmp_path / "copy")
    assert look() is Verdict.MOVED
    settings.FORWARDING_FENCE_IS_SHARED = True
    assert look() is Verdict.MOVED, "a file of one machine is not one that machines share"


def test_of_two_installations_on_one_database_the_one_that_went_on_last_wins(
    fence, destination, engine, look, settings, tmp_path, clock
):
    settings.FORWARDING_FENCE_IS_SHARED = True
    look()
    other = tmp_path / "other" / "forwarding.fence"
    shutil.copytree(fence.parent, other.parent)
    assert look() is Verdict.HOLDS
    assert look() is Verdict.HOLDS
    settings.FORWARDING_FENCE = other
    assert look(seconds=6) is Verdict.OVERTAKEN
    assert engine.sweep().destinations == []
    destination.refresh_from_db()
    assert destination.state == "active", "the one that wins goes on undisturbed"
    settings.FORWARDING_FENCE = fence
    assert look() is Verdict.HOLDS


def test_a_copied_database_beside_the_file_of_the_original_notices(fence, look):
    look()
    copy = Fence.objects.values().get()
    look()
    Fence.objects.update(**copy)
    assert look() is Verdict.RESTORED


def test_a_process_that_was_killed_between_commit_and_file_does_no_harm(fence, look):
    look()
    old = fence.read_text()
    look()
    fence.write_text(old)
    assert look() is Verdict.HOLDS
    assert json.loads(fence.read_text())["token"] == Fence.objects.get().token


def test_a_file_that_cannot_be_written_stays_one_step_behind_and_no_more(fence, look):
    look()
    counter = Fence.objects.get().counter
    fence.parent.chmod(0o500)
    lock = fence.with_name(f"{fence.name}.lock")
    lock.unlink()
    lock.mkdir()
    for _each in range(3):
        assert look() is Verdict.HOLDS
    assert Fence.objects.get().counter == counter + 1
    lock.rmdir()
    fence.parent.chmod(0o700)
    look()
    assert json.loads(fence.read_text())["counter"] == counter + 1


@pytest.mark.parametrize("content", ["", "{", "[]", '{"epoch": 1}', "null", '{"epoch": "x", "counter": 1}'])
def test_an_unreadable_file_is_no_file(fence, look, content):
    look()
    fence.write_text(content)
    assert look() is Verdict.COPIED


def test_a_database_that_was_emptied_begins_anew(fence, look):
    look()
    Fence.objects.all().delete()
    assert look() is Verdict.HOLDS


def test_the_ledger_follows_a_clock_that_was_set_back(fence, destination, desk, engine, memory, clock):
    clock.forward(hours=3)
    version = desk.publish()
    engine.sweep()
    clock.forward(hours=-3)
    assert engine.sweep().destinations == [destination.pk]
    engine.drain(destination_id=destination.pk, seconds=5)
    assert state_of(version) == "delivered"


def test_a_lease_from_the_future_ends_in_its_own_time(fence, destination, desk, engine, memory, clock):
    clock.forward(hours=3)
    desk.publish()
    engine.sweep()
    from bulletin.forwarding.sending import claims

    claims.claim_for_sending(destination_id=destination.pk, limit=1, now=clock())
    clock.forward(hours=-3)
    engine.sweep()
    row = Delivery.objects.get()
    assert row.state == "sending"
    assert row.lease_until <= clock() + timedelta(seconds=180)
    clock.forward(seconds=181)
    engine.sweep()
    assert Delivery.objects.get().state == "unknown"


def test_only_what_this_installation_may_send_is_paused(fence, destination, look, clock):
    destination.instance_role = "another"
    destination.save()
    holding.pause_all(verdict=Verdict.RESTORED, at=clock())
    destination.refresh_from_db()
    assert destination.state == "active"


@pytest.mark.django_db(transaction=True)
def test_workers_that_begin_a_new_house_at_once_agree(fence, clock):
    start = threading.Barrier(4)

    def begin(_worker: int) -> Verdict:
        try:
            start.wait(20)
            return fencing.look(now=clock())
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        verdicts = set(pool.map(begin, range(4)))
    # One that comes between the first one's commit and its file is silent for a moment, and pauses nothing.
    assert verdicts <= {Verdict.HOLDS, Verdict.COPIED}
    assert json.loads(fence.read_text())["token"] == Fence.objects.get().token
    assert fencing.look(now=clock()) is Verdict.HOLDS
