"""Views and listens: once a reader, story and day; nothing that names anybody; nothing lost or counted twice."""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.core.periods import ZONE
from cms.visits import actions, readers
from cms.visits.bots import is_bot
from cms.visits.models import DailyCount, DaySalt, Mark, VisitKind
from submissions.articles.enums import State
from tests import factories
from tests.shared import shared

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"
ANDROID = "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36"
NOON = datetime(2026, 11, 29, 12, tzinfo=ZONE)


@pytest.fixture(autouse=True)
def _no_salt_of_another_test():
    readers.drop()
    yield
    readers.drop()


@shared
def story(db):
    return factories.an_article(state=State.PUBLISHED).page


def _send(body, *, address="113.160.1.7", agent=FIREFOX, client=None, **headers):
    return (client or Client(enforce_csrf_checks=True)).post(
        "/dem/", body, content_type="text/plain", REMOTE_ADDR=address, headers={"User-Agent": agent, **headers}
    )


def _note(story, *, reader=1, kind=VisitKind.VIEW, now=NOON):
    # Networks apart from each other, so that no limit is met.
    network = f"10.{reader // 250}.{reader % 250}.0/24"
    return actions.note_visit(uid=story.uid, kind=kind, network=network, user_agent=FIREFOX, now=now)


def _count_of(story):
    actions.gather()
    row = DailyCount.objects.filter(story=story).first()
    return (row.views, row.listens) if row else (0, 0)


def test_a_reader_counts_once_a_day_however_often_the_page_is_opened(story):
    for _ in range(3):
        answer = _send(f"v {story.uid}")
        assert answer.status_code == 204
        assert answer.cookies == {}
        assert answer.content == b""
    assert _count_of(story) == (1, 0)


def test_other_browsers_networks_and_kinds_count_for_themselves(story):
    _send(f"v {story.uid}")
    _send(f"v {story.uid}", agent=ANDROID)
    _send(f"v {story.uid}", address="14.161.9.9")
    _send(f"v {story.uid}", address="2001:ee0:4c:1::7")
    _send(f"l {story.uid}")
    assert _count_of(story) == (4, 1)


def test_neighbours_in_one_network_are_one_reader_with_the_same_browser(story):
    _send(f"v {story.uid}", address="113.160.1.7")
    _send(f"v {story.uid}", address="113.160.1.200")
    _send(f"v {story.uid}", address="2001:ee0:4c:1::7")
    _send(f"v {story.uid}", address="2001:ee0:4c:ffff::8")
    assert _count_of(story) == (2, 0)


def test_behind_our_own_proxy_the_address_is_the_one_that_the_proxy_saw(story):
    _send(f"v {story.uid}", address="127.0.0.1", **{"X-Forwarded-For": "1.2.3.4, 113.160.1.7"})
    _send(f"v {story.uid}", address="127.0.0.1", **{"X-Forwarded-For": "9.9.9.9, 113.160.1.8"})
    _send(f"v {story.uid}", address="113.160.1.9", **{"X-Forwarded-For": "5.6.7.8"})
    assert _count_of(story) == (1, 0)


def test_the_next_day_counts_anew_and_the_day_is_that_of_vietnam(story):
    late = datetime(2026, 11, 29, 23, 59, tzinfo=ZONE)
    assert _note(story, now=late)
    assert not _note(story, now=late)
    assert _note(story, now=late + timedelta(minutes=1))
    actions.gather_batch()
    days = list(DailyCount.objects.filter(story=story).order_by("day").values_list("day", "views"))
    assert days == [(date(2026, 11, 29), 1), (date(2026, 11, 30), 1)]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 400),
        ("v", 400),
        ("x 0f8fad5b-d9cb-469f-a165-70867728950e", 400),
        ("v 0F8FAD5B-D9CB-469F-A165-70867728950E", 400),
        ("v 0f8fad5b-d9cb-469f-a165-70867728950e\n", 400),
        ("v 0f8fad5b-d9cb-469f-a165-70867728950e' OR 1=1", 400),
        ("v " + "a" * 99, 413),
        (b"\xff\x00", 400),
        ("v 0f8fad5b-d9cb-469f-a165-70867728950e", 204),
    ],
)
def test_other_words_are_refused_and_an_unknown_story_is_nobodys_error(body, status):
    assert _send(body).status_code == status
    assert not Mark.objects.exists()


def test_the_beacon_is_only_posted(client):
    assert client.get("/dem/").status_code == 405


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.SCHEDULED, State.WITHDRAWN])
def test_what_is_not_public_is_not_counted(state):
    page = factories.an_article(state=state).page
    assert _send(f"v {page.uid}").status_code == 204
    assert not Mark.objects.exists()


@pytest.mark.parametrize(
    "agent",
    [
        "",
        "Mozilla/5.0",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
        "Mozilla/5.0 (compatible; coccocbot-web/1.0; +http://help.coccoc.com/searchengine)",
        "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/142.0.0.0 Safari/537.36",
        "python-requests/2.32.3 with some words",
        "curl/8.5.0 x86_64-pc-linux-gnu",
        "Mozilla/5.0 AppleWebKit/537.36 (compatible; GPTBot/1.2; +https://openai.com/gptbot)",
        "Mozilla/5.0 (Linux; Android 11) Chrome-Lighthouse something",
    ],
)
def test_bots_are_left_out(story, agent):
    assert is_bot(agent)
    assert _send(f"v {story.uid}", agent=agent).status_code == 204
    assert not Mark.objects.exists()


@pytest.mark.parametrize(
    "agent",
    [
        FIREFOX,
        ANDROID,
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/142.0 Mobile Safari/537.36 Zalo android/24100000 ZaloTheme/light ZaloLanguage/vn",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) coc_coc_browser/140.0.0 Chrome/134.0.0.0 Safari/537.36",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 [FBAN/FBIOS;FBAV/530.0.0]",
        "Mozilla/5.0 (Linux; Android 14; CUBOT X70) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36",
    ],
)
def test_browsers_are_no_bots(agent):
    assert not is_bot(agent)


def test_another_sites_page_counts_nothing(story):
    _send(f"v {story.uid}", **{"Sec-Fetch-Site": "cross-site"})
    _send(f"v {story.uid}", Origin="https://elsewhere.example")
    assert not Mark.objects.exists()
    _send(f"v {story.uid}", **{"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"})
    assert Mark.objects.count() == 1


def test_one_network_can_not_push_a_story_however_many_names_it_takes(story, monkeypatch):
    network = "113.160.1.0/24"
    monkeypatch.setattr(actions, "MARKS_A_STORY", 20)
    for number in range(30):
        agent = f"{FIREFOX} {number}"
        actions.note_visit(uid=story.uid, kind=VisitKind.VIEW, network=network, user_agent=agent, now=NOON)
    assert Mark.objects.count() == 20
    assert actions.note_visit(
        uid=story.uid, kind=VisitKind.VIEW, network="14.161.9.0/24", user_agent=FIREFOX, now=NOON
    )


def test_a_network_that_asks_without_end_is_not_heard_any_more(story):
    for _ in range(actions.ASKED_A_MINUTE):
        actions.note_visit(uid=uuid4(), kind=VisitKind.VIEW, network="1.2.3.0/24", user_agent=FIREFOX, now=NOON)
    assert not actions.note_visit(
        uid=story.uid, kind=VisitKind.VIEW, network="1.2.3.0/24", user_agent=FIREFOX, now=NOON
    )


def test_nothing_of_a_reader_is_in_the_database_or_the_log(story, caplog):
    caplog.set_level(logging.DEBUG)
    _send(f"v {story.uid}", address="113.160.77.7")
    _send(f"l {story.uid}", address="113.160.77.7")
    rows = [str(row) for row in Mark.objects.values()] + [str(row) for row in DaySalt.objects.values()]
    actions.gather()
    rows += [str(row) for row in Mark.objects.values()] + [str(row) for row in DailyCount.objects.values()]
    for trace in ("113.160", "Firefox", "Mozilla"):
        assert not any(trace in row for row in rows)
        # Django's own log of the queries of a test is no log of the product.
        assert not any(trace in each.getMessage() for each in caplog.records if each.name != "django.db.backends")


def test_marks_of_one_reader_have_nothing_in_common():
    one, other = (factories.an_article(state=State.PUBLISHED).page for _ in range(2))
    for page in (one, other):
        for kind in VisitKind:
            _note(page, kind=kind)
    assert len(set(Mark.objects.values_list("digest", flat=True))) == 4


def test_after_midnight_the_salt_and_the_counted_marks_are_gone_and_the_counts_stay(story):
    _note(story)
    yesterday = readers.salt_of(date(2026, 11, 29))
    actions.gather(now=NOON)
    assert Mark.objects.filter(story__isnull=True).count() == 1
    actions.gather(now=NOON + timedelta(days=1))
    assert not Mark.objects.exists()
    assert not DaySalt.objects.exists()
    assert DailyCount.objects.get(story=story).views == 1
    readers.drop()
    assert readers.salt_of(date(2026, 11, 29)) != yesterday


def test_marks_that_wait_over_midnight_are_counted_on_their_own_day(story):
    _note(story)
    assert actions.gather(now=NOON + timedelta(days=1)) == 1
    assert DailyCount.objects.get(story=story).day == date(2026, 11, 29)
    assert not Mark.objects.exists()


def test_every_process_has_the_same_salt_on_a_day():
    first = readers.salt_of(date(2026, 11, 29))
    readers.drop()
    assert readers.salt_of(date(2026, 11, 29)) == first
    assert readers.salt_of(date(2026, 11, 30)) != first


def test_many_marks_are_added_in_batches_with_a_constant_number_of_queries(story, monkeypatch):
    monkeypatch.setattr(actions, "BATCH", 10)
    for number in range(25):
        _note(story, reader=number)
    with CaptureQueriesContext(connection) as first:
        assert actions.gather_batch() == 10
    with CaptureQueriesContext(connection) as second:
        assert actions.gather_batch() == 10
    assert len(first) == len(second)
    assert actions.gather() == 5
    assert _count_of(story) == (25, 0)


def test_a_beacon_costs_few_queries(story):
    _send(f"v {story.uid}", address="1.1.1.1")
    with CaptureQueriesContext(connection) as captured:
        _send(f"v {story.uid}", address="2.2.2.2")
    statements = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
    assert len(statements) <= 3, "\n".join(statements)


def test_a_batch_that_dies_before_its_end_is_counted_once_by_the_next(story, monkeypatch):
    for number in range(3):
        _note(story, reader=number)

    class Killed(BaseException):
        pass

    add = actions._add

    def die(*given, **named):
        add(*given, **named)
        raise Killed

    monkeypatch.setattr(actions, "_add", die)
    with pytest.raises(Killed):
        actions.gather_batch()
    monkeypatch.setattr(actions, "_add", add)
    assert _count_of(story) == (3, 0)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_count_each_mark_once(at_once):
    pages = [factories.an_article(state=State.PUBLISHED).page for _ in range(2)]
    for number in range(10):
        for page in pages:
            _note(page, reader=number)
    done = at_once(actions.gather, actions.gather, actions.gather)
    actions.gather()
    assert sum(done) == 20
    assert sorted(DailyCount.objects.values_list("views", flat=True)) == [10, 10]


@pytest.mark.django_db(transaction=True)
def test_the_same_reader_at_the_same_moment_counts_once(at_once):
    page = factories.an_article(state=State.PUBLISHED).page
    noted = at_once(*[lambda: _note(page)] * 4)
    assert sum(noted) == 1
    assert Mark.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_marks_made_while_a_batch_runs_are_in_the_next_one(at_once):
    page = factories.an_article(state=State.PUBLISHED).page
    at_once(*[lambda number=number: _note(page, reader=number) for number in range(4)], actions.gather)
    assert _count_of(page) == (4, 0)


def test_a_story_that_is_withdrawn_meanwhile_keeps_its_count(story):
    _note(story)
    type(story).objects.filter(pk=story.pk).update(public_at=None)
    assert _count_of(story) == (1, 0)
    assert not _note(story, reader=2)
