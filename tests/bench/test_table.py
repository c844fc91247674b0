"""The table of the benchmarks: medians, ratios, and what is marked as growing."""

from __future__ import annotations

import pytest

from tests.bench import searches, serving
from tests.bench.measures import FLAT, Measure, percentile
from tests.bench.table import asked_lines, milliseconds, table
from tests.bench.word import Readings, lines


def test_the_median_ignores_one_slow_request():
    measure = Measure(name="home", small=[10.0, 11.0, 900.0], large=[12.0, 10.0])
    assert measure.small_median == 11.0
    assert measure.large_median == 11.0
    assert measure.ratio == 1.0


def test_what_was_measured_in_one_archive_alone_has_no_ratio():
    assert Measure(name="import", small=[5.0]).ratio is None
    assert Measure(name="import", large=[5.0]).ratio is None
    assert not Measure(name="import", small=[5.0], must_be_flat=True).grows


@pytest.mark.parametrize(
    ("large", "queries", "grows"),
    [
        (10.0 * FLAT, (20, 20), False),
        (10.0 * FLAT + 0.1, (20, 20), True),
        (10.0, (20, 21), True),
        (10.0, (21, 20), False),
        (10.0, None, False),
    ],
)
def test_a_page_grows_by_its_time_or_by_its_queries(large, queries, grows):
    assert Measure(name="home", small=[10.0], large=[large], queries=queries, must_be_flat=True).grows is grows


def test_every_list_is_said_and_one_that_asks_more_is_named():
    assert asked_lines({"/a": 9, "/b": 7}, {"/a": 9, "/b": 6}) == (["- /a: 9", "- /b: 7 → 6"], True)
    assert asked_lines({"/a": 9}, {"/a": 10}) == (["- /a: 9 → 10 grows"], False)
    assert not asked_lines({}, {"/a": 1})[1], "a list that only the large archive has"


def test_work_that_may_grow_is_not_marked():
    assert not Measure(name="import", small=[10.0], large=[100.0]).grows


@pytest.mark.parametrize(
    ("value", "text"), [(None, "–"), (0.04, "0.0"), (9.96, "10.0"), (99.94, "99.9"), (1234.5, "1,234")]
)
def test_times_keep_the_digits_that_mean_something(value, text):
    assert milliseconds(value) == text


def test_the_slowest_of_a_hundred_is_a_measure_of_its_own():
    slowest = Measure(name="home", small=[float(value) for value in range(1, 201)], large=[]).slowest_of_a_hundred()
    assert (slowest.name, slowest.small, slowest.large) == ("home, p99", [198.0], [])


def test_the_table_is_a_markdown_table_with_columns_of_one_width():
    lines = table(
        [
            Measure(name="home page", small=[10.0], large=[31.0], queries=(20, 24), must_be_flat=True),
            Measure(name="import", small=[1500.0]),
        ],
        small=1_000,
        large=100_000,
    ).splitlines()
    assert lines == [
        "| median, ms | 1,000 | 100,000 | ratio | queries |                  |",
        "| ---------- | ----: | ------: | ----: | ------: | ---------------- |",
        "| home page  |  10.0 |    31.0 |  3.10 | 20 → 24 | grows (aim: 1.5) |",
        "| import     | 1,500 |       – |     – |       – |                  |",
    ]


def test_readings_are_compared_by_time_and_by_memory():
    row = Readings(name="a.docx", ours=[(200.0, 60.0), (900.0, 60.0), (210.0, 66.0)], theirs=[(100.0, 30.0)])
    assert lines([row]).splitlines()[-1] == "| a.docx | 210 | 100 | 2.10 | 60 | 30 | 2.00 |"


@pytest.mark.parametrize(("share", "value"), [(0.5, 50), (0.95, 95), (1.0, 100), (0.0, 1)])
def test_a_percentile_is_one_of_the_values(share, value):
    assert percentile(range(1, 101), share) == value


def test_searches_are_named_where_their_processor_time_is_over_the_aim():
    quick, slow = [[300.0, 20.0, 30.0]] * 20, [[300.0, 60.0, 50.0]] * 20
    rows = searches.lines({1_000: {"search": quick}, 100_000: {"search": slow}}).splitlines()[2:]
    assert rows == [
        "| search | 1,000 | 20 | 300.0 | 300.0 | 20.0 | 20.0 | 30.0 | 30.0 | 50.0 | 50.0 |  |",
        "| search | 100,000 | 20 | 300.0 | 300.0 | 60.0 | 60.0 | 50.0 | 50.0 | 110.0 | 110.0 | over 100 |",
    ]


def test_requests_a_second_are_compared_round_by_round():
    rates = ([100.0, 50.0], [200.0, 100.0], [50_000.0, 25_000.0], [40_000.0, 21_000.0], [900.0, 800.0], [890.0, 800.0])
    ways = [serving.Served(name=str(number), url="", rates=each) for number, each in enumerate(rates)]
    assert serving.lines(ways).splitlines()[2:] == [
        "| 0 | 75 | 1 | 150 | 0.50 |  |",
        "| 0 | 75 | 2 | 37,500 | 0.0020 |  |",
        "| 3 | 30,500 | 2 | 37,500 | 0.82 | under 0.9 |",
        "| 5 | 845 | 4 | 850 | 0.99 |  |",
    ]


def test_what_is_missing_for_requests_a_second_is_said_with_the_package(monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert "apt-get install wrk" in serving.missing()
