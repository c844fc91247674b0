"""Queries as steps of likeness, texts as tokens: pure functions, whatever the database."""

from __future__ import annotations

import re

import pytest

from cms.core.search import tiers
from cms.core.search.tokens import text_tokens
from tests.cms.core.text_strategies import nfd

PLAIN = re.compile(r"[a-z0-9_]+")


def holds(condition: tiers.Condition, tokens: set[str]) -> bool:
    """What both databases are asked: of each need one alternative, all of its tokens."""
    met = all(any(alternative <= tokens for alternative in need) for need in condition.needs)
    return met and (not condition.prefix or any(token.startswith(condition.prefix) for token in tokens))


def step(query: str, **text: str) -> int:
    """At which step a text is found, counted from the last one backwards: higher is better, 0 is not at all."""
    steps = tiers.tiers(query)
    tokens = text_tokens(**{"title": "", **text})
    return next((len(steps) - place for place, each in enumerate(steps) if holds(each, tokens)), 0)


@pytest.mark.parametrize(
    "query",
    ["má", "Khánh Hòa", "12/KH-SYT", "COVID-19", "健康 Москва", "naïve", "½ ² Ⅳ", "😀 x", "CCHC", nfd("tiếp nhận")],
)
def test_tokens_are_plain_letters_whatever_the_text(query):
    tokens = text_tokens(title=query, head=query, body=query)
    assert tokens
    assert all(PLAIN.fullmatch(token) for token in tokens)
    assert step(query, title=query) > 0
    assert step(query, body=query) > 0


@pytest.mark.parametrize("query", ["", "  ", "!!!", "\x00", "“”", "_", "😀"])
def test_without_words_there_is_nothing_to_ask(query):
    assert tiers.tiers(query) == []
    assert tiers.everything(query) is None
    assert tiers.beginning(query) is None


def test_the_last_step_finds_all_and_every_other_finds_part_of_it():
    for query in ("má", "so hoa", "Sở Y tế", "CCHC năm 2026", "12/KH-SYT"):
        assert tiers.tiers(query)[-1] == tiers.everything(query)
        assert len(tiers.tiers(query)) <= 11


def test_titles_come_before_standfirsts_and_those_before_the_text():
    query = "tiêm chủng"
    assert step(query, title="Tiêm chủng") > step(query, title="x", head="Tiêm chủng") > step(query, body="tiêm chủng")
    assert step(query, body="tiêm chủng") > step(query, body="không liên quan") == 0


def test_marks_as_typed_come_before_others_at_every_place():
    for place in ("title", "head", "body"):
        assert step("má", **{place: "chuyện má"}) > step("má", **{place: "chuyện ma"}) > 0
    assert step("hoà", title="hòa") == step("hòa", title="hòa"), "both placements of the tone are one spelling"


def test_words_side_by_side_come_before_scattered_ones():
    assert step("suc khoe", title="Sức khỏe") > step("suc khoe", title="Khỏe nhờ sức") > 0


def test_an_abbreviation_and_its_words_find_each_other_without_a_phrase():
    assert step("CCHC", body="công tác cải cách hành chính") > 0
    assert step("cải cách hành chính", body="kiểm tra CCHC") > 0
    assert step("kiểm tra cchc", title="Kiểm tra cải cách hành chính") > 0
    assert step("CCHC", body="hành chính, cách cải") == 0
    assert step("dịch vụ công", body="DVCTT toàn trình") == 0


def test_a_code_finds_itself_before_texts_that_hold_its_parts():
    code, parts = "theo Kế hoạch 12/KH-SYT ngày", "12 đơn vị có KH của SYT"
    assert step("12/KH-SYT", body=code) > step("12/KH-SYT", body=parts) > 0
    assert step("covid 19", body="COVID-19") > 0
    assert step("COVID-19", body="covid/19") == step("COVID-19", body="COVID-19")


def test_an_unfinished_word_fits_what_begins_like_it():
    tokens = text_tokens(title="Cải cách hành chính")
    for typed in ("cai c", "cải các", "cach ha", "HÀNH C"):
        condition = tiers.beginning(typed)
        assert condition is not None
        assert holds(condition, tokens)
    missed = tiers.beginning("cai x")
    assert missed is not None
    assert not holds(missed, tokens)


def test_a_condition_is_written_for_both_databases():
    condition = tiers.everything("CCHC tỉnh")
    assert condition is not None
    assert condition.for_postgresql() == "(('cchc') | ('s_cchc')) & ('tinh')"
    assert condition.for_sqlite() == '(("cchc") OR ("s_cchc")) AND ("tinh")'
