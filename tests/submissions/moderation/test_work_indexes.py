"""Every list of articles is found through an index, however many articles there are beside it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from cms.accounts.work import lists_of
from submissions.articles.models import Submission
from tests import factories

pytestmark = pytest.mark.django_db
TABLE = Submission._meta.db_table


def plan_of(rows) -> str:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # In an empty table reading it whole is cheapest; the question is whether there is another way.
            cursor.execute("SET LOCAL enable_seqscan = off")
    return str(rows.explain())


def test_every_list_of_articles_is_found_through_an_index():
    unit = factories.a_unit()
    people = [factories.a_desk_editor(), factories.a_board_member(), factories.a_writer(unit), factories.a_head(unit)]
    begun = timezone.now() - timedelta(days=9)
    looked_at = 0
    for person in people:
        for each in lists_of(person):
            for part in each.parts():
                if part.model is not Submission:
                    continue
                after = part.filter(**{f"{each.by}__gt": begun})
                for rows in (part.order_by(each.by, "pk").values_list(each.by, "pk")[:51], after.values("pk")[:100]):
                    plan = plan_of(rows)
                    whole = f"Seq Scan on {TABLE}" in plan or (f"SCAN {TABLE}" in plan and "INDEX" not in plan)
                    assert not whole, f"{each.slug}: {plan}"
                    looked_at += 1
    assert looked_at > 30


def test_what_a_colleague_edited_is_found_through_the_few_that_anybody_edited():
    person = factories.an_editor()
    (second,) = (each for each in lists_of(person) if each.slug == "cho-duyet-lan-hai")

    plan = plan_of(second.parts()[1].order_by("submitted_at", "pk").values_list("submitted_at", "pk")[:51])

    assert "submission_edited_by_another" in plan, plan
