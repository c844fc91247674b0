"""Planned pieces and scheduled issues as tests need them."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bulletin.calendar import actions
from bulletin.calendar.actions import Plan
from bulletin.issues import actions as issues
from cms.website.models import Topic
from tests import factories
from tests.bulletin.issues.test_actions import an_approved_issue

if TYPE_CHECKING:
    from bulletin.calendar.models import PlannedPiece
    from bulletin.issues.models import Issue
    from cms.accounts.models import User

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def a_plan(**fields: Any) -> Plan:
    """What is said about a piece of 20 November."""
    topic = fields.pop("topic", "T08")
    day = fields.pop("day", date(2026, 11, 20))
    return Plan(
        working_title=fields.pop("working_title", "Một ngày ở bàn hướng dẫn"),
        topic=Topic.objects.get(code=topic),
        period=fields.pop("period", day or date(2026, 11, 1)),
        day=day,
        **fields,
    )


def a_piece(*, by: User | None = None, **fields: Any) -> PlannedPiece:
    """A planned piece."""
    factories.house()
    return actions.plan_piece(actor=by or factories.a_desk_editor(), plan=a_plan(**fields))


def a_scheduled_issue(at: datetime, *, now: datetime | None = None) -> Issue:
    """An issue that goes live by itself."""
    return issues.schedule(
        issue_id=an_approved_issue().pk,
        actor=factories.a_desk_editor(),
        at=at,
        now=now or datetime(2026, 11, 1, tzinfo=ZONE),
    )
