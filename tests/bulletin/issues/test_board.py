"""The board says what to do next with the issues that are not out yet, and its numbers open exactly what they count."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from bulletin.issues.models import Issue
from cms.core.periods import Month
from submissions.articles.enums import State
from tests import factories
from tests.bulletin.issues.test_actions import an_approved_issue, an_issue_before_the_board

if TYPE_CHECKING:
    from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def _next(client: Client) -> str:
    words = client.get(reverse("issues_board")).content.decode()
    return words.partition('id="board-next"')[2].partition("</section>")[0]


def test_what_to_do_next_names_each_issue_that_waits_for_somebody(client: Client) -> None:
    waiting, approved = an_issue_before_the_board(), an_approved_issue()
    client.force_login(factories.a_desk_editor())
    client.post(reverse("issues_create"), {"thang": str(Month.of(timezone.now())), "create": "1"})
    draft = Issue.objects.latest("pk")
    Issue.objects.update(period=Month.of(timezone.now()).first_day)
    words = _next(client)
    for issue, said in ((draft, "bản nháp"), (waiting, "Ban Biên tập"), (approved, "chưa có giờ đăng")):
        line = next(each for each in words.split("<li>") if reverse("issues_issue", args=[issue.pk]) in each)
        assert f"số {issue.page.number}" in line
        assert said in line


def test_the_units_that_still_owe_are_the_ones_that_the_board_counts(client: Client) -> None:
    client.force_login(factories.a_desk_editor())
    silent, done = factories.a_unit(name="Trạm chưa gửi"), factories.a_unit(name="Trạm đã gửi")
    factories.an_article(unit=done, state=State.SUBMITTED)
    link = re.search(r'href="([^"]*tinh-trang=silent)"', _next(client))
    assert link
    answer = client.get(link[1].replace("&amp;", "&"))
    counted = client.get(reverse("issues_board")).context["board"].silent
    assert [unit.pk for unit, _cell in answer.context["rows"]] == [row.unit.pk for row in counted]
    assert silent.name in answer.content.decode()
    assert done.name not in answer.content.decode()


@pytest.mark.parametrize(("way", "list_name"), [("issue", "issues_list"), ("article", "issues_items")])
def test_the_sum_of_a_quarter_opens_its_list(client: Client, way: str, list_name: str) -> None:
    client.force_login(factories.a_board_member())
    words = client.get(reverse("issues_period", args=["2026-Q4"]), {"dem": way}).content.decode()
    figures = words.partition('class="board-figures"')[2].partition("</p>")[0]
    assert f'href="{reverse(list_name)}?ky=2026-Q4' in figures
