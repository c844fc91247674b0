"""Proof: only our own look at the public page confirms."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bulletin.forwarding.adapters.base import Held, Receipt
from bulletin.forwarding.errors import RetryLater
from bulletin.forwarding.models import Delivery
from submissions.articles.models import Submission
from tests.bulletin.forwarding.desk import state_of, the_delivery

pytestmark = pytest.mark.django_db


@pytest.fixture
def delivered(destination, desk, engine):
    """A version that the other site took."""
    version = desk.publish()
    engine.drain(destination_id=destination.pk, seconds=5)
    return version


def test_a_page_that_shows_the_version_confirms_it_and_the_articles_fact(delivered, checker, clock):
    assert checker.due() == [the_delivery(delivered).pk]
    assert checker.check(delivery_id=the_delivery(delivered).pk)
    row = the_delivery(delivered)
    submission = Submission.objects.get(page_id=delivered.story_id)
    assert (row.state, row.confirmed_at) == ("confirmed", clock())
    assert (submission.confirmed_at, submission.confirmed_url) == (clock(), row.remote_url)
    assert checker.due() == []


def test_a_page_that_does_not_show_it_leaves_it_delivered_and_looks_again_later(delivered, checker, memory, clock):
    memory.hidden = True
    assert not checker.check(delivery_id=the_delivery(delivered).pk)
    assert (state_of(delivered), checker.due()) == ("delivered", [])
    clock.forward(minutes=1)
    memory.hidden = False
    assert checker.check(delivery_id=the_delivery(delivered).pk)


def test_a_site_that_took_it_and_holds_nothing_gets_it_again(delivered, destination, checker, engine, memory, clock):
    memory.held.clear()
    memory.keys.clear()
    checker.check(delivery_id=the_delivery(delivered).pk)
    assert state_of(delivered) == "delivered", "a site may need a moment"
    clock.forward(seconds=61)
    checker.check(delivery_id=the_delivery(delivered).pk)
    assert state_of(delivered) == "retry_wait"
    clock.forward(minutes=1)
    engine.drain(destination_id=destination.pk, seconds=5)
    assert checker.check(delivery_id=the_delivery(delivered).pk)


def test_a_site_that_says_later_has_a_day(delivered, checker, memory, clock):
    Delivery.objects.update(last_code=202)
    memory.held.clear()
    clock.forward(hours=23)
    checker.check(delivery_id=the_delivery(delivered).pk)
    assert state_of(delivered) == "delivered"


def test_a_site_that_takes_and_loses_it_again_and_again_is_given_up_after_all_attempts(
    delivered, destination, checker, engine, memory, clock, monkeypatch
):
    monkeypatch.setattr(memory, "send", lambda parcel: Receipt(code=200, answer="<title>Đăng nhập</title>"))
    memory.held.clear()
    for _round in range(20):
        clock.forward(hours=30)
        checker.check(delivery_id=the_delivery(delivered).pk)
        clock.forward(hours=30)
        engine.drain(destination_id=destination.pk, seconds=5)
    assert (state_of(delivered), the_delivery(delivered).attempts) == ("failed", 12)


def test_a_look_that_fails_changes_nothing_but_the_note(delivered, checker, memory, monkeypatch):
    def down(*args: object) -> None:
        raise RetryLater("no answer in time")

    monkeypatch.setattr(memory, "confirm", down)
    checker.check(delivery_id=the_delivery(delivered).pk)
    assert (state_of(delivered), the_delivery(delivered).last_error) == ("delivered", "no answer in time")


def test_a_version_that_was_overtaken_is_no_longer_looked_for(delivered, destination, desk, checker, engine, clock):
    second = desk.correct(delivered)
    engine.drain(destination_id=destination.pk, seconds=5)
    assert checker.due() == [the_delivery(second).pk]
    assert checker.check(delivery_id=the_delivery(second).pk)
    assert (state_of(delivered), state_of(second)) == ("delivered", "confirmed")


def test_the_fact_keeps_the_first_confirmation(delivered, destination, desk, checker, engine, clock):
    checker.check(delivery_id=the_delivery(delivered).pk)
    first_seen = clock()
    clock.forward(hours=1)
    second = desk.correct(delivered)
    engine.drain(destination_id=destination.pk, seconds=5)
    checker.check(delivery_id=the_delivery(second).pk)
    assert Submission.objects.get(page_id=delivered.story_id).confirmed_at == first_seen


def test_a_takedown_is_confirmed_when_the_address_is_gone_and_not_before(
    delivered, destination, desk, checker, engine, memory, clock
):
    retraction = desk.withdraw(delivered)
    engine.drain(destination_id=destination.pk, seconds=5)
    memory.held[delivered.story.uid] = Held(2, retracted=False)
    assert not checker.check(delivery_id=the_delivery(retraction).pk)
    clock.forward(minutes=1)
    memory.held[delivered.story.uid] = Held(2, retracted=True)
    assert checker.check(delivery_id=the_delivery(retraction).pk)
    assert state_of(retraction) == "confirmed"


def test_a_takedown_that_the_site_lost_is_sent_again(delivered, destination, desk, checker, engine, memory, clock):
    retraction = desk.withdraw(delivered)
    engine.drain(destination_id=destination.pk, seconds=5)
    memory.held[delivered.story.uid] = Held(1)
    memory.keys.clear()
    clock.forward(seconds=90)
    checker.check(delivery_id=the_delivery(retraction).pk)
    assert state_of(retraction) == "retry_wait"
    clock.forward(seconds=30)
    engine.drain(destination_id=destination.pk, seconds=5)
    assert memory.held[delivered.story.uid].retracted


def test_two_workers_do_not_look_at_the_same_time(delivered, checker, clock):
    taken = checker._take(the_delivery(delivered).pk)
    assert taken is not None
    assert checker._take(the_delivery(delivered).pk) is None
    assert taken.check_at > clock() + timedelta(seconds=1)
