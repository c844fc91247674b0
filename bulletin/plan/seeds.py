"""First asks of the plan, for a new house; a table that people keep is left as they keep it.

The plan names contents and audiences (II.1 for officials, II.2 for citizens, organisations and investors, III for the
key activities) and no numbers; “one a quarter” and “one a year” are the desk's own until a plan says otherwise.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from bulletin.plan.enums import Span
from bulletin.plan.models import PlanAsk
from cms.website.enums import Audience
from cms.website.models import Topic

PLAN: Final = "Kế hoạch tuyên truyền CCHC năm 2024 của Sở Y tế Khánh Hòa"
NUMBER: Final = "số lượng: quy ước của ban thư ký, chờ kế hoạch năm"
BEGINNING: Final = date(2024, 1, 1)
A, S = Audience, Span

# topic, audience ("" is whichever), span, paragraph of the plan
ASKS: Final[tuple[tuple[str, str, Span, str], ...]] = (
    ("T01", A.STAFF, S.QUARTER, "mục II.1 a–e"),
    ("T03", A.CITIZENS, S.QUARTER, "mục II.2"),
    ("T04", A.CITIZENS, S.QUARTER, "mục III, hoạt động 1"),
    ("T05", A.STAFF, S.YEAR, "mục II.1 k"),
    ("T06", A.STAFF, S.QUARTER, "mục II.3.a"),
    ("T08", A.CITIZENS, S.MONTH, "mục II.2 và III, hoạt động 4"),
    ("T08", A.STAFF, S.QUARTER, "mục II.1 h và III, hoạt động 8"),
    ("T09", A.STAFF, S.YEAR, "mục II.1 k"),
    ("T10", A.CITIZENS, S.QUARTER, "mục II.2"),
    ("T11", "", S.QUARTER, "mục II.1 k"),
    ("T12", "", S.QUARTER, "mục II.1 f"),
    ("T13", A.PATIENTS, S.MONTH, "mục III, hoạt động 4, 5 và 7"),
    ("T14", A.BUSINESSES, S.QUARTER, "mục III, hoạt động 2 và 6"),
    ("T14", A.INVESTORS, S.YEAR, "mục III, hoạt động 2 và 6"),
    ("T15", A.STAFF, S.QUARTER, "mục II.3.a"),
    ("T16", "", S.YEAR, "phụ lục, nhiệm vụ 18"),
)  # fmt: skip


def ensure_asks() -> None:
    """Fills the table while it is empty."""
    if PlanAsk.objects.exists():
        return
    topics = {topic.code: topic for topic in Topic.objects.all()}
    PlanAsk.objects.bulk_create(
        PlanAsk(
            topic=topics[code],
            audience=audience,
            count=1,
            span=span,
            source=f"{PLAN}, {paragraph}; {NUMBER}",
            effective_from=BEGINNING,
        )
        for code, audience, span, paragraph in ASKS
        if code in topics
    )
