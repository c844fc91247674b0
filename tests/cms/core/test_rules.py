"""Several rules read together are what each of them is alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cms.core import rules
from cms.core.models import Rule

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 20)


def _rule(code: str, value: str, *, scope: str = "", since: date = date(2020, 1, 1)) -> None:
    Rule.objects.create(code=code, value=value, scope=scope, effective_from=since, source="Thử nghiệm")


def test_rules_read_together_are_what_each_is_alone(django_assert_num_queries):
    Rule.objects.all().delete()
    _rule("a", "1")
    _rule("a", "2", since=DAY - timedelta(days=9))
    _rule("a", "3", since=DAY + timedelta(days=1))
    _rule("b", "4", since=DAY)
    _rule("b", "5", scope="news")
    alone = {code: rules.value(code, on=DAY, scope="news") for code in ("a", "b")}
    with django_assert_num_queries(1):
        together = rules.values("a", "b", on=DAY, scope="news")
    assert together == alone == {"a": "2", "b": "5"}
    assert rules.values("a", "b", on=DAY) == {"a": "2", "b": "4"}
    with pytest.raises(rules.RuleMissing, match="rule c"):
        rules.values("a", "c", on=DAY)
