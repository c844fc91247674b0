"""The change feed: who may read it, what it lists, and that nothing is lost whoever commits when."""

from __future__ import annotations

import json
import random
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from standardwebhooks.webhooks import Webhook

from bulletin.forwarding import actions, outbox
from bulletin.forwarding.actors import COMMAND_LINE
from bulletin.forwarding.models import Delivery, Destination, PullChange
from bulletin.forwarding.payload import canonical, content_hash
from bulletin.forwarding.policy import actions as policy_actions
from bulletin.forwarding.policy import release
from cms.website.models import StoryPage, StoryVersion
from tests.bulletin.forwarding.desk import Clock, state_of, the_delivery
from tests.bulletin.forwarding.test_receipts import headers_for, post, told

pytestmark = pytest.mark.django_db
SECRET = "whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime.now(UTC).replace(microsecond=0))


@pytest.fixture
def destination(db, clock) -> Destination:
    """A province that fetches by itself."""
    return actions.add_destination(
        kind="pull", name="Tỉnh", base_url="https://memory.invalid", secret=SECRET, actor=COMMAND_LINE, now=clock(),
        resolver=lambda host, port: ["8.8.8.8"],
    )  # fmt: skip


class Reader:
    """A province's reader: keeps a cursor and what is current, and believes nothing that is not signed."""

    def __init__(self, destination: Destination, *, secret: str = SECRET, limit: int = 100) -> None:
        self.destination, self.secret, self.limit = destination, secret, limit
        self.cursor = "0"
        self.held: dict[str, tuple[int, str]] = {}
        self.seen: list[str] = []

    def ask(self, since: str | None = None, **more: object):
        """One signed question."""
        given = {
            "for": self.destination.public_id,
            "since": self.cursor if since is None else since,
            "limit": self.limit,
        }
        target = f"/feed/changes.json?{urlencode(given | more)}"
        return Client().get(target, headers=headers_for(target.encode(), secret=self.secret))

    def read(self) -> bool:
        """One page, applied; True where there is more."""
        answer = self.ask()
        assert answer.status_code == 200, answer.content
        headers = {name.lower(): value for name, value in answer.headers.items()}
        page = Webhook(self.secret).verify(answer.content, headers)
        for item in page["items"]:
            self.seen.append(item["cursor"])
            if item["superseded"]:
                continue
            data = item["message"]["data"]
            assert content_hash(data) == data["content_sha256"]
            before = self.held.get(item["article_id"], (0, ""))
            assert item["version"] >= before[0], "versions never go backwards"
            self.held[item["article_id"]] = (item["version"], data.get("title", ""))
        self.cursor = page["next"]
        return bool(page["more"])

    def catch_up(self) -> None:
        """All pages."""
        while self.read():
            pass

    def current(self) -> dict[str, int]:
        """What it would show."""
        return {key: version for key, (version, title) in self.held.items() if title}


def test_a_reader_gets_what_is_pushed_elsewhere_byte_for_byte_and_asking_on_is_the_acknowledgement(destination, desk):
    version = desk.publish(title="Một cửa gọn hơn")
    reader = Reader(destination)
    reader.catch_up()
    row = the_delivery(version)
    assert (row.state, row.first_sent_at is not None) == ("waiting", True)
    assert canonical(reader.ask("0").json()["items"][0]["message"]) == bytes(row.body)
    reader.catch_up()
    row = the_delivery(version)
    assert (row.state, row.attempts) == ("delivered", 1)
    assert row.events.last().verb == "fetch"
    body = told(version)
    assert post(destination, body, headers_for(body, secret=SECRET)).json()["effect"] == "confirmed"


def test_corrections_and_withdrawals_follow_and_what_is_over_has_no_text(destination, desk):
    reader = Reader(destination, limit=1)
    first = desk.publish(title="Tít đầu tiên")
    reader.catch_up()
    second = desk.correct(first, title="Tít đã sửa")
    reader.catch_up()
    assert reader.held == {str(first.story.uid): (2, "Tít đã sửa")}
    desk.withdraw(second)
    reader.catch_up()
    assert reader.current() == {}
    late = Reader(destination)
    answer = late.ask()
    assert [item["message"] is None for item in answer.json()["items"]] == [True, True, False]
    assert "Tít" not in answer.content.decode()
    late.catch_up()
    assert late.held == {str(first.story.uid): (3, "")}


def test_what_was_withdrawn_before_anybody_fetched_it_never_appears(destination, desk):
    desk.withdraw(desk.publish())
    reader = Reader(destination)
    reader.catch_up()
    assert reader.seen == []


def test_a_page_that_was_offered_counts_as_sent_even_if_nobody_asked_on(destination, desk):
    version = desk.publish()
    reader = Reader(destination)
    reader.read()
    retraction = desk.withdraw(version)
    assert state_of(retraction) == "waiting", "the reader may hold it"
    reader.catch_up()
    assert reader.current() == {}


def test_release_embargo_and_replay_hold_for_the_feed_too(destination, desk, clock):
    policy_actions.set_policy(
        destination_id=destination.pk, values={"needs_release": True}, reason="thử", actor=COMMAND_LINE, now=clock()
    )
    held = desk.publish()
    reader = Reader(destination)
    reader.catch_up()
    assert reader.seen == []
    release.let_go(delivery_id=the_delivery(held).pk, actor=COMMAND_LINE)
    reader.catch_up()
    reader.catch_up()
    assert len(reader.seen) == 1
    actions.redeliver(delivery_id=the_delivery(held).pk, reason="mất dữ liệu", actor=COMMAND_LINE)
    reader.catch_up()
    assert [cursor.partition(".")[0] for cursor in reader.seen] == ["1", "2"]


def test_what_was_listed_without_text_and_is_sent_after_all_gets_a_new_place(destination, desk):
    version = desk.publish(title="Gửi sau cùng")
    key = the_delivery(version).pk
    reader = Reader(destination)
    assert Reader(destination).ask().json()["items"], "offered to somebody who lost the answer"
    actions.cancel(delivery_id=key, reason="thôi", actor=COMMAND_LINE)
    reader.catch_up()
    assert reader.held == {}
    actions.redeliver(delivery_id=key, reason="gửi lại", actor=COMMAND_LINE)
    reader.catch_up()
    assert reader.held == {str(version.story.uid): (1, "Gửi sau cùng")}
    actions.pause(destination_id=destination.pk, reason="bảo trì", actor=COMMAND_LINE)
    actions.resume(destination_id=destination.pk, actor=COMMAND_LINE)
    reader.catch_up()
    reader.catch_up()
    assert state_of(version) == "delivered"


def test_the_engine_leaves_a_destination_that_fetches_alone(destination, desk, engine, memory):
    version = desk.publish()
    assert not engine.deliver(delivery_id=the_delivery(version).pk)
    assert not engine.drain(destination_id=destination.pk, seconds=5)
    assert engine.sweep().destinations == []
    assert memory.sent == []


def test_an_etag_saves_the_page(destination, desk):
    desk.publish()
    reader = Reader(destination)
    etag = reader.ask()["ETag"]
    target = f"/feed/changes.json?for={destination.public_id}"
    headers = {**headers_for(target.encode(), secret=SECRET), "If-None-Match": etag}
    answer = Client().get(target, headers=headers)
    assert (answer.status_code, answer.content) == (304, b"")
    assert "private" in answer["Cache-Control"]


def test_strangers_and_bad_questions(destination, desk):
    desk.publish()
    other = actions.add_destination(
        kind="pull", name="Khác", base_url="https://memory.invalid", secret="whsec_" + "A" * 32, actor=COMMAND_LINE,
        resolver=lambda host, port: ["8.8.8.8"],
    )  # fmt: skip
    reader = Reader(destination)
    reader.read()
    assert Reader(destination, secret="whsec_" + "A" * 32).ask().status_code == 401
    assert Client().get("/feed/changes.json").status_code == 401
    assert Client().get(f"/feed/changes.json?for={destination.public_id}").status_code == 401
    moved = f"/feed/changes.json?for={destination.public_id}&since=0"
    assert Client().get(moved + "&limit=9", headers=headers_for(moved.encode(), secret=SECRET)).status_code == 401
    assert Client().post(moved).status_code == 405
    for since, status in (("-1", 400), ("1", 400), ("x.y", 400), ("9" * 30, 400), ("9.000000000000", 410)):
        assert reader.ask(since).status_code == status
    assert Reader(other, secret="whsec_" + "A" * 32).ask(reader.cursor).status_code == 410, "of another feed"
    for limit in ("0", "201", "x", "", "1e2"):
        assert reader.ask(limit=limit).status_code == 400
    actions.pause(destination_id=destination.pk, reason="bảo trì", actor=COMMAND_LINE)
    assert reader.ask().status_code == 503
    assert reader.ask()["Retry-After"] == "300"
    unknown = Reader(Destination(public_id=uuid4()))
    assert unknown.ask().content == Reader(destination, secret="whsec_" + "A" * 32).ask().content


@pytest.mark.django_db(transaction=True)
def test_a_reader_ends_with_the_current_state_however_publications_commit(destination, desk):
    """Transactions that commit in another order than they began are what makes feeds lose things."""
    stories = [desk.publish(title=f"Bài {number}").story_id for number in range(3)]
    dice = random.Random(7)
    plans = {story: [dice.random() < 0.2 for _step in range(6)] for story in stories}

    def act(story_id: int) -> None:
        # One thread a story, as the lock of its submission has it; their transactions overlap.
        try:
            revision = StoryVersion.objects.filter(story_id=story_id).latest("version").revision
            for withdraws in plans[story_id]:
                with transaction.atomic():
                    number = StoryVersion.objects.filter(story_id=story_id).count() + 1
                    version = StoryVersion.objects.create(
                        story_id=story_id, version=number, action="retracted" if withdraws else "updated",
                        revision=None if withdraws else revision, at=datetime.now(UTC),
                    )  # fmt: skip
                    outbox.enqueue(version=version)
                    StoryPage.objects.filter(pk=story_id).update(byline=f"v{number}")
        finally:
            connection.close()

    def read(limit: int) -> Reader:
        reader = Reader(destination, limit=limit)
        try:
            for _round in range(12):
                reader.read()
        finally:
            connection.close()
        return reader

    with ThreadPoolExecutor(5) as pool:
        readers = [pool.submit(read, limit) for limit in (1, 3)]
        for done in [pool.submit(act, story) for story in stories]:
            done.result()
        followed = [each.result() for each in readers]
    late = Reader(destination, limit=2)
    want = {
        str(version.story.uid): version.version
        for story in stories
        if (version := StoryVersion.objects.select_related("story").filter(story_id=story).latest("version")).action
        != "retracted"
    }
    for reader in (*followed, late):
        reader.catch_up()
        assert reader.current() == want
    positions = list(PullChange.objects.order_by("position").values_list("position", flat=True))
    assert positions == list(range(1, len(positions) + 1))
    assert not Delivery.objects.filter(state="waiting").exists() or late.read() is False
    assert json.loads(late.ask().content)["items"] == []
