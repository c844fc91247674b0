"""Pieces that are planned in the demo: some for units, some the newsroom's own, one without a day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bulletin.calendar.actions import Plan, plan_piece
from cms.core.periods import Month, local_day
from cms.website.models import Topic
from submissions.units.models import Unit

if TYPE_CHECKING:
    from datetime import datetime

    from cms.accounts.models import User

# working title, topic, audience, genre, unit's code ("" is the newsroom), days from today (None is next month, no day)
PIECES: Final[tuple[tuple[str, str, str, str, str, int | None], ...]] = (
    ("Một buổi sáng ở bàn hướng dẫn dịch vụ công", "T08", "citizens", "reportage", "TTYT-CL", 3),
    ("Hỏi – đáp: đổi nơi khám chữa bệnh ban đầu", "T13", "patients", "qa", "BVDKT", 6),
    ("Đường dây nóng trong quý: ai gọi, ai trả lời", "T10", "citizens", "article", "", 9),
    ("Chỉ số hài lòng người bệnh: đọc con số thế nào", "T09", "staff", "infographic", "", None),
)


def plan_pieces(*, actor: User, now: datetime) -> None:
    """Plans them as somebody of the desk."""
    today = local_day(now)
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=[row[4] for row in PIECES if row[4]])}
    topics = {topic.code: topic for topic in Topic.objects.all()}
    for title, topic, audience, genre, code, days in PIECES:
        day = None if days is None else today + timedelta(days=days)
        plan_piece(
            actor=actor,
            plan=Plan(
                working_title=title,
                topic=topics[topic],
                audience=audience,
                genre=genre,
                unit=units.get(code),
                day=day,
                period=day or Month.of(today).next().first_day,
            ),
            now=now,
        )
