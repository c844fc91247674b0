"""The rest of the officer's desk: causes, takedowns, an article's timeline, exact bytes, tests and replays."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import timedelta
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bulletin.forwarding import actions, tasks
from bulletin.forwarding.actors import COMMAND_LINE, Actor
from bulletin.forwarding.desk import causes, replays
from bulletin.forwarding.desk.causes import FailureCause
from bulletin.forwarding.desk.readable import readable
from bulletin.forwarding.destinations import probing
from bulletin.forwarding.destinations.models import DestinationEvent
from bulletin.forwarding.errors import AppendOnly, NotAllowed, Refused, RetryLater, WrongState
from bulletin.forwarding.models import Delivery, Destination
from bulletin.forwarding.states import State
from cms.accounts.roles import Role
from submissions.articles.models import Submission
from tests import factories
from tests.bulletin.forwarding.desk import Clock, the_delivery
from tests.bulletin.forwarding.rows import a_row

pytestmark = [pytest.mark.django_db, pytest.mark.once]

DESK = "/quan-tri/chuyen-tinh/"
EVERYBODY = [None, Role.EDITOR, Role.DESK, Role.BOARD, Role.OFFICER, Role.ADMINISTRATOR]
LOOKS = {Role.DESK, Role.BOARD, Role.OFFICER, Role.ADMINISTRATOR}
ACTS = {Role.OFFICER, Role.ADMINISTRATOR}


@pytest.fixture
def clock() -> Clock:
    return Clock(timezone.now().replace(microsecond=0))


@pytest.fixture
def officer(db):
    return factories.an_officer(name="Lê Thị Chuyển")


@pytest.fixture
def signed_in(client, officer):
    client.force_login(officer)
    return client


def _titles(answer) -> list[str]:
    rows = answer.content.decode().partition('id="live-rows"')[2]
    return re.findall(r'class="fwd-row__title"[^>]*>([^<]*)<', rows)


def test_each_cause_is_said_in_words_with_the_number_of_its_list(signed_in, destination, clock):
    made = {
        FailureCause.ACCESS: {"state": State.PAUSED, "last_code": 401, "last_error": "401 no"},
        FailureCause.CONTENT: {"state": State.REJECTED, "last_code": 422, "last_error": "x", "first_sent_at": clock()},
        FailureCause.PREPARATION: {"state": State.REJECTED, "last_error": "KeyError: x"},
        FailureCause.BUSY: {"state": State.RETRY_WAIT, "last_code": 503, "last_error": "503"},
        FailureCause.CONNECTION: {"state": State.FAILED, "last_error": "no answer in time"},
        FailureCause.LOST: {"state": State.RETRY_WAIT, "last_code": 200, "last_error": "the other site does not hold it"},
        FailureCause.UNCLEAR: {"state": State.UNKNOWN, "last_error": "no answer in time"},
        FailureCause.UNSEEN: {"state": State.DELIVERED, "last_code": 200, "last_error": "still shown"},
    }  # fmt: skip
    for number, (cause, fields) in enumerate(made.items(), start=1):
        for _each in range(1 + number % 2):
            a_row(destination, at=clock(), title=cause.value, **fields)
    for state in (State.WAITING, State.CONFIRMED, State.PAUSED, State.DELIVERED, State.RETRY_WAIT):
        a_row(destination, at=clock(), state=state, title="ổn")
    found = {each.cause: each.number for each in causes.counts()}
    assert found == {cause: 1 + number % 2 for number, cause in enumerate(made, start=1)}
    page = signed_in.get(DESK).content.decode()
    for cause, number in found.items():
        assert f'href="?vi={cause.value}#danh-sach"><strong>{number}</strong>' in page
        assert _titles(signed_in.get(DESK, {"vi": cause.value})) == [cause.value] * number
    assert signed_in.get(DESK, {"vi": "khong-co"}).status_code == 200


def test_takedowns_stand_in_a_list_of_their_own_with_the_address_there(signed_in, destination, clock):
    address = "https://tinh.example.vn/bai/7"
    for state in (State.WAITING, State.UNKNOWN, State.DELIVERED, State.RETRY_WAIT):
        a_row(destination, at=clock() - timedelta(hours=2), state=state, action="retracted", remote_url=address)
    gone = a_row(destination, at=clock(), state=State.CONFIRMED, action="retracted", title="Đã gỡ xong")
    page = signed_in.get(DESK).content.decode()
    part = page.partition('id="live-takedowns"')[2].partition('id="live-people"')[0]
    assert part.count(f'href="{address}"') == 4
    assert "Còn hiển thị trên Tỉnh tại" in part
    assert str(gone.pk) not in part
    assert len(_titles(signed_in.get(DESK, {"muc": "go-bai"}))) == 4
    assert "<strong>4</strong> đang gỡ" in page


def test_the_desk_costs_as_many_queries_with_many_rows(signed_in, destination, clock):
    counts = []
    for number in (2, 30):
        for _each in range(number):
            for state, action in (
                (State.REJECTED, "published"),
                (State.UNKNOWN, "published"),
                (State.WAITING, "retracted"),
            ):
                a_row(destination, at=clock(), state=state, action=action)
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert signed_in.get(DESK).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 32


def test_an_article_has_a_timeline_over_versions_and_destinations(client, destination, desk, engine, clock, officer):
    other = actions.add_destination(
        kind="sandbox", name="Cổng khác", base_url="https://memory.invalid", actor=COMMAND_LINE, now=clock(),
        resolver=lambda host, port: ["8.8.8.8"],
    )  # fmt: skip
    first = desk.publish(title="Bớt một lần xếp hàng")
    engine.drain(destination_id=destination.pk, seconds=5)
    clock.forward(minutes=1)
    desk.correct(first, title="Bớt hai lần xếp hàng")
    address = f"{DESK}bai/{first.story.uid}/"
    client.force_login(officer)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(address).content.decode()
    assert len(queries) <= 20
    assert page.count('class="fwd-article-version"') == 2
    assert "Bớt hai lần xếp hàng" in page
    assert other.name in page
    assert page.count('class="fwd-line ') >= 6
    row = Delivery.objects.filter(article_id=first.story.uid).first()
    assert f'href="{address}"' in client.get(f"{DESK}{row.pk}/").content.decode()
    assert client.get(f"{DESK}bai/{uuid4()}/").status_code == 404
    assert client.get(address, {"truoc": "9" * 40}).status_code == 200

    moderation = f"/quan-tri/kiem-duyet/{Submission.objects.get(page_id=first.story_id).pk}/"
    assert f'href="{address}"' in client.get(moderation).content.decode()
    client.force_login(desk.editor)
    assert f'href="{address}"' not in client.get(moderation).content.decode(), "editors do not see forwarding"


def test_what_is_shown_is_what_goes_over_the_wire(signed_in, destination, desk):
    row = the_delivery(desk.publish(title="Bớt một lần"))
    Destination.objects.update(kind="webhook", options={"format": "ninjs", "method": "POST"})
    sent = signed_in.get(f"{DESK}{row.pk}/nguyen-van/").content
    assert json.loads(sent)["uri"] == f"urn:uuid:{row.article_id}"
    page = signed_in.get(f"{DESK}{row.pk}/").content.decode()
    assert "POST" in page
    assert "PUT" not in page
    assert '<article class="fwd-read">' in page


def test_the_bytes_are_downloaded_unchanged_and_read_beside(signed_in, destination, desk):
    row = the_delivery(desk.publish(title="Bớt một lần", sapo="Ba <b>bước</b>"))
    answer = signed_in.get(f"{DESK}{row.pk}/nguyen-van/")
    assert answer.content == bytes(row.body)
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == f'attachment; filename="{row.article_id}-v1.json"'
    page = signed_in.get(f"{DESK}{row.pk}/").content.decode()
    assert hashlib.sha256(bytes(row.body)).hexdigest() in page
    assert '<article class="fwd-read">' in page
    Delivery.objects.update(body=b"PK\x03\x04 zip")
    assert signed_in.get(f"{DESK}{row.pk}/nguyen-van/")["Content-Disposition"].endswith('v1.zip"')
    assert '<article class="fwd-read">' not in signed_in.get(f"{DESK}{row.pk}/").content.decode()
    Delivery.objects.update(body=b"", content_sha256="", state="rejected")
    assert signed_in.get(f"{DESK}{row.pk}/nguyen-van/").status_code == 404


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"data": []}', b'{"data": {}}', b"[" * 100_000, b"\xff\xfe", b"PK"]
)
def test_what_is_not_ours_has_no_readable_form(body):
    assert readable(body) is None


def test_the_readable_form_runs_nothing():
    found = readable(
        b'{"type": 1, "data": {"article_id": "x", "title": "<script>a</script>", "topics": [7, {"name": 5}],'
        b' "body_html": "<p onclick=\\"x()\\">A<script>b</script><img src=x onerror=y><a href=\\"javascript:z\\">c</a></p>"}}'
    )
    assert found is not None
    assert found.text == "<p>A<a>c</a></p>" or 'href="javascript' not in found.text
    assert "<script" not in found.text
    assert "onclick" not in found.text


def test_a_test_is_asked_by_a_person_and_answered_once_by_a_worker(signed_in, officer, destination, memory):
    assert signed_in.post(f"{DESK}noi/{destination.pk}/thu/", {"ve": "1"}).url == DESK
    asked = DestinationEvent.objects.get(verb="test")
    assert (asked.actor, asked.destination) == (officer, destination)
    assert "Đang gửi thử" in signed_in.get(DESK).content.decode()
    with pytest.raises(WrongState):
        probing.ask_for_test(destination_id=destination.pk, actor=Actor.person(officer))
    for expected in (True, False):
        assert probing.carry_out(event_id=asked.pk, backend=lambda place: memory) is expected
    answer = asked.answer
    assert (answer.ok, answer.detail, answer.by) == (True, "it answers", "worker")
    assert memory.sent == []
    for address in (DESK, f"{DESK}noi/{destination.pk}/"):
        assert "Gửi thử đạt" in signed_in.get(address).content.decode()
    with pytest.raises(AppendOnly):
        answer.delete()


def test_a_test_that_fails_says_why_and_leaves_no_secret(signed_in, officer, destination, memory, clock):
    memory.look_up_faults = [RetryLater("no answer in time")]
    event = probing.ask_for_test(destination_id=destination.pk, actor=Actor.person(officer))
    probing.carry_out(event_id=event.pk, backend=lambda place: memory)
    page = signed_in.get(f"{DESK}noi/{destination.pk}/").content.decode()
    assert "Gửi thử không đạt" in page
    assert "quá thời gian chờ trả lời" in page
    for secret in destination.secrets:
        assert secret not in page


def test_a_test_whose_bell_was_lost_is_caught_up_with(destination, officer, clock):
    event = probing.ask_for_test(
        destination_id=destination.pk, actor=Actor.person(officer), now=clock() - timedelta(minutes=5)
    )
    assert probing.unanswered(now=clock()) == [event.pk]
    assert probing.unanswered(now=clock() + timedelta(hours=2)) == []
    tasks.watch()


def test_neither_a_copy_nor_a_retired_destination_is_called(destination, officer):
    Destination.objects.update(instance_role="khac")
    with pytest.raises(WrongState):
        probing.ask_for_test(destination_id=destination.pk, actor=Actor.person(officer))


@pytest.mark.parametrize("role", EVERYBODY)
def test_who_may_look_test_and_replay(role, client, destination, clock):
    row = a_row(destination, at=clock(), state=State.REJECTED, first_sent_at=clock())
    client.force_login(factories.a_person(role) if role else factories.a_person())
    since = (timezone.localtime(clock()) - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
    replay = f"{DESK}gui-lai/?" + urlencode({"which": "khong-duoc", "since": since})
    addresses = (
        f"{DESK}noi/", f"{DESK}noi/{destination.pk}/", f"{DESK}bai/{row.article_id}/", f"{DESK}{row.pk}/nguyen-van/",
        replay, f"{DESK}bao-dong/",
    )  # fmt: skip
    for address in addresses:
        assert client.get(address).status_code == (200 if role in LOOKS else 302), address
    client.post(f"{DESK}noi/{destination.pk}/thu/")
    assert DestinationEvent.objects.filter(verb="test").exists() == (role in ACTS)
    answer = client.post(replay, {"expected": "1", "reason": "Tỉnh đã sửa"})
    assert answer.status_code == (302 if role in ACTS or role not in LOOKS else 403)
    row.refresh_from_db()
    assert row.state == (State.WAITING if role in ACTS else State.REJECTED)
    for address in (f"{DESK}noi/them/?loai=webhook", f"{DESK}noi/{destination.pk}/de-xuat/cai-dat/"):
        assert client.get(address).status_code == (200 if role == Role.ADMINISTRATOR else 302), address


def _replay(client, which, since, **values):
    return f"{DESK}gui-lai/?" + urlencode({"which": which, "since": since.strftime("%d/%m/%Y %H:%M"), **values})


def test_a_replay_is_counted_and_shown_before_it_is_sent(signed_in, officer, destination, clock):
    now = timezone.localtime(clock())
    rejected = [
        a_row(destination, at=clock(), state=State.REJECTED, first_sent_at=clock(), title=f"Bài {index}")
        for index in range(3)
    ]
    sent = a_row(destination, at=clock(), state=State.CONFIRMED, title="Đã tới")
    a_row(destination, at=clock() - timedelta(days=9), state=State.CONFIRMED, title="Cũ")
    a_row(destination, at=clock(), state=State.CANCELLED, title="Hủy")
    hour_ago = now - timedelta(hours=1)
    failed = _replay(signed_in, "khong-duoc", hour_ago)
    form = signed_in.get(f"{DESK}gui-lai/").content.decode()
    assert f'value="{now:%d/%m/%Y} 00:00"' in form, "written alike whatever the browser's language"
    assert "datetime-local" not in form
    page = signed_in.get(failed).content.decode()
    assert "3 bài sẽ được gửi lại" in page
    assert page.count('class="fwd-row__title"') == 3
    assert "4 bài sẽ được gửi lại" in signed_in.get(_replay(signed_in, "tat-ca", hour_ago)).content.decode()
    assert not Delivery.objects.filter(state=State.WAITING).exists(), "looking changes nothing"

    assert signed_in.post(failed, {"expected": "3", "reason": " "}).status_code == 400
    stale = signed_in.post(failed, {"expected": "2", "reason": "Tỉnh mất dữ liệu"})
    assert stale.status_code == 409
    assert "Tỉnh mất dữ liệu" in stale.content.decode()
    assert 'name="expected" value="3"' in stale.content.decode()
    assert not Delivery.objects.filter(state=State.WAITING).exists()
    assert signed_in.post(failed, {"expected": "3", "reason": "Tỉnh mất dữ liệu"}).url == DESK
    for row in rejected:
        row.refresh_from_db()
        last = row.events.latest("pk")
        assert (row.state, last.actor, last.reason) == (State.WAITING, officer, "Tỉnh mất dữ liệu")
    sent.refresh_from_db()
    assert sent.state == State.CONFIRMED
    line = DestinationEvent.objects.get(verb="replay")
    assert (line.actor, line.reason, line.detail) == (officer, "Tỉnh mất dữ liệu", "3")
    assert "Không có:" in signed_in.get(failed).content.decode()


def test_a_replay_takes_the_oldest_at_most_so_many_at_once(officer, destination, clock, monkeypatch):
    monkeypatch.setattr(replays, "AT_ONCE", 2)
    rows = [
        a_row(destination, at=clock() - timedelta(minutes=index), state=State.FAILED, first_sent_at=clock())
        for index in range(3)
    ]
    scope = replays.Scope(since=clock() - timedelta(hours=1), failed_only=True)
    done = replays.replay(
        scope=scope, expected=3, reason="x", actor=Actor.person(officer), send_again=actions.redeliver_all
    )
    assert [row.pk for row in done] == [rows[2].pk, rows[1].pk]
    assert replays.replayable(scope).count() == 1


@pytest.mark.parametrize("parameters", [
    {"which": "khac", "since": "01/11/2026"}, {"which": "tat-ca", "since": "31/02/2026 08:00"}, {"which": "tat-ca", "since": ""}, {"which": "tat-ca", "since": "x"},
    {"which": "tat-ca", "since": "9999-12-31T00:00"}, {"which": "tat-ca", "since": "1026-11-01T00:00"},
    {"which": "tat-ca", "since": "2026-11-01T00:00", "place": "99999999999999999999"}, {"which": "\x00"},
])  # fmt: skip
def test_odd_questions_about_a_replay_give_the_form_again(signed_in, destination, parameters):
    assert signed_in.get(f"{DESK}gui-lai/", parameters).status_code == 200
    answer = signed_in.post(f"{DESK}gui-lai/?" + urlencode(parameters), {"expected": "0", "reason": "x"})
    assert answer.status_code == 400


def test_only_officers_and_administrators_replay(destination, clock):
    scope = replays.Scope(since=clock(), failed_only=True)
    with pytest.raises(NotAllowed):
        replays.replay(
            scope=scope, expected=0, reason="x", actor=Actor.person(factories.an_editor()),
            send_again=actions.redeliver_all,
        )  # fmt: skip


def test_the_menu_has_a_short_name(signed_in, destination):
    props = signed_in.get(DESK).content.decode().partition("wagtail-sidebar-props")[2]
    assert "Chuy\\u1ec3n b\\u00e0i" in props or "Chuyển bài" in props


def test_a_pause_stands_in_the_history_of_the_destination(signed_in, destination, desk, engine, memory):
    memory.faults = [Refused("không", code=422)]
    signed_in.post(f"{DESK}noi/{destination.pk}/pause/", {"reason": "Bảo trì"})
    signed_in.post(f"{DESK}noi/{destination.pk}/resume/", {"reason": "Xong"})
    verbs = list(destination.events.values_list("verb", "reason"))
    assert verbs == [("add", ""), ("pause", "Bảo trì"), ("resume", "Xong")]
