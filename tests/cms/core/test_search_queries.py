from __future__ import annotations

import pytest
from hypothesis import given
from modelsearch.query import MATCH_ALL, MATCH_NONE, And, Boost, Fuzzy, Not, Or, Phrase, PlainText

from cms.core.search.queries import folded_query
from cms.core.search.synonyms import segments
from cms.core.search.terms import MAX_QUERY_WORDS, folded_words, indexed_text, marked_words
from tests.cms.core.text_strategies import any_texts, nfd, vietnamese_texts


def shown(query):
    return repr(folded_query(query)).replace(" operator='and' boost=1", "")


def test_a_text_is_asked_for_without_marks():
    assert shown("xin chao") == "<PlainText 'xin chao'>"
    assert shown("XIN  chao!") == "<PlainText 'xin chao'>"


def test_marks_are_a_bonus_and_no_condition():
    query = folded_query("má tôi")
    assert isinstance(query, Or)
    found, exact = query.subqueries
    assert found.query_string == "ma toi"
    assert isinstance(exact, And)
    assert exact.subqueries[0] is found


@pytest.mark.parametrize(
    "nothing", ["", "   ", "\t\n", "!!!", "\u200b", "%_*", '""', PlainText(" "), Phrase("?"), Fuzzy("-")]
)
def test_nothing_to_search_for_matches_nothing(nothing):
    assert repr(folded_query(nothing)) == repr(MATCH_NONE)


def test_everything_stays_everything():
    assert folded_query(None) is MATCH_ALL
    assert folded_query(MATCH_ALL) is MATCH_ALL
    assert repr(folded_query(MATCH_NONE)) == repr(MATCH_NONE)


def test_trees_of_queries_are_folded_leaf_by_leaf():
    assert shown(PlainText("ba") & PlainText("bon")) == "<And <PlainText 'ba'> <PlainText 'bon'>>"
    assert shown(PlainText("ba") | Phrase("bon nam")) == "<Or <PlainText 'ba'> <Phrase 'bon nam'>>"
    assert shown(Boost(PlainText("ba"), 2)) == "<PlainText 'ba'>"
    assert shown(~PlainText("ba")) == "<Not <PlainText 'ba'>>"


def test_an_empty_part_never_breaks_a_tree():
    assert shown(PlainText("ba") | PlainText(" ")) == "<PlainText 'ba'>"
    assert shown(PlainText("ba") & PlainText(" ")) == repr(MATCH_NONE)
    assert shown(~PlainText(" ")) == repr(MATCH_ALL)
    assert shown(And([])) == shown(Or([])) == repr(MATCH_NONE)


def test_not_stands_where_both_databases_can_handle_it():
    assert shown(And([~PlainText("ba"), ~PlainText("bon")])) == "<Not <Or <PlainText 'ba'> <PlainText 'bon'>>>"
    assert shown(PlainText("ba") | ~PlainText("bon")) == "<Not <And <Not <PlainText 'ba'>> <PlainText 'bon'>>>"
    assert shown(Not(~PlainText("ba"))) == "<PlainText 'ba'>"


def test_words_may_be_alternatives():
    query = folded_query("ba bon", operator="or")
    assert [part.query_string for part in query.subqueries] == ["ba", "bon"]
    query = folded_query(PlainText("ba bon", operator="or"))
    assert [part.query_string for part in query.subqueries] == ["ba", "bon"]


def test_abbreviations_are_searched_both_ways():
    assert shown("CCHC") == "<Or <PlainText 'cchc'> <Phrase 'cai cach hanh chinh'>>"
    assert shown("cai cach hanh chinh") == "<Or <PlainText 'cai cach hanh chinh'> <Phrase 'cchc'>>"
    assert shown("KSBT") == "<Or <PlainText 'ksbt'> <Phrase 'cdc'> <Phrase 'kiem soat benh tat'>>"
    assert (
        shown("tin CCHC moi")
        == "<And <PlainText 'tin'> <Or <PlainText 'cchc'> <Phrase 'cai cach hanh chinh'>> <PlainText 'moi'>>"
    )


def test_the_longest_known_wording_counts():
    found = segments("dich vu cong truc tuyen".split())
    assert found == [(tuple("dich vu cong truc tuyen".split()), (("dvctt",),))]


def test_a_word_too_long_to_be_one_is_left_out():
    assert folded_words("tin " + "x" * 65) == ["tin"]
    assert "x" * 65 not in indexed_text("tin " + "x" * 65)


def test_a_query_of_ten_kilobytes_is_cut():
    query = folded_query("tin bai " * 1250)
    assert len(query.query_string.split()) <= MAX_QUERY_WORDS


def test_old_and_new_tone_placement_are_equally_exact():
    assert marked_words("Khánh Hoà") == marked_words("Khánh Hòa")
    assert marked_words("má") != marked_words("mà")
    assert marked_words("ma") == []


@given(any_texts)
def test_what_is_asked_for_a_text_is_in_its_index_entry(text):
    indexed = indexed_text(text).split()
    assert set(folded_words(text)) <= set(indexed)
    assert set(marked_words(text)) <= set(indexed)
    assert "\x00" not in indexed_text(text)


@given(vietnamese_texts)
def test_composition_makes_no_difference_to_index_and_query(text):
    assert indexed_text(nfd(text)) == indexed_text(text)
    assert repr(folded_query(nfd(text))) == repr(folded_query(text)) or len(nfd(text)) > 256
    assert indexed_text(text).isascii()


@given(any_texts)
def test_any_text_makes_a_query(text):
    folded_query(text)
    folded_query(Phrase(text))
    folded_query(text, operator="or")
