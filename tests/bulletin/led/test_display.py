"""What a device gets: public things only, escaped, without cookies, in a constant number of queries; and what it reports."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from bulletin.led import screen_actions
from bulletin.led.enums import ScreenVerb
from bulletin.led.files import FILES, version
from bulletin.led.models import LedScreen
from bulletin.led.silence import tell_of_silence
from cms.accounts.models import Notice
from cms.website.models import StoryPage
from submissions.articles.enums import State
from submissions.moderation import actions as moderation
from tests import factories
from tests.bulletin.led.screens import HEADLINE, a_message, a_screen, an_approved_message
from tests.cms.website.an_issue import a_published_issue
from tests.submissions.moderation.races import at_once

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
QUERIES = 7


@pytest.fixture
def client() -> Client:
    return Client(enforce_csrf_checks=True)


def shown(client: Client, screen: LedScreen | None = None) -> dict[str, Any]:
    answer = client.get(f"/led/{screen.key}/du-lieu.json" if screen else "/led/du-lieu.json")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def titles(client: Client, screen: LedScreen | None = None) -> list[str]:
    return [card["title"] for card in shown(client, screen)["cards"]]


def a_headline(title: str) -> StoryPage:
    return StoryPage.objects.get(pk=factories.an_article(state=State.PUBLISHED, title=title).page_id)


def test_headlines_the_newest_issue_and_messages_take_turns(client: Client) -> None:
    a_published_issue(unit=factories.a_unit())
    an_approved_message()
    a_message(headline="Chưa ai duyệt")
    factories.an_article(state=State.APPROVED, title="Chưa đăng")
    kinds = [card["kind"] for card in shown(client)["cards"]]
    assert kinds[:3] == ["message", "issue", "story"]
    assert not {"Chưa ai duyệt", "Chưa đăng"} & set(titles(client))


def test_a_withdrawn_article_is_gone_with_the_next_question(client: Client) -> None:
    article = factories.an_article(state=State.PUBLISHED, title="Bài sẽ gỡ")
    assert "Bài sẽ gỡ" in titles(client)
    moderation.withdraw(
        submission_id=article.pk,
        actor=factories.a_desk_editor(),
        reason="Sai số liệu",
        public_note="Bài có số liệu sai.",
    )
    assert "Bài sẽ gỡ" not in titles(client)


def test_a_message_for_one_screen_is_on_that_screen_alone(client: Client) -> None:
    here, there = a_screen(), a_screen(name="Tầng hai")
    an_approved_message(headline="Chỉ ở đây", screens=[here.pk])
    assert titles(client, here) == ["Chỉ ở đây"]
    assert titles(client, there) == titles(client) == []


def test_a_message_ahead_of_its_time_is_sent_along_with_its_times_but_not_drawn(client: Client) -> None:
    now = timezone.now()
    an_approved_message(
        headline="Chiều nay", valid_from=now + timedelta(hours=2), valid_until=now + timedelta(hours=3)
    )
    (card,) = shown(client)["cards"]
    assert card["until"] - card["from"] == 3_600_000
    assert "Chiều nay" not in client.get("/led/").content.decode()


def test_a_cleared_screen_shows_the_name_only_and_so_do_all_when_all_are_cleared(client: Client) -> None:
    desk, screen, other = factories.a_desk_editor(), a_screen(), a_screen(name="Tầng hai")
    an_approved_message()
    screen_actions.act_on_screen(screen_id=screen.pk, actor=desk, verb=ScreenVerb.CLEAR, version=1)
    assert (shown(client, screen)["cleared"], titles(client, screen)) == (True, [])
    assert titles(client, other) == [HEADLINE]
    assert HEADLINE not in client.get(f"/led/{screen.key}/").content.decode()
    screen_actions.clear_all(actor=desk)
    assert titles(client, other) == titles(client) == []
    screen_actions.release_all(actor=desk)
    assert titles(client, screen) == []
    assert titles(client) == [HEADLINE]


@pytest.mark.parametrize("verb", [ScreenVerb.NEW_KEY, ScreenVerb.RETIRE])
def test_an_address_that_was_taken_back_answers_nothing(client: Client, verb: ScreenVerb) -> None:
    screen = a_screen()
    screen_actions.act_on_screen(screen_id=screen.pk, actor=factories.a_desk_editor(), verb=verb, version=1)
    base = f"/led/{screen.key}/"
    assert [client.get(base).status_code, client.get(f"{base}du-lieu.json").status_code] == [404, 404]
    assert client.post(f"{base}nhip", "{}", content_type="application/json").status_code == 404
    assert client.get("/led/khong-co-man-hinh-nao-nhu/").status_code == 404


def test_hostile_words_are_words(client: Client) -> None:
    hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    an_approved_message(headline=hostile, second_line="</title><svg/onload=alert(1)> \u202e{{7*7}}")
    page = client.get("/led/")
    text = page.content.decode()
    assert "<script>alert" not in text
    assert "<svg/onload" not in text
    assert "&lt;script&gt;alert(1)" in text
    assert "script-src 'self'" in page["Content-Security-Policy"]
    assert shown(client)["cards"][0]["title"] == hostile


def test_nothing_of_it_sets_or_reads_a_cookie(client: Client) -> None:
    screen = a_screen()
    for path in ("/led/", f"/led/{screen.key}/", f"/led/{screen.key}/du-lieu.json", "/led/sw.js"):
        answer = client.get(path)
        assert not answer.cookies
        assert "Cookie" not in answer.get("Vary", "")
        assert answer["Cache-Control"] == "private, no-cache"
    assert not client.post(f"/led/{screen.key}/nhip", "{}", content_type="text/plain").cookies


def test_the_data_have_an_etag_that_stays_until_something_changes(client: Client) -> None:
    a_headline("Bài một")
    first = client.get("/led/du-lieu.json")["ETag"]
    assert client.get("/led/du-lieu.json", headers={"if-none-match": first}).status_code == 304
    a_headline("Bài hai")
    assert client.get("/led/du-lieu.json", headers={"if-none-match": first}).status_code == 200


def test_the_number_of_queries_does_not_grow(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    screen = a_screen()
    a_published_issue(unit=factories.a_unit())
    client.get("/led/")
    for _ in range(2):
        for number in range(3):
            a_headline(f"Bài {number}")
            an_approved_message(screens=[screen.pk])
        with django_assert_max_num_queries(QUERIES):
            client.get(f"/led/{screen.key}/du-lieu.json")


def test_without_scripts_the_page_goes_to_the_next_card_by_itself(client: Client) -> None:
    for number in range(3):
        a_headline(f"Bài {number}")
    seen = []
    for turn in ("", "?the=1", "?the=2", "?the=3", "?the=x", "?the=-1"):
        text = client.get(f"/led/{turn}").content.decode()
        assert '<noscript><meta http-equiv="refresh" content="10; url=?the=' in text
        seen.append(next(f"Bài {number}" for number in range(3) if f"Bài {number}</h1>" in text))
    assert seen == ["Bài 2", "Bài 1", "Bài 0", "Bài 2", "Bài 2", "Bài 2"]


def test_the_shell_that_a_device_keeps_has_no_card(client: Client) -> None:
    a_headline("Bài một")
    assert "Bài một" not in client.get("/led/?vo=1").content.decode()


def test_the_worker_sees_led_alone_and_the_files_lie_below_it(client: Client) -> None:
    worker = client.get("/led/sw.js")
    assert worker["Service-Worker-Allowed"] == "/led/"
    assert worker["Content-Type"].startswith("text/javascript")
    for name in FILES:
        assert client.get(f"/led/tep/{version()}/{name}").status_code == 200
    assert client.get(f"/led/tep/{version()}/sw.js").status_code == 404
    assert client.get("/led/tep/000000000000/led.js").status_code == 404


def test_a_picture_has_an_address_as_long_as_its_story_is_public(client: Client) -> None:
    article = factories.an_article(state=State.PUBLISHED, lead_image=factories.a_photo())
    story = StoryPage.objects.get(pk=article.page_id)
    address = f"/led/anh/{story.uid}-{story.lead_image_id}.webp"
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert client.get(f"/led/anh/{story.uid}-{story.lead_image_id + 1}.webp").status_code == 404
    moderation.withdraw(
        submission_id=article.pk,
        actor=factories.a_desk_editor(),
        reason="Sai số liệu",
        public_note="Bài có số liệu sai.",
    )
    assert client.get(address).status_code == 404


def beat(client: Client, screen: LedScreen, body: Any) -> int:
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.post(f"/led/{screen.key}/nhip", text, content_type="text/plain").status_code


def test_a_device_reports_and_is_not_written_down_twice_in_a_breath(client: Client) -> None:
    screen = a_screen()
    since = int((timezone.now() - timedelta(hours=2)).timestamp() * 1000)
    assert beat(client, screen, {"version": version(), "shown": "story", "since": since}) == 204
    assert beat(client, screen, {"version": "khac", "shown": "issue", "since": since}) == 204
    screen.refresh_from_db()
    assert (screen.page_version, screen.shown_kind) == (version(), "story")
    assert int(screen.online_since.timestamp() * 1000) == since


@pytest.mark.parametrize(
    "body",
    ["", "x", "[]", "null", "{}", '{"version": 1}', '{"version": "a", "shown": "b", "since": "c"}',
     '{"version": "a", "shown": "b", "since": NaN}', '{"version": "a", "shown": "b", "since": 1e300}', b"\xff\xfe", "[" * 900],
)  # fmt: skip
def test_what_is_no_report_is_refused(client: Client, body: str | bytes) -> None:
    screen = a_screen()
    assert beat(client, screen, body) == 400
    screen.refresh_from_db()
    assert screen.last_seen_at is None


def test_a_report_that_is_too_long_is_refused_and_odd_words_are_not_kept(client: Client) -> None:
    screen = a_screen()
    assert beat(client, screen, {"version": "a" * 2_000, "shown": "story", "since": 0}) == 413
    assert beat(client, screen, {"version": "<b>\u0000v1", "shown": "<script>", "since": None}) == 204
    screen.refresh_from_db()
    assert (screen.page_version, screen.shown_kind) == ("bv1", "")


def test_the_desk_is_told_once_of_each_silence() -> None:
    desk, screen = factories.a_desk_editor(), a_screen()
    a_screen(name="Chưa lắp")
    noon = datetime(2026, 11, 25, 12, tzinfo=ZONE)
    notices = Notice.objects.filter(user=desk, kind="led-silent")

    def says(at: datetime) -> None:
        screen_actions.report(screen=screen, version="v", shown="story", online_since=None, now=at)

    says(noon)
    assert tell_of_silence(now=noon + timedelta(minutes=9)) == 0
    assert tell_of_silence(now=noon + timedelta(minutes=11)) == 1
    assert tell_of_silence(now=noon + timedelta(minutes=30)) == 0
    assert notices.count() == 1
    says(noon + timedelta(minutes=31))
    assert tell_of_silence(now=noon + timedelta(minutes=45)) == 1
    assert notices.count() == 2


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (datetime(2026, 11, 25, 20, tzinfo=ZONE), 0),
        (datetime(2026, 11, 26, 7, 5, tzinfo=ZONE), 0),
        (datetime(2026, 11, 26, 7, 10, tzinfo=ZONE), 1),
        (datetime(2026, 11, 29, 10, tzinfo=ZONE), 0),
        (datetime(2027, 1, 1, 10, tzinfo=ZONE), 0),
    ],
)
def test_a_screen_that_is_off_at_night_and_on_free_days_is_not_missed(at: datetime, told: int) -> None:
    screen = a_screen()
    evening = datetime(2026, 11, 25, 17, tzinfo=ZONE)
    screen_actions.report(screen=screen, version="v", shown="story", online_since=None, now=evening)
    assert tell_of_silence(now=at) == told


@pytest.mark.django_db(transaction=True)
def test_two_workers_tell_of_a_silence_once() -> None:
    desk, screen = factories.a_desk_editor(), a_screen()
    noon = datetime(2026, 11, 25, 12, tzinfo=ZONE)
    screen_actions.report(screen=screen, version="v", shown="story", online_since=None, now=noon)
    told: list[int] = []

    def look() -> None:
        told.append(tell_of_silence(now=noon + timedelta(minutes=11)))

    at_once(look, look)
    assert sorted(told) == [0, 1]
    assert Notice.objects.filter(user=desk, kind="led-silent").count() == 1
