"""Numbers for watchers: the text form, and that asking costs little and tells nothing about people."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.core.metrics import Metric, written


def test_metrics_of_one_name_stand_together_and_labels_are_escaped():
    found = [
        Metric(name="b", about="B.", value=2),
        Metric(name="a", about="A.", value=1.5, labels={"place": 'x"y\\z\n'}),
        Metric(name="a", about="A.", value=1, labels={"place": "a"}),
    ]
    assert written(found).splitlines() == [
        "# HELP a A.", "# TYPE a gauge", 'a{place="a"} 1', r'a{place="x\"y\\z\n"} 1.5', "# HELP b B.", "# TYPE b gauge", "b 2",
    ]  # fmt: skip


@pytest.mark.django_db
def test_the_address_answers_with_few_queries_and_is_kept_by_nobody(client):
    with CaptureQueriesContext(connection) as queries:
        answer = client.get("/metrics")
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert len(queries) < 10
    assert client.post("/metrics").status_code == 405
