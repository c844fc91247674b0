"""The whole way to a WordPress: published at the desk, sent by the engine, seen by our own look."""

from __future__ import annotations

from random import Random

import pytest
from django.utils import timezone

from bulletin.forwarding import actions
from bulletin.forwarding.actors import COMMAND_LINE
from bulletin.forwarding.errors import BadValue
from bulletin.forwarding.models import Destination, RemoteNote
from bulletin.forwarding.proof.confirm import Checker
from bulletin.forwarding.sending.engine import Engine
from tests import factories
from tests.bulletin.forwarding.desk import Clock, Desk, state_of, the_delivery
from tests.bulletin.forwarding.fake_wordpress import KEYS, FakeWordPress
from tests.bulletin.forwarding.front import Front, running_front
from tests.bulletin.forwarding.wordpress_rules import WordPressPlace

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(scope="module")
def front():
    with running_front() as running:
        yield running


@pytest.fixture
def place(front) -> WordPressPlace:
    return WordPressPlace(front, FakeWordPress(front.url), KEYS)


@pytest.fixture
def clock() -> Clock:
    return Clock(timezone.now())


def a_destination(front: Front, clock: Clock, *, user: str, key: str, **options: str) -> Destination:
    return actions.add_destination(
        kind="wordpress", name="Trang huyện", base_url=front.url, username=user, secret=key, allow_private=True,
        options=options, actor=COMMAND_LINE, now=clock(),
    )  # fmt: skip


def _settle(destination: Destination, clock: Clock) -> None:
    """One round of what the worker does: send, ask, look."""
    engine, checker = Engine(clock=clock, dice=Random(7)), Checker(clock=clock, dice=Random(7))
    engine.drain(destination_id=destination.pk, seconds=20)
    for row in engine.sweep().unknown:
        engine.look_up(delivery_id=row)
    clock.forward(minutes=5)
    for row in checker.due():
        checker.check(delivery_id=row)


def whole_way(place: WordPressPlace, desk: Desk, clock: Clock) -> None:
    """Published with a photo, corrected, withdrawn: each is confirmed by what a reader of the site sees."""
    destination = a_destination(place.front, clock, user="author", key=place.keys["author"])
    first = desk.publish(
        title='Tập huấn "một cửa" -- lần 1', lead_image=factories.a_photo(unit=desk.unit), **factories.LEAD_WORDS
    )
    place.lose_answer()
    for _round in range(3):
        _settle(destination, clock)
        clock.forward(minutes=5)
    assert state_of(first) == "confirmed"
    assert len(place.ask("GET", "posts")) == len(place.ask("GET", "media")) == 1
    assert RemoteNote.objects.filter(destination=destination, key=f"post:{first.story.uid}").exists()
    url = the_delivery(first).remote_url

    second = desk.correct(first, title="Tập huấn đã lùi ngày")
    _settle(destination, clock)
    assert (state_of(second), the_delivery(second).remote_url) == ("confirmed", url)
    assert place.titles() == ["Tập huấn đã lùi ngày"]

    third = desk.withdraw(second)
    _settle(destination, clock)
    assert state_of(third) == "confirmed"
    assert place.titles() == []


def test_published_corrected_withdrawn(place, desk, clock):
    whole_way(place, desk, clock)


def test_what_waits_for_their_editors_stays_delivered_says_so_and_is_confirmed_once_they_publish(
    place, desk, clock, front
):
    destination = a_destination(front, clock, user="contributor", key=KEYS["contributor"])
    version = desk.publish(title="Chờ duyệt")
    _settle(destination, clock)
    row = the_delivery(version)
    assert (row.state, row.last_error) == ("delivered", "it waits for somebody at the other site")
    assert row.events.get(verb="deliver").reason.startswith("it waits for somebody at the other site")
    place.ask("POST", f"posts/{row.remote_id}", {"status": "publish"})
    for _round in range(2):
        clock.forward(hours=1)
        _settle(destination, clock)
    assert state_of(version) == "confirmed"


def test_a_picture_that_is_gone_sends_the_article_back_with_the_cause(place, desk, clock, front):
    destination = a_destination(front, clock, user="editor", key=KEYS["editor"])
    photo = factories.a_photo(unit=desk.unit)
    version = desk.publish(lead_image=photo)
    for rendition in photo.renditions.all():
        rendition.file.storage.delete(rendition.file.name)
    _settle(destination, clock)
    assert state_of(version) == "rejected"
    assert "is not in our storage" in the_delivery(version).last_error


def test_a_password_that_was_withdrawn_there_pauses_the_destination(place, desk, clock, front):
    destination = a_destination(front, clock, user="editor", key="sai-sai-sai-sai")
    version = desk.publish()
    _settle(destination, clock)
    destination.refresh_from_db()
    assert (destination.state, state_of(version), the_delivery(version).attempts) == ("paused", "paused", 0)
    assert "sai-sai" not in destination.state_reason


@pytest.mark.parametrize(
    "given", [{"user": "", "key": "x" * 24}, {"user": "editor", "key": ""}, {"user": "e", "key": "ữ"}]
)
def test_a_wordpress_without_a_name_or_a_password_is_refused(db, front, clock, given):
    with pytest.raises(BadValue):
        a_destination(front, clock, **given)


def test_a_choice_is_kept_with_the_destination(db, front, clock):
    made = a_destination(front, clock, user="editor", key="x" * 24, status="pending")
    assert made.options == {"status": "pending"}
    with pytest.raises(BadValue):
        a_destination(front, clock, user="editor", key="x" * 24, status="draft")
