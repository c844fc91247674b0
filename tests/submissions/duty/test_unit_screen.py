"""The unit's own screen: what is owed, where each article is, and who may look."""

from __future__ import annotations

from datetime import datetime, timedelta
from html import unescape
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.accounts.landing import landing_url
from cms.accounts.roles import Role
from cms.core.models import Rule
from cms.core.periods import Month
from submissions.articles.actions import record_confirmed
from submissions.articles.enums import State
from submissions.duty.models import Exemption
from submissions.duty.unit_screen import desk_of, standing, steps_of, year_standings
from submissions.units.actions import add_member
from submissions.units.enums import UnitRole
from tests import factories
from tests.shared import shared

if TYPE_CHECKING:
    from django.test import Client

    from cms.accounts.models import User
    from submissions.units.models import Unit

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOVEMBER = Month(2026, 11)


def at(day: int, hour: int = 9, month: int = 11) -> datetime:
    """A moment of 2026, local time."""
    return datetime(2026, month, day, hour, tzinfo=ZONE)


@shared
def unit(house: object) -> Unit:
    return factories.a_unit(code="BVTHU")


@shared
def writer(unit: Unit) -> User:
    return factories.a_writer(unit)


def screen(unit: Unit) -> str:
    return reverse("unit_articles", args=[unit.code])


def looks(unit: Unit, *, day: int = 4) -> tuple[str, str]:
    found = standing(unit, NOVEMBER, now=at(day))
    return found.kind, found.words


def test_a_month_without_an_article_names_the_days_left_and_the_day(unit: Unit) -> None:
    kind, words = looks(unit)
    assert kind == "open"
    assert "6" in words
    assert "Thứ Ba, 10/11" in words
    assert looks(unit, day=10)[0] == "open"
    assert "23:59" in looks(unit, day=10)[1]
    late, late_words = looks(unit, day=13)
    assert late == "late"
    assert "3" in late_words


@pytest.mark.parametrize(
    ("state", "day", "kind"),
    [(State.DRAFT, 4, "open"), (State.SUBMITTED, 4, "sent"), (State.RETURNED, 4, "sent"), (State.APPROVED, 4, "met"),
     (State.PUBLISHED, 4, "met"), (State.SUBMITTED, 12, "sent"), (State.APPROVED, 12, "met")],
)  # fmt: skip
def test_the_standing_follows_the_article(unit: Unit, writer: User, state: State, day: int, kind: str) -> None:
    factories.an_article(unit=unit, writer=writer, state=state, at=at(day))
    assert looks(unit, day=day)[0] == kind


def test_a_refused_article_does_not_count_as_waiting(unit: Unit, writer: User) -> None:
    factories.an_article(unit=unit, writer=writer, state=State.REJECTED, at=at(3))
    assert looks(unit, day=4)[0] == "open"
    assert looks(unit, day=12)[0] == "late"
    factories.an_article(unit=unit, writer=writer, state=State.SUBMITTED, at=at(5))
    assert looks(unit, day=6)[0] == "sent"


def test_late_is_said_beside_what_was_reached(unit: Unit, writer: User) -> None:
    factories.an_article(unit=unit, writer=writer, state=State.APPROVED, at=at(12))
    other = factories.a_unit()
    factories.an_article(unit=other, state=State.APPROVED, at=at(2))
    assert looks(unit, day=13)[1] != looks(other, day=13)[1]


def test_who_owes_nothing_is_not_asked(unit: Unit) -> None:
    Exemption.objects.create(unit=unit, period=NOVEMBER.first_day, document="12/QĐ-SYT")
    assert looks(unit)[0] == "free"
    office = factories.a_unit(code="PHONG")
    Rule.objects.create(code="unit.monthly_quota", scope="PHONG", value="0", source="QĐ", effective_from="2020-01-01")
    assert looks(office)[0] == "free"
    young = factories.a_unit(valid_from=datetime(2027, 1, 1, tzinfo=ZONE).date())
    assert looks(young)[0] == "free"


def test_the_year_has_twelve_months_and_the_past_is_not_counted_in_days(unit: Unit, writer: User) -> None:
    factories.an_article(unit=unit, writer=writer, state=State.APPROVED, at=at(5, month=10))
    now = at(4)
    year = year_standings(unit, current=standing(unit, NOVEMBER, now=now), now=now)
    assert [each.kind for each in year] == ["missed"] * 9 + ["met", "open", "none"]


def test_articles_stand_where_something_is_to_be_done_about_them(unit: Unit, writer: User) -> None:
    for state in State:
        factories.an_article(unit=unit, writer=writer, state=state, title=f"Bài {state.value}")
    factories.an_article(state=State.SUBMITTED, title="Bài của đơn vị khác")
    desk = desk_of(unit)
    titles = {
        name: {item.title.removeprefix("Bài ") for item in getattr(desk, name)}
        for name in ("returned", "drafts", "under_way", "published", "closed")
    }
    assert titles == {
        "returned": {"returned"},
        "drafts": {"draft"},
        "under_way": {"to_release", "submitted", "in_review", "second", "approved", "scheduled"},
        "published": {"published", "correcting"},
        "closed": {"rejected", "withdrawn"},
    }
    assert all(item.reason and item.reason.reason for item in [*desk.returned, *desk.closed])


def test_the_stations_carry_their_dates_and_the_next_one_is_marked(unit: Unit, writer: User) -> None:
    def way(state: State) -> list[str]:
        return [step.look for step in steps_of(factories.an_article(unit=unit, writer=writer, state=state, at=at(5)))]

    assert way(State.SUBMITTED) == ["done", "now", "ahead", "ahead", "ahead"]
    assert way(State.IN_REVIEW) == ["done", "done", "now", "ahead", "ahead"]
    assert way(State.SCHEDULED) == ["done", "done", "done", "now", "ahead"]
    assert way(State.REJECTED)[1:] == ["ahead"] * 4
    published = factories.an_article(unit=unit, writer=writer, state=State.PUBLISHED, at=at(5))
    record_confirmed(story_id=published.page_id, at=at(6), url="https://cchc.vi-du.vn/bai/1")
    published.refresh_from_db()
    steps = steps_of(published)
    assert [step.look for step in steps] == ["done"] * 5
    assert [step.at.astimezone(ZONE).day for step in steps if step.at] == [5, 5, 5, 5, 6]


def test_the_screen_shows_the_reason_the_way_and_the_public_address(client: Client, unit: Unit, writer: User) -> None:
    returned = factories.an_article(unit=unit, writer=writer, state=State.RETURNED, reason="Thiếu <chú thích> ảnh 2.")
    factories.an_article(unit=unit, writer=writer, state=State.IN_REVIEW, title="Đang được đọc")
    published = factories.an_article(unit=unit, writer=writer, state=State.PUBLISHED, title="Đã lên trang")
    record_confirmed(story_id=published.page_id, at=timezone.now(), url="https://cchc.vi-du.vn/bai/1")
    client.force_login(writer)
    response = client.get(screen(unit))
    page = response.content.decode()
    assert response.status_code == 200
    assert "Thiếu &lt;chú thích&gt; ảnh 2." in page
    assert reverse("intake_review", args=[returned.page_id]) in page
    assert published.page.url in page
    assert "https://cchc.vi-du.vn/bai/1" in page
    assert 'aria-current="step"' in page
    assert f'action="{reverse("intake_upload", args=[unit.code])}"' in page
    assert 'enctype="multipart/form-data"' in page
    assert reverse("intake_write", args=[unit.code]) in page


def test_the_way_to_write_directly_is_open_to_writers(client: Client, unit: Unit, writer: User) -> None:
    client.force_login(writer)
    assert (
        client.get(reverse("wagtailadmin_pages:add", args=["articles", "articlepage", unit.page.pk])).status_code
        == 200
    )


def test_an_empty_unit_is_told_what_would_fill_its_screen(client: Client, unit: Unit, writer: User) -> None:
    client.force_login(writer)
    page = client.get(screen(unit)).content.decode()
    assert 'id="empty"' in page
    assert 'id="returned"' not in page


def test_a_month_opens_with_its_articles_and_figures(client: Client, unit: Unit, writer: User) -> None:
    moment = timezone.now()
    factories.an_article(unit=unit, writer=writer, state=State.APPROVED, at=moment, title="Bài tháng này")
    factories.an_article(unit=unit, writer=writer, state=State.DRAFT, title="Bản nháp chưa gửi")
    client.force_login(writer)
    month = Month.of(moment)
    page = unescape(client.get(reverse("unit_month", args=[unit.code, month])).content.decode())
    assert "Bài tháng này" in page
    assert "Bản nháp chưa gửi" not in page
    before = unescape(client.get(reverse("unit_month", args=[unit.code, month.previous()])).content.decode())
    assert "Bài tháng này" not in before
    assert client.get(reverse("unit_month", args=[unit.code, month.shift(1)])).status_code == 302
    assert client.get(f"{screen(unit)}2026-13/").status_code == 404
    assert client.get(f"{screen(unit)}thang-nay/").status_code == 404


def test_a_unit_exists_only_for_its_own_people(client: Client, unit: Unit) -> None:
    factories.an_article(unit=unit, state=State.RETURNED, title="Việc nội bộ")
    strangers = [
        factories.a_writer(factories.a_unit()), factories.a_head(factories.a_unit()), factories.an_editor(),
        factories.a_desk_editor(), factories.a_board_member(), factories.an_officer(), factories.an_administrator(),
    ]  # fmt: skip
    addresses = [screen(unit), reverse("unit_month", args=[unit.code, NOVEMBER])]
    for stranger in strangers:
        client.force_login(stranger)
        assert [client.get(address).status_code for address in addresses] == [404, 404]
    client.logout()
    assert client.get(screen(unit)).status_code == 302


def test_the_head_sees_the_same_screen(client: Client, unit: Unit, writer: User) -> None:
    factories.an_article(unit=unit, writer=writer, state=State.IN_REVIEW, title="Bài của người viết")
    client.force_login(factories.a_head(unit))
    assert "Bài của người viết" in client.get(screen(unit)).content.decode()


def test_people_of_several_units_can_switch(client: Client, unit: Unit, writer: User) -> None:
    other = factories.a_unit(code="TTYTHAI")
    add_member(unit=other, user=writer, role=UnitRole.WRITER)
    client.force_login(writer)
    assert f'href="{screen(other)}"' in client.get(screen(unit)).content.decode()
    assert f'href="{screen(unit)}"' in client.get(screen(other)).content.decode()
    assert client.get(reverse("my_unit_articles"))["Location"] == screen(unit)


def test_writers_and_heads_land_here_and_people_of_the_house_do_not(client: Client, unit: Unit, writer: User) -> None:
    home = reverse("my_unit_articles")
    assert landing_url(writer) == home
    assert landing_url(factories.a_head(unit)) == home
    both = factories.a_person(Role.EDITOR)
    add_member(unit=unit, user=both, role=UnitRole.WRITER)
    assert landing_url(both) != home
    client.force_login(both)
    assert client.get(screen(unit)).status_code == 200
    client.force_login(factories.an_editor())
    assert client.get(home).status_code == 404


def test_the_menu_leads_here_only_for_people_of_a_unit(client: Client, unit: Unit, writer: User) -> None:
    client.force_login(writer)
    assert reverse("my_unit_articles") in client.get(screen(unit)).content.decode()
    client.force_login(factories.an_administrator())
    assert reverse("my_unit_articles") not in client.get(reverse("wagtailadmin_reports:site_history")).content.decode()


def test_the_number_of_queries_does_not_grow_with_the_articles(client: Client, unit: Unit, writer: User) -> None:
    editor = factories.an_editor()

    def fill(number: int) -> None:
        states = (State.DRAFT, State.SUBMITTED, State.RETURNED, State.IN_REVIEW, State.APPROVED)
        for index in range(number):
            at_ = timezone.now() - timedelta(minutes=index)
            factories.an_article(unit=unit, writer=writer, editor=editor, state=states[index % 5], at=at_)

    def queries() -> int:
        client.get(screen(unit))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(screen(unit)).status_code == 200
        return len(captured)

    client.force_login(writer)
    fill(5)
    few = queries()
    fill(45)
    assert queries() == few
    # Three for each month of the year until today, of which there are at most twelve, and what one screen takes.
    assert few <= 60
