"""The nightly look at what was confirmed, and what a person does about a difference."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bulletin.forwarding.actors import COMMAND_LINE, Actor
from bulletin.forwarding.adapters.base import Held
from bulletin.forwarding.errors import ActionError, NotAllowed, RetryLater
from bulletin.forwarding.models import Delivery, Destination, Drift
from bulletin.forwarding.proof import drift, drift_actions
from bulletin.forwarding.proof.drift import Watch
from bulletin.forwarding.proof.web_pages import WebPage
from cms.accounts.models import Notice
from tests import factories
from tests.bulletin.forwarding.desk import state_of, the_delivery
from tests.bulletin.forwarding.rows import a_row

pytestmark = pytest.mark.django_db


class Web:
    """What an address answers."""

    def __init__(self) -> None:
        self.page = WebPage(200, b"", complete=True)

    def __call__(self, destination: Destination, url: str) -> WebPage:
        return self.page

    def shows(self, text: str, status: int = 200) -> None:
        self.page = WebPage(status, text.encode(), complete=True)


@pytest.fixture
def web() -> Web:
    return Web()


@pytest.fixture
def watch(clock, memory, web) -> Watch:
    return Watch(clock=clock, backend=lambda destination: memory, fetch=web)


@pytest.fixture
def confirmed(destination, desk, engine, checker, clock):
    version = desk.publish()
    engine.drain(destination_id=destination.pk, seconds=5)
    checker.check(delivery_id=the_delivery(version).pk)
    clock.forward(days=1)
    return version


def test_what_is_as_it_was_leaves_no_trace_and_is_looked_at_once_a_night(confirmed, watch, clock):
    assert watch.run() == 1
    assert watch.due() == []
    assert not Drift.objects.exists()
    clock.forward(days=1)
    assert watch.due() == [the_delivery(confirmed).pk]


@pytest.mark.parametrize(
    ("text", "kind"), [("Tên khác", "title"), ("{title}", "version"), ('{title}<meta name="article-version" content="7">', "version")]
)  # fmt: skip
def test_a_difference_is_flagged_once_and_the_officer_is_told(confirmed, watch, memory, web, clock, text, kind):
    officer = factories.an_officer()
    memory.hidden = True
    web.shows(text.format(title=the_delivery(confirmed).title))
    watch.run()
    assert Drift.objects.get().kind == kind
    assert state_of(confirmed) == "confirmed", "what was proved then stays proved"
    assert the_delivery(confirmed).events.last().verb == "note"
    clock.forward(days=1)
    watch.run()
    assert Drift.objects.count() == 1
    assert Notice.objects.filter(user=officer).count() == 1


def test_a_page_that_is_gone_is_flagged_and_passes_when_it_is_back(confirmed, watch, memory, clock):
    held = memory.held.pop(confirmed.story.uid)
    watch.run()
    assert Drift.objects.get().kind == "gone"
    memory.held[confirmed.story.uid] = held
    clock.forward(days=1)
    watch.run()
    assert Drift.objects.get().state == "passed"


def test_an_outage_is_no_difference(confirmed, watch, memory, web, clock, monkeypatch):
    memory.hidden = True
    web.shows("Lỗi", status=503)
    watch.run()
    clock.forward(days=1)

    def down(*args: object) -> None:
        raise RetryLater("no answer in time")

    monkeypatch.setattr(memory, "confirm", down)
    assert watch.run() == 1
    assert not Drift.objects.exists()


def test_what_was_taken_down_and_is_shown_again_is_flagged(confirmed, destination, desk, engine, checker, watch, memory, web, clock):  # fmt: skip
    retraction = desk.withdraw(confirmed)
    engine.drain(destination_id=destination.pk, seconds=5)
    checker.check(delivery_id=the_delivery(retraction).pk)
    clock.forward(days=1)
    assert watch.due() == [the_delivery(retraction).pk], "only the newest version is looked at"
    memory.held[confirmed.story.uid] = Held(1)
    web.shows("Trang khác")
    watch.run()
    assert not Drift.objects.exists()
    clock.forward(days=1)
    web.shows(f"<h1>{the_delivery(retraction).title}</h1>")
    watch.run()
    assert Drift.objects.get().kind == "shown"


def test_the_throttle_and_a_pause_hold_for_looks_too(confirmed, destination, watch, clock):
    Destination.objects.update(breaker_openings=1)
    assert watch.run() == 0
    Destination.objects.update(breaker_openings=0, max_parallel=1)
    asked = a_row(
        destination, at=clock(), state="unknown", lease_until=clock() + timedelta(minutes=1), lease_owner="x"
    )
    assert watch.run() == 0, "somebody is being asked: one request at once"
    Delivery.objects.filter(pk=asked.pk).update(lease_until=None, lease_owner="")
    assert watch.run() == 1
    clock.forward(days=1)
    Destination.objects.update(state="paused", state_reason="bảo trì")
    assert watch.due() == []


def test_a_repair_sends_the_current_version_again_and_a_decision_is_made_once(
    confirmed, destination, watch, memory, engine, clock
):
    memory.held.clear()
    memory.keys.clear()
    watch.run()
    found = Drift.objects.get()
    for person in (factories.a_desk_editor(), factories.an_editor(), factories.a_board_member()):
        for act in (drift_actions.repair, drift_actions.dismiss):
            with pytest.raises(NotAllowed):
                act(drift_id=found.pk, reason="x", actor=Actor.person(person))
    with pytest.raises(ActionError):
        drift_actions.repair(drift_id=found.pk, reason=" ", actor=COMMAND_LINE)
    officer = factories.an_officer()
    drift_actions.repair(drift_id=found.pk, reason="bên kia mất bài", actor=Actor.person(officer), now=clock())
    engine.drain(destination_id=destination.pk, seconds=5)
    assert (state_of(confirmed), confirmed.story.uid in memory.held) == ("delivered", True)
    found.refresh_from_db()
    assert (found.state, found.closed_by, found.reason) == ("repaired", officer, "bên kia mất bài")
    with pytest.raises(ActionError):
        drift_actions.dismiss(drift_id=found.pk, reason="muộn", actor=COMMAND_LINE)


def test_a_newer_version_closes_what_was_flagged_of_the_old_one(confirmed, watch, memory, desk, clock):
    memory.held.clear()
    watch.run()
    desk.correct(confirmed)
    drift.close_overtaken(now=clock())
    assert Drift.objects.get().state == "passed"


def test_the_looks_are_made_at_night(watch, clock):
    clock.now = clock().replace(hour=20)
    assert watch.is_night(), "03:00 in Viet Nam"
    clock.now = clock().replace(hour=2)
    assert not watch.is_night()


def test_the_list_shows_the_difference_to_those_who_look_and_lets_the_officer_decide(confirmed, watch, memory, client, desk):  # fmt: skip
    memory.held.clear()
    watch.run()
    found = Drift.objects.get()
    address, accept = "/quan-tri/chuyen-tinh/sai-khac/", f"/quan-tri/chuyen-tinh/sai-khac/{found.pk}/chap-nhan/"
    for person in (desk.writer, desk.editor, factories.a_head(desk.unit)):
        client.force_login(person)
        assert client.get(address).status_code == 302
        assert client.post(accept, {"reason": "x"}).status_code == 302
    client.force_login(desk.desk_editor)
    assert the_delivery(confirmed).title in client.get(address).content.decode()
    assert client.post(accept, {"reason": "Tôi thử"}).status_code == 403
    client.force_login(factories.an_officer())
    assert client.post(accept, {"reason": ""}).status_code == 409
    assert client.post(accept, {"reason": "họ đổi tên mục"}).status_code == 302
    assert "họ đổi tên mục" in client.get(f"{address}?xong=1").content.decode()
    assert Delivery.objects.get().state == "confirmed"
