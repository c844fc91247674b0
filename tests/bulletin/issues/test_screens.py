"""The desk's screens: the board, the lists behind its numbers, and the way of an issue by its forms."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from bulletin.issues.enums import IssueState
from bulletin.issues.models import Issue, IssuePage
from cms.accounts.roles import Role
from cms.core.periods import Month
from submissions.articles.enums import State
from tests import factories
from tests.bulletin.issues.test_actions import an_approved_issue, an_issue_before_the_board

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from cms.accounts.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.once]

INSIDERS: tuple[tuple[str, Callable[[], User]], ...] = (
    ("editor", factories.an_editor),
    ("desk", factories.a_desk_editor),
    ("board", factories.a_board_member),
    ("officer", factories.an_officer),
    ("administrator", factories.an_administrator),
)


@pytest.mark.parametrize(("role", "person"), INSIDERS, ids=[role for role, _person in INSIDERS])
def test_the_newsroom_and_the_officer_see_the_board(client: Client, role: str, person: Callable[[], User]) -> None:
    client.force_login(person())
    answer = client.get(reverse("issues_board"))
    assert answer.status_code == 200
    assert (b'name="create"' in answer.content) is (role == "desk")


def test_units_and_strangers_do_not_reach_the_desks_screens(client: Client) -> None:
    issue = an_issue_before_the_board()
    addresses = [
        reverse("issues_board"), reverse("issues_items"), reverse("issues_issue", args=[issue.pk]),
    ]  # fmt: skip
    unit = factories.a_unit()
    for person in (factories.a_writer(unit), factories.a_head(unit), None):
        client.logout()
        if person:
            client.force_login(person)
        for address in addresses:
            answer = client.get(address)
            assert answer.status_code == 302, address
            assert issue.page.title.encode() not in answer.content
        for verb in ("approve", "publish"):
            client.post(reverse("issues_act", args=[issue.pk, verb]), {"revision": issue.page.latest_revision_id})
    issue.refresh_from_db()
    assert issue.state == IssueState.IN_REVIEW


def test_the_board_asks_the_same_number_of_queries_however_much_there_is(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(factories.a_desk_editor())
    for _ in range(12):
        factories.an_article(state=State.PUBLISHED)
    an_approved_issue()
    client.get(reverse("issues_board"))
    with django_assert_max_num_queries(40):
        assert client.get(reverse("issues_board")).status_code == 200


@pytest.mark.parametrize(
    "month", ["2026-13", "x", "9999-99", "9999-12", "0001-01", "2026-Q4", "-1", "0000-00", "1" * 10_000]
)
def test_an_odd_month_shows_the_current_one(client: Client, month: str) -> None:
    client.force_login(factories.a_desk_editor())
    answer = client.get(reverse("issues_board"), {"thang": month})
    assert answer.status_code == 200
    assert Month.of(timezone.now()).first_day.strftime("%m/%Y") in answer.content.decode()


def test_a_number_opens_the_list_behind_it(client: Client) -> None:
    client.force_login(factories.a_desk_editor())
    on_time = factories.an_article(state=State.PUBLISHED)
    other = factories.an_article(state=State.SUBMITTED)
    month = str(Month.of(timezone.now()))
    answer = client.get(
        reverse("issues_items"), {"thang": month, "don-vi": on_time.unit.code, "viec": "published"}
    ).content.decode()
    assert on_time.page.title in answer
    assert other.page.title not in answer


def test_the_desk_composes_orders_and_hands_up_by_the_form(client: Client) -> None:
    desk = factories.a_desk_editor()
    client.force_login(desk)
    first, second = factories.an_article(state=State.APPROVED), factories.an_article(state=State.PUBLISHED)
    left_out = factories.an_article(state=State.APPROVED)
    assert client.post(reverse("issues_create")).status_code == 302
    issue = Issue.objects.get()
    page = client.get(reverse("issues_issue", args=[issue.pk])).content.decode()
    assert left_out.page.title in page
    answer = client.post(
        reverse("issues_issue", args=[issue.pk]),
        {
            "title": "Số tháng này",
            "issue_date": "20/11/2026",
            f"place-{first.page_id}": "2",
            f"place-{second.page_id}": "1",
            f"place-{left_out.page_id}": "",
            "submit": "1",
        },
    )
    assert answer.status_code == 302
    issue.refresh_from_db()
    assert issue.state == IssueState.IN_REVIEW
    assert list(issue.entries.order_by("position").values_list("article_id", flat=True)) == [
        second.page_id,
        first.page_id,
    ]


def test_a_refused_composition_keeps_what_was_typed_and_names_the_article(client: Client) -> None:
    client.force_login(factories.a_desk_editor())
    client.post(reverse("issues_create"))
    issue = Issue.objects.get()
    draft = factories.an_article(state=State.SUBMITTED)
    answer = client.post(
        reverse("issues_issue", args=[issue.pk]),
        {
            "title": "Tít đã gõ",
            "issue_date": "20/11/2026",
            "editorial_note": "Lời đã gõ",
            f"place-{draft.page_id}": "1",
        },
    )
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Tít đã gõ" in text
    assert "Lời đã gõ" in text
    assert draft.page.title in text


def test_the_board_approves_and_the_desk_publishes(client: Client) -> None:
    issue = an_issue_before_the_board()
    client.force_login(factories.a_board_member())
    client.post(reverse("issues_act", args=[issue.pk, "approve"]), {"revision": issue.page.latest_revision_id})
    issue.refresh_from_db()
    assert issue.state == IssueState.APPROVED
    client.force_login(factories.a_desk_editor())
    client.post(reverse("issues_act", args=[issue.pk, "publish"]))
    assert IssuePage.objects.get(pk=issue.page_id).live


def test_a_closed_verb_says_why_and_changes_nothing(client: Client) -> None:
    issue = an_issue_before_the_board()
    client.force_login(factories.a_desk_editor())
    answer = client.post(
        reverse("issues_act", args=[issue.pk, "approve"]), {"revision": issue.page.latest_revision_id}
    )
    assert answer.status_code == 409
    issue.refresh_from_db()
    assert issue.state == IssueState.IN_REVIEW


def test_a_time_that_is_no_time_is_refused_and_kept(client: Client) -> None:
    issue = an_approved_issue()
    client.force_login(factories.a_desk_editor())
    answer = client.post(reverse("issues_act", args=[issue.pk, "schedule"]), {"at": "32/13/2026 25:00"})
    assert answer.status_code == 400
    assert b"32/13/2026 25:00" in answer.content


def test_nothing_is_changed_by_looking(client: Client) -> None:
    issue = an_approved_issue()
    client.force_login(factories.a_person(Role.DESK, Role.BOARD))
    for verb in ("publish", "reopen", "schedule"):
        assert client.get(reverse("issues_act", args=[issue.pk, verb])).status_code == 405
    issue.refresh_from_db()
    assert issue.state == IssueState.APPROVED


def test_the_button_of_the_board_composes_the_ready_articles_that_waited_longest(client: Client) -> None:
    client.force_login(factories.a_desk_editor())
    first = timezone.now() - timedelta(days=9)
    waiting = [factories.an_article(state=State.APPROVED, at=first + timedelta(hours=hour)) for hour in range(7)]
    board = client.get(reverse("issues_board")).content.decode()
    assert f'action="{reverse("issues_compose_ready")}"' in board
    answer = client.post(reverse("issues_compose_ready"))
    issue = Issue.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == reverse("issues_issue", args=[issue.pk])
    chosen = list(issue.entries.order_by("position").values_list("article_id", flat=True))
    assert chosen == [article.page_id for article in waiting[:6]]
    assert issue.state == IssueState.DRAFT


@pytest.mark.parametrize("person", [factories.an_editor, factories.a_board_member, factories.an_officer])
def test_only_the_desk_composes_by_the_button(client: Client, person: Callable[[], User]) -> None:
    client.force_login(person())
    factories.an_article(state=State.APPROVED)
    client.post(reverse("issues_compose_ready"))
    assert not Issue.objects.exists()


BOARDS = ("/quan-tri/bang-thang/ky/2026-Q4/", "/quan-tri/bang-thang/ky/2026/", "/quan-tri/bang-thang/ky/2026-H2/")


@pytest.mark.parametrize(("role", "person"), INSIDERS, ids=[role for role, _person in INSIDERS])
def test_the_newsroom_and_the_officer_see_quarter_and_year(
    client: Client, role: str, person: Callable[[], User]
) -> None:
    client.force_login(person())
    for address in (*BOARDS, reverse("issues_list"), reverse("issues_units")):
        assert client.get(address).status_code == 200


def test_units_see_no_board_of_a_longer_period(client: Client) -> None:
    unit = factories.a_unit()
    for person in (factories.a_writer(unit), factories.a_head(unit)):
        client.force_login(person)
        for address in (*BOARDS, reverse("issues_list"), reverse("issues_units")):
            assert client.get(address).status_code == 302
        assert client.post(reverse("issues_compose_ready")).status_code == 302
    assert not Issue.objects.exists()


@pytest.mark.parametrize(
    "period", ["x", "2026-Q5", "0000", "9999-Q4", "0001", "1900", "2199-Q4", "2026-11", "1" * 5_000]
)
def test_an_odd_period_leads_to_a_board(client: Client, period: str) -> None:
    client.force_login(factories.a_desk_editor())
    answer = client.get(f"/quan-tri/bang-thang/ky/{period}/", follow=True)
    assert answer.status_code == 200


def test_the_board_of_a_year_asks_the_same_number_of_queries_however_much_there_is(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(factories.a_desk_editor())
    address = f"/quan-tri/bang-thang/ky/{timezone.localdate().year}/"
    for _ in range(6):
        factories.an_article(state=State.PUBLISHED)
    client.get(address)
    with django_assert_max_num_queries(30):
        assert client.get(address).status_code == 200


def test_numbers_of_topics_audiences_and_issues_open_their_lists(client: Client) -> None:
    client.force_login(factories.a_desk_editor())
    article = factories.an_article(state=State.PUBLISHED, topic="T08", audience="citizens")
    other = factories.an_article(state=State.PUBLISHED, topic="T01", audience="staff")
    coming = factories.an_article(state=State.APPROVED, topic="T08", audience="citizens")
    year = timezone.localdate().year
    ask = {"ky": year, "chu-de": "T08", "doi-tuong": "citizens"}
    published = client.get(reverse("issues_items"), ask).content.decode()
    assert article.page.title in published
    assert other.page.title not in published
    assert coming.page.title in client.get(reverse("issues_items"), {**ask, "viec": "coming"}).content.decode()
    issue = an_approved_issue()
    for word, is_there in (("scheduled", True), ("published", False), ("in_work", False), ("x", True)):
        answer = client.get(reverse("issues_list"), {"ky": "2026", "trang-thai": word}).content.decode()
        assert (reverse("issues_issue", args=[issue.pk]) in answer) is is_there


def test_the_officer_is_told_how_many_are_counted_and_reads_what_is_public(client: Client) -> None:
    client.force_login(factories.an_officer())
    hidden = factories.an_article(state=State.APPROVED, topic="T08", audience="citizens")
    ask = {"chu-de": "T08", "doi-tuong": "citizens", "viec": "coming"}
    answer = client.get(reverse("issues_items"), ask)
    assert answer.context["kept_back"] == 1
    assert hidden.page.title not in answer.content.decode()


def test_the_forecast_is_explained_in_words_and_the_other_way_to_count_is_one_click_away(client: Client) -> None:
    client.force_login(factories.a_desk_editor())
    board = client.get(reverse("issues_board"))
    for sentence in board.context["board"].state.expected.sentences:
        assert sentence in board.content.decode()
    other = client.get(reverse("issues_board"), {"dem": "article"})
    assert other.context["board"].state.counts == "article"
    assert b"board-note" in other.content


def test_a_number_of_the_heat_table_opens_its_units(client: Client) -> None:
    client.force_login(factories.a_desk_editor())
    silent, done = factories.a_unit(), factories.a_unit()
    factories.an_article(unit=done, state=State.APPROVED, at=datetime(2026, 10, 5, 9, tzinfo=UTC))
    ask = {"thang": "2026-10"}
    missed = client.get(reverse("issues_units"), {**ask, "tinh-trang": "missed"}).content.decode()
    assert silent.name in missed
    assert done.name not in missed
    assert done.name in client.get(reverse("issues_units"), {**ask, "tinh-trang": "x"}).content.decode()
