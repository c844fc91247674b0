"""The suggestion for an issue: balanced, the same every time, and able to say why."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.issues.suggestion import (
    LONG_WAIT,
    MOST_WAITING,
    SOON_TOO_OLD,
    Candidate,
    MonthSoFar,
    Reason,
    Suggested,
    Why,
    reasons_for,
    suggest,
)

NOTHING = MonthSoFar()


def an_article(key: int, **fields: Any) -> Candidate:
    return Candidate(**{"key": key, "unit": f"DV{key}", "topic": "T01", "audience": "citizens", "waited": 0, **fields})


def keys(suggested: list[Suggested]) -> list[int]:
    return [piece.key for piece in suggested]


def whys(suggested: Suggested) -> list[Why]:
    return [reason.why for reason in suggested.reasons]


def test_it_is_no_longer_than_it_should_be() -> None:
    assert len(suggest([an_article(key) for key in range(20)], month=NOTHING, size=6)) == 6


@pytest.mark.parametrize("size", [-1, 0])
def test_no_room_no_suggestion(size: int) -> None:
    assert suggest([an_article(1)], month=NOTHING, size=size) == []


def test_out_of_nothing_comes_nothing() -> None:
    assert suggest([], month=NOTHING, size=6) == []


def test_a_unit_without_a_piece_this_month_comes_before_one_that_waits_longer() -> None:
    month = MonthSoFar(units={"DV1": 1})
    found = suggest([an_article(1, waited=300), an_article(2)], month=month, size=1)
    assert keys(found) == [2]
    assert found[0].reasons[0] == Reason(why=Why.UNIT_SILENT, subject="DV2")


def test_one_unit_does_not_fill_the_issue() -> None:
    candidates = [an_article(key, unit="DV", waited=key) for key in range(1, 6)]
    assert keys(suggest(candidates, month=NOTHING, size=6)) == [5]


def test_a_second_piece_of_a_unit_comes_only_where_the_plan_asks_for_it() -> None:
    month = MonthSoFar(topic_plan={"T08": 2}, audience_plan={"patients": 1})
    candidates = [
        an_article(2, unit="DV", waited=24, topic="T08", audience="patients", days_left=3),
        an_article(3, unit="DV"),
    ]
    assert keys(suggest(candidates, month=month, size=3, chosen=[an_article(1, unit="DV")])) == [2]


def test_the_topic_that_the_plan_lacks_comes_first_until_the_plan_is_met() -> None:
    month = MonthSoFar(topics={"T08": 1}, topic_plan={"T08": 2})
    candidates = [
        an_article(1, topic="T05", waited=20),
        an_article(2, topic="T08"),
        an_article(3, topic="T08", waited=1),
    ]
    found = suggest(candidates, month=month, size=3)
    assert keys(found) == [3, 1, 2]
    assert Reason(why=Why.TOPIC_SHORT, subject="T08", have=1, plan=2) in found[0].reasons
    assert Why.TOPIC_SHORT not in whys(found[2])
    assert Why.TOPIC_TWICE in whys(found[2])


def test_an_audience_that_the_plan_lacks_tips_the_balance() -> None:
    month = MonthSoFar(audience_plan={"businesses": 1}, audiences={"citizens": 4})
    found = suggest([an_article(1, waited=10), an_article(2, audience="businesses")], month=month, size=1)
    assert keys(found) == [2]
    assert Reason(why=Why.AUDIENCE_SHORT, subject="businesses", have=0, plan=1) in found[0].reasons


def test_of_equals_the_one_that_waits_longer_then_the_older_number() -> None:
    assert keys(suggest([an_article(1), an_article(2, waited=1)], month=NOTHING, size=2)) == [2, 1]
    assert keys(suggest([an_article(9), an_article(4)], month=NOTHING, size=2)) == [4, 9]


def test_waiting_weighs_no_more_than_its_limit() -> None:
    short, long = an_article(1, waited=MOST_WAITING), an_article(2, waited=MOST_WAITING * 10)
    found = suggest([short, long], month=NOTHING, size=2)
    assert found[0].points == found[1].points + 15  # the second is of the first one's topic
    assert keys(found) == [2, 1], "the longer wait still comes first"


def test_what_is_about_to_be_too_old_is_taken_before_it_is() -> None:
    found = suggest([an_article(1, waited=20), an_article(2, days_left=SOON_TOO_OLD - 1)], month=NOTHING, size=1)
    assert keys(found) == [2]
    assert Reason(why=Why.AGES, have=SOON_TOO_OLD - 1) in found[0].reasons


@pytest.mark.parametrize(("waited", "told"), [(LONG_WAIT - 1, False), (LONG_WAIT, True)])
def test_a_long_wait_is_told(waited: int, told: bool) -> None:
    reasons = reasons_for(an_article(1, waited=waited), month=NOTHING)
    assert (Reason(why=Why.WAITS, have=waited) in reasons) is told


def test_days_that_are_over_are_no_negative_number() -> None:
    assert Reason(why=Why.AGES, have=0) in reasons_for(an_article(1, days_left=-4), month=NOTHING)


def test_what_lacks_something_is_not_suggested_and_says_what() -> None:
    broken = an_article(1, lacks=("alt", "photo"), waited=25)
    assert keys(suggest([broken, an_article(2)], month=NOTHING, size=2)) == [2]
    assert [reason.subject for reason in reasons_for(broken, month=NOTHING) if reason.why == Why.NOT_READY] == [
        "alt",
        "photo",
    ]


def test_what_the_desk_has_chosen_stays_and_is_weighed_with() -> None:
    chosen = an_article(1, unit="DV", topic="T08")
    month = MonthSoFar(topic_plan={"T08": 1})
    found = suggest(
        [chosen, an_article(2, unit="DV"), an_article(3, topic="T08"), an_article(4, topic="T03")],
        month=month,
        size=3,
        chosen=[chosen],
    )
    assert keys(found) == [4, 3]


def test_an_article_without_a_topic_or_audience_is_weighed_all_the_same() -> None:
    assert keys(suggest([an_article(1, topic="", audience="")], month=NOTHING, size=1)) == [1]


candidates = st.lists(
    st.builds(
        Candidate,
        key=st.integers(1, 10_000),
        unit=st.sampled_from(["A", "B", "C", "D"]),
        topic=st.sampled_from(["", "T03", "T08"]),
        audience=st.sampled_from(["", "citizens", "staff"]),
        waited=st.integers(0, 400),
        days_left=st.integers(-10, 200),
        lacks=st.sampled_from([(), ("alt",)]),
    ),
    max_size=25,
    unique_by=lambda candidate: candidate.key,
)
months = st.builds(
    MonthSoFar,
    units=st.dictionaries(st.sampled_from("ABCD"), st.integers(0, 3)),
    topics=st.dictionaries(st.sampled_from(["T03", "T08"]), st.integers(0, 3)),
    topic_plan=st.dictionaries(st.sampled_from(["T03", "T08"]), st.integers(0, 3)),
    audience_plan=st.dictionaries(st.sampled_from(["citizens", "staff"]), st.integers(0, 3)),
)


@given(candidates=candidates, month=months, size=st.integers(0, 8), seed=st.integers())
def test_the_same_month_gives_the_same_suggestion_in_whatever_order_it_is_told(
    candidates: list[Candidate], month: MonthSoFar, size: int, seed: int
) -> None:
    found = suggest(candidates, month=month, size=size)
    shuffled = list(candidates)
    random.Random(seed).shuffle(shuffled)
    assert suggest(shuffled, month=month, size=size) == found
    assert len(found) <= size
    assert len(set(keys(found))) == len(found)
    assert all(piece.points >= 0 for piece in found)
    assert all(piece.reasons for piece in found), "every piece says why"
    assert not {candidate.key for candidate in candidates if candidate.lacks} & set(keys(found))


@given(candidates=candidates, month=months)
def test_every_unit_that_can_be_shown_is_heard_before_one_is_heard_twice(
    candidates: list[Candidate], month: MonthSoFar
) -> None:
    ready = [candidate for candidate in candidates if not candidate.lacks]
    silent = {candidate.unit for candidate in ready if not month.units.get(candidate.unit)}
    by_key = {candidate.key: candidate for candidate in candidates}
    found = [by_key[key].unit for key in keys(suggest(candidates, month=month, size=len(silent)))]
    assert len(set(found)) == len(found)
