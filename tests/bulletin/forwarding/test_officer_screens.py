"""The officer's screens: who gets in, what they show, what their verbs do and refuse, and what they cost."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bulletin.forwarding import actions
from bulletin.forwarding.actors import COMMAND_LINE, Actor
from bulletin.forwarding.desk import lists as screens
from bulletin.forwarding.desk.lists import Health, Shelf
from bulletin.forwarding.errors import OutcomeUnknown, Refused, RetryLater
from bulletin.forwarding.models import Delivery, DeliveryEvent, Destination
from bulletin.forwarding.states import State
from tests import factories
from tests.bulletin.forwarding.desk import Clock, state_of, the_delivery

pytestmark = [pytest.mark.django_db, pytest.mark.once]

OVERVIEW = "/quan-tri/chuyen-tinh/"
LOOKERS = (factories.an_officer, factories.a_desk_editor, factories.a_board_member, factories.an_administrator)


@pytest.fixture
def clock() -> Clock:
    return Clock(timezone.now().replace(microsecond=0))


@pytest.fixture
def officer(desk):
    return factories.an_officer(name="Lê Thị Chuyển")


@pytest.fixture
def signed_in(client, officer):
    client.force_login(officer)
    return client


def _address(row: Delivery, verb: str = "") -> str:
    return f"{OVERVIEW}{row.pk}/" + (f"{verb}/" if verb else "")


def _states() -> tuple[str, str]:
    """The state of the one delivery and of its destination."""
    return Delivery.objects.get().state, Destination.objects.get().state


def _titles(answer) -> list[str]:
    rows = answer.content.decode().partition('id="live-rows"')[2]
    return re.findall(r'class="fwd-row__title"[^>]*>([^<]*)<', rows)


def _many(version, destination, number: int, *, state: str = State.CONFIRMED, **fields) -> None:
    now = timezone.now()
    Delivery.objects.bulk_create(
        Delivery(
            destination=destination, story_id=version.story_id, article_id=uuid4(), version=1, action="published",
            title=f"Bài số {index}", content_sha256="0" * 64, state=state, created_at=now - timedelta(minutes=index),
            updated_at=now, delivered_at=now, confirmed_at=now if state == State.CONFIRMED else None,
            remote_url="https://memory.invalid/1", **fields,
        )
        for index in range(number)
    )  # fmt: skip


@pytest.mark.parametrize("make", LOOKERS)
def test_officer_desk_board_and_administrator_see_the_screens(client, destination, desk, make):
    row = the_delivery(desk.publish())
    client.force_login(make())
    assert client.get(OVERVIEW).status_code == 200
    assert client.get(_address(row)).status_code == 200
    assert OVERVIEW in client.get(OVERVIEW).content.decode().partition("wagtail-sidebar-props")[2]


@pytest.mark.parametrize("who", ["writer", "head", "editor", "nobody"])
def test_units_editors_and_strangers_do_not_see_them(client, destination, desk, who):
    row = the_delivery(desk.publish())
    people = {"writer": desk.writer, "head": factories.a_head(desk.unit), "editor": desk.editor}
    if who in people:
        client.force_login(people[who])
    for address in (OVERVIEW, _address(row)):
        answer = client.get(address)
        assert answer.status_code == 302
        assert row.title not in answer.content.decode()
    for address in (_address(row, "cancel"), f"{OVERVIEW}noi/{destination.pk}/pause/"):
        assert client.post(address, {"reason": "thử"}).status_code == 302
    assert _states() == ("waiting", "active")


def test_the_officer_lands_on_the_screen(signed_in):
    assert signed_in.get("/quan-tri/").url == OVERVIEW


@pytest.mark.parametrize("make", [factories.a_desk_editor, factories.a_board_member])
def test_who_may_only_look_finds_no_verbs_and_cannot_use_them(client, destination, desk, engine, memory, make):
    memory.faults = [Refused("quá lớn", code=422)]
    row = the_delivery(desk.publish())
    engine.drain(destination_id=destination.pk, seconds=5)
    client.force_login(make())
    for address in (OVERVIEW, _address(row)):
        assert "data-verb" not in client.get(address).content.decode()
    for address in (_address(row, "redeliver"), f"{OVERVIEW}noi/{destination.pk}/pause/"):
        refused = client.post(address, {"reason": "Tôi muốn thử"})
        assert refused.status_code == 403
        assert "Tôi muốn thử" in refused.content.decode()
        assert client.post(address, {"reason": ""}).status_code == 403
    assert _states() == ("rejected", "active")


def test_without_a_destination_the_screen_says_what_would_fill_it(signed_in):
    assert "manage.py destination add" in signed_in.get(OVERVIEW).content.decode()


def test_each_number_is_the_length_of_the_list_behind_it(signed_in, destination, desk, engine, checker, memory):
    refused, unknown, busy = Refused("không", code=422), OutcomeUnknown("no answer"), RetryLater("bận", code=503)
    for faults in ([], [refused], [unknown], [busy]):
        memory.faults = faults
        desk.publish()
        engine.drain(destination_id=destination.pk, seconds=5)
        for key in checker.due():
            checker.check(delivery_id=key)
    desk.publish()
    answer = signed_in.get(OVERVIEW)
    figures = dict(re.findall(r"muc=([a-z-]+)&amp;noi=\d+#danh-sach\"><strong>(\d+)", answer.content.decode()))
    expected = {Shelf.WAITING: 2, Shelf.SENT: 0, Shelf.CONFIRMED_TODAY: 1, Shelf.REJECTED_TODAY: 1, Shelf.PERSON: 2}
    for shelf, number in expected.items():
        assert figures[shelf.value] == str(number), shelf
        behind = signed_in.get(f"{OVERVIEW}?muc={shelf.value}&noi={destination.pk}")
        assert len(_titles(behind)) == number, shelf
    assert len(_titles(answer)) == 5


def test_the_longest_wait_counts_from_the_last_time_it_was_put_in_the_queue(destination, desk, engine, clock):
    version = desk.publish()
    engine.drain(destination_id=destination.pk, seconds=5)
    clock.forward(days=2)
    actions.redeliver(delivery_id=the_delivery(version).pk, reason="thử", actor=COMMAND_LINE, now=clock())
    clock.forward(minutes=4)
    (standing,) = screens.standings(now=clock())
    assert (standing.waiting, standing.oldest) == (1, clock() - timedelta(minutes=4))


def test_a_confirmed_delivery_shows_the_address_at_the_other_end(signed_in, destination, desk, engine, checker):
    row = the_delivery(desk.publish(title="Bớt một lần xếp hàng"))
    engine.drain(destination_id=destination.pk, seconds=5)
    link = f'href="https://memory.invalid/{row.article_id}"'
    assert link not in signed_in.get(OVERVIEW).content.decode(), "delivered is not proved"
    checker.check(delivery_id=row.pk)
    for address in (OVERVIEW, _address(row)):
        assert link in signed_in.get(address).content.decode()


def test_what_was_taken_down_offers_no_address(signed_in, destination, desk, engine, checker, clock):
    version = desk.publish()
    for act in (lambda: None, lambda: desk.withdraw(version)):
        act()
        clock.forward(minutes=1)
        engine.drain(destination_id=destination.pk, seconds=5)
        for key in checker.due():
            checker.check(delivery_id=key)
    assert list(Delivery.objects.order_by("version").values_list("state", flat=True)) == ["confirmed", "confirmed"]
    assert "https://memory.invalid" not in signed_in.get(OVERVIEW).content.decode()


@pytest.mark.parametrize("query", ["bớt một lần", "BOT MOT LAN", "xếp hàng"])
def test_titles_are_found_with_and_without_marks(signed_in, destination, desk, query):
    desk.publish(title="Bớt một lần xếp hàng")
    desk.publish(title="Người giữ nhịp đúng hẹn")
    answer = signed_in.get(OVERVIEW, {"q": query})
    assert _titles(answer) == ["Bớt một lần xếp hàng"]
    assert _titles(signed_in.get(OVERVIEW, {"q": query, "muc": "xac-nhan"})) == []


@pytest.mark.parametrize("parameters", [
    {"muc": "khong-co"}, {"noi": "x"}, {"noi": "99999999999999999999"}, {"truoc": "xin-chào"}, {"truoc": "9" * 30 + ".0"},
    {"truoc": "1." + "0" * 32}, {"q": "\x00"}, {"q": "%' OR 1=1 --"}, {"q": "a" * 5000}, {"manh": "1"},
])  # fmt: skip
def test_odd_addresses_give_a_page(signed_in, destination, desk, parameters):
    row = the_delivery(desk.publish())
    assert signed_in.get(OVERVIEW, parameters).status_code == 200
    assert signed_in.get(_address(row), parameters).status_code == 200


def test_paging_shows_every_delivery_once_newest_first(signed_in, destination, desk):
    _many(desk.publish(), destination, 120)
    Delivery.objects.filter(title="Bài số 50").update(created_at=Delivery.objects.get(title="Bài số 49").created_at)
    seen: list[str] = []
    address = f"{OVERVIEW}?muc=xac-nhan"
    while address:
        answer = signed_in.get(address)
        seen += _titles(answer)
        more = re.search(r'rel="next" href="([^"#]*)', answer.content.decode())
        address = OVERVIEW + more[1].replace("&amp;", "&") if more else ""
    assert len(seen) == len(set(seen)) == 120
    assert seen[60:] == [f"Bài số {number}" for number in range(60, 120)]


def test_queries_do_not_grow_with_the_number_of_deliveries(signed_in, destination, desk):
    version = desk.publish()
    counts = []
    for number in (10, 990):
        for state in (State.CONFIRMED, State.REJECTED, State.UNKNOWN, State.RETRY_WAIT):
            _many(version, destination, number, state=state, next_attempt_at=timezone.now())
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert signed_in.get(OVERVIEW).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 32


def test_queries_do_not_grow_with_the_history(signed_in, destination, desk):
    row = the_delivery(desk.publish())
    counts = []
    for number in (5, 200):
        DeliveryEvent.objects.bulk_create(
            DeliveryEvent(
                delivery=row, verb="postpone", from_state="sending", to_state="retry_wait", at=timezone.now(),
                by="worker", reason="no answer in time", attempt=index,
            )
            for index in range(number)
        )  # fmt: skip
        with CaptureQueriesContext(connection) as queries:
            answer = signed_in.get(_address(row))
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert answer.content.decode().count('id="su-kien-') == 100
    (older,) = re.findall(r'href="(\?truoc=\d+)', answer.content.decode())
    assert 'id="su-kien-' in signed_in.get(_address(row) + older).content.decode()


def test_the_page_asks_only_for_its_live_parts(signed_in, destination, desk):
    row = the_delivery(desk.publish())
    for address in (OVERVIEW, _address(row)):
        whole = signed_in.get(address).content.decode()
        fragment = signed_in.get(whole.partition('data-fwd="')[2].partition('"')[0]).content.decode()
        assert "<html" not in fragment
        live = set(re.findall(r'id="(live-[a-z]+)"', whole))
        assert live
        assert set(re.findall(r'id="(live-[a-z]+)"', fragment)) == live


def test_pausing_and_resuming_keep_the_reason_and_hold_the_rows(signed_in, officer, destination, desk):
    version = desk.publish()
    address = f"{OVERVIEW}noi/{destination.pk}/"
    assert signed_in.post(address + "pause/", {"reason": "Bảo trì đến 9 giờ"}).url == OVERVIEW
    destination.refresh_from_db()
    assert (destination.state, destination.state_reason) == ("paused", "Bảo trì đến 9 giờ")
    assert state_of(version) == "paused"
    screen = signed_in.get(OVERVIEW).content.decode()
    assert [part in screen for part in ("Bảo trì đến 9 giờ", 'data-verb="resume"')] == [True, True]
    assert signed_in.post(address + "resume/", {"reason": "Đã xong"}).url == OVERVIEW
    assert state_of(version) == "waiting"
    last = the_delivery(version).events.latest("pk")
    assert (last.actor, last.reason) == (officer, "Đã xong")


def test_a_refused_pause_keeps_what_was_typed(signed_in, destination, officer):
    address = f"{OVERVIEW}noi/{destination.pk}/pause/"
    empty = signed_in.post(address, {"reason": "  "})
    assert empty.status_code == 400
    assert 'data-verb="pause" open' in empty.content.decode()
    actions.pause(destination_id=destination.pk, reason="trước", actor=Actor.person(officer))
    late = signed_in.post(address, {"reason": "Tôi cũng muốn <dừng>"})
    assert late.status_code == 409
    assert "Tôi cũng muốn &lt;dừng&gt;" in late.content.decode()
    assert 'role="alert"' in late.content.decode()


def test_only_the_administrator_takes_a_destination_over(signed_in, destination):
    Destination.objects.update(instance_role="khac")
    address = f"{OVERVIEW}noi/{destination.pk}/resume/"
    assert 'data-closed="resume"' in signed_in.get(OVERVIEW).content.decode()
    assert signed_in.post(address, {"reason": "thử"}).status_code == 403
    signed_in.force_login(factories.an_administrator())
    assert signed_in.post(address, {"reason": "Chuyển máy"}).status_code == 302
    destination.refresh_from_db()
    assert destination.is_ours


def test_the_health_of_a_destination_is_one_word(destination, clock):
    now = clock()
    changes: dict[Health, dict[str, object]] = {
        Health.ACTIVE: {}, Health.FAILING: {"failures_in_row": 2}, Health.PAUSED: {"state": "paused"},
        Health.RESTING: {"breaker_open_until": now + timedelta(minutes=1)}, Health.FOREIGN: {"instance_role": "khac"},
    }  # fmt: skip
    for health, fields in changes.items():
        one = Destination.objects.get()
        for name, value in fields.items():
            setattr(one, name, value)
        assert screens.health_of(one, now=now) == health


def test_a_rejected_delivery_is_sent_again_with_a_reason(signed_in, officer, destination, desk, engine, memory):
    memory.faults = [Refused('{"error": "<b>quá lớn</b>"}', code=422)]
    version = desk.publish()
    engine.drain(destination_id=destination.pk, seconds=5)
    row = the_delivery(version)
    screen = signed_in.get(_address(row)).content.decode()
    assert 'data-closed="retry"' in screen
    assert 'data-verb="redeliver"' in screen
    assert "&lt;b&gt;quá lớn&lt;/b&gt;" in screen
    assert "<b>quá lớn" not in screen
    assert "HTTP 422" in screen
    assert signed_in.post(_address(row, "redeliver"), {"reason": ""}).status_code == 400
    assert state_of(version) == "rejected"
    assert signed_in.post(_address(row, "redeliver"), {"reason": "Trang tỉnh đã sửa"}).url == _address(row)
    assert state_of(version) == "waiting"
    last = the_delivery(version).events.latest("pk")
    assert (last.actor, last.reason) == (officer, "Trang tỉnh đã sửa")


def test_redelivering_an_old_version_sends_the_newest(signed_in, destination, desk, engine, clock):
    first = desk.publish()
    engine.drain(destination_id=destination.pk, seconds=5)
    clock.forward(minutes=1)
    second = desk.correct(first, title="Bản đã sửa")
    clock.forward(minutes=1)
    engine.drain(destination_id=destination.pk, seconds=5)
    answer = signed_in.post(_address(the_delivery(first), "redeliver"), {"reason": "Trang tỉnh mất bài"})
    assert answer.url == _address(the_delivery(second))
    assert state_of(second) == "waiting"
    closed = signed_in.get(_address(the_delivery(first))).content.decode()
    assert 'data-closed="redeliver"' in closed, "the newest is in the queue already"
    assert closed.count('class="fwd-version"') == 2
    assert "Bản đã sửa" in closed


def test_retry_hurries_what_waits_and_goes_back_to_the_list(signed_in, destination, desk, engine, memory, clock):
    memory.faults = [RetryLater("bận", code=503)]
    version = desk.publish()
    engine.drain(destination_id=destination.pk, seconds=5)
    later = timezone.now() + timedelta(hours=4)
    Delivery.objects.update(next_attempt_at=later)
    answer = signed_in.post(_address(the_delivery(version), "retry"), {"reason": "Trang tỉnh đã chạy", "ve": "1"})
    assert answer.url == OVERVIEW
    assert not Delivery.objects.filter(next_attempt_at__gte=later).exists()


def test_an_unknown_outcome_stands_among_what_needs_a_person(signed_in, destination, desk, engine, memory):
    memory.faults = [OutcomeUnknown("no answer in time")]
    row = the_delivery(desk.publish())
    engine.drain(destination_id=destination.pk, seconds=5)
    screen = signed_in.get(OVERVIEW).content.decode()
    people = screen.partition('id="live-people"')[2].partition('id="danh-sach"')[0]
    assert f'id="can-{row.pk}"' in people
    assert set(re.findall(r'data-verb="(\w+)"', people)) == {"retry", "cancel"}
    assert re.findall(r'data-closed="(\w+)"', people) == ["redeliver"]
    assert signed_in.post(_address(row, "retry"), {"reason": "Hỏi lại"}).status_code == 302


def test_a_verb_that_came_too_late_is_refused_in_place(signed_in, destination, desk, engine):
    version = desk.publish()
    row = the_delivery(version)
    engine.drain(destination_id=destination.pk, seconds=5)
    late = signed_in.post(_address(row, "cancel"), {"reason": "Đăng nhầm"})
    assert late.status_code == 409
    assert "Đăng nhầm" in late.content.decode()
    assert 'data-closed="cancel"' in late.content.decode()
    assert state_of(version) == "delivered"
    assert signed_in.get(_address(row, "cancel")).url == _address(row), "a reload leads back to the page"


@pytest.mark.parametrize("verb", ["confirm", "pause", "claim"])
def test_verbs_that_do_not_exist_here_are_not_found(signed_in, destination, desk, verb):
    row = the_delivery(desk.publish())
    assert signed_in.post(_address(row, verb), {"reason": "x"}).status_code == 404
    assert signed_in.post(f"{OVERVIEW}{uuid4()}/cancel/", {"reason": "x"}).status_code == 404
    assert signed_in.post(f"{OVERVIEW}noi/0/pause/", {"reason": "x"}).status_code == 404
    assert signed_in.get(f"{OVERVIEW}{uuid4()}/").status_code == 404


def test_the_page_shows_the_exact_bytes_escaped_and_no_secret(signed_in, destination, desk):
    destination.secrets = ["whsec_" + "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo="]
    destination.save()
    row = the_delivery(desk.publish(sapo="Ba <script>alert(1)</script> & hai"))
    screen = signed_in.get(_address(row)).content.decode()
    shown = screen.partition('<pre tabindex="0">')[2].partition("</pre>")[0]
    assert unescape(shown) == bytes(row.body).decode()
    assert "<script>alert(1)" not in screen
    assert str(row.pk) in screen
    assert "QUJDREVG" not in screen


def test_an_article_that_could_not_be_prepared_has_a_page_too(signed_in, destination, desk):
    row = the_delivery(desk.publish())
    Delivery.objects.update(body=b"", content_sha256="", state="rejected", last_error="NotSerialisable: x", title="")
    for address in (OVERVIEW, _address(row)):
        assert "NotSerialisable: x" in signed_in.get(address).content.decode()
