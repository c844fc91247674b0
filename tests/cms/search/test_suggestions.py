"""What is offered while somebody types: the same for everybody, cheap, and nothing that is not public."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.core.search import tokens
from cms.search import vocabulary
from cms.search.forms import QUERY_LENGTH, QUERY_WORDS, clean_query
from cms.search.models import Term, TermKind
from cms.search.suggestions import suggest
from submissions.articles.enums import State
from submissions.moderation import actions
from tests import factories
from tests.shared import shared

pytestmark = pytest.mark.django_db

ADDRESS = "/tim-kiem/goi-y/"


def offered(query):
    return [suggestion.text for suggestion in suggest(query)]


class Counting:
    """A pattern that notes what it was asked to read."""

    def __init__(self, pattern, read):
        self.pattern, self.read = pattern, read

    def findall(self, text):
        self.read.append(text)
        return self.pattern.findall(text)


@shared
def article():
    unit = factories.a_unit(short_name="TTYT Ninh Hòa")
    return factories.an_article(
        unit=unit, state=State.PUBLISHED, title="Tiêm chủng mở rộng ở trạm y tế", sapo="Đồng bộ dữ liệu cải cách."
    )


@pytest.mark.parametrize("typed", ["tiem c", "tiêm", "TIEM CHU", "mo rong o tr", "tiêm chủ"])
def test_the_beginning_of_a_title_is_completed_with_and_without_marks(article, typed):
    assert "Tiêm chủng mở rộng ở trạm y tế" in offered(typed)


def test_words_pairs_and_units_are_offered_in_their_usual_spelling(article):
    assert {"tiêm", "tiêm chủng"} <= set(offered("tie"))
    assert "đồng bộ" in offered("dong b")
    assert "tiêm chủng mở rộng" in offered("tiem chung mo r")
    assert "TTYT Ninh Hòa" in offered("ninh h")


@pytest.mark.parametrize("typed", ["", " ", "t", "!", "\x00", "&|", "zzzzz"])
def test_too_little_or_nothing_that_fits_offers_nothing(article, typed):
    assert offered(typed) == []


@pytest.mark.parametrize("state", [state for state in State if state not in (State.PUBLISHED, State.CORRECTING)])
def test_what_is_not_public_is_never_offered(state):
    factories.an_article(state=state, title="Chuyện kín trong ngăn", at=timezone.now() - timedelta(days=2))
    assert offered("chuyen k") == offered("ngan") == offered("kin") == []


def test_words_go_with_the_last_story_that_held_them(article):
    actions.withdraw(
        submission_id=article.pk, actor=factories.a_desk_editor(), reason="Sai số liệu.", public_note="Đã gỡ."
    )
    assert Term.objects.filter(kind=TermKind.WORD, folded="chung").exists(), "the vocabulary remembers"
    assert offered("tiem") == offered("ninh h") == []


def test_the_usual_spelling_is_the_most_frequent_one():
    for title in ("Hoà nhập", "Hòa giải", "Hòa thuận"):
        factories.an_article(state=State.PUBLISHED, title=title)
    vocabulary.recount()
    assert Term.objects.get(kind=TermKind.WORD, folded="hoa").spelling == "hòa"
    assert Term.objects.get(kind=TermKind.WORD, folded="hoa").stories == 3


def test_the_answer_is_for_machines_without_a_cookie_and_may_be_kept_for_half_a_minute(client, article):
    response = client.get(ADDRESS, {"q": "tiem"})
    assert response["Content-Type"] == "application/json"
    assert response["Cache-Control"] == "public, max-age=30"
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    found = response.json()["suggestions"]
    assert {"text": "tiêm", "kind": "word", "url": ""} in found
    assert {"text": article.page.title, "kind": "title", "url": article.page.get_url()} in found
    assert client.post(ADDRESS, {"q": "tiem"}).status_code == 405


@pytest.mark.parametrize(
    "query",
    [
        "a" * 10_000, "x " * 5_000, "tiêm chủng " * 1_000, "a & | ! ( <-> :*", "' OR 1=1 --", "\x00", "%_\\", "🙂",
        "“" * 9_000, "½" * 9_000, "á" * 10_000, "12/KH-SYT." * 1_000,
    ],
)  # fmt: skip
@pytest.mark.parametrize("address", [ADDRESS, "/tim-kiem/"])
def test_however_much_is_typed_the_work_is_that_of_a_line(
    client, article, address, query, monkeypatch, django_assert_max_num_queries
):
    """Bounds, not seconds: what is read into words, how often the database is asked, and how long its questions are."""
    read: list[str] = []
    monkeypatch.setattr(tokens, "_WORD", Counting(tokens._WORD, read))
    client.get(address, {"q": "khoi dong"})
    read.clear()
    with django_assert_max_num_queries(30) as captured:
        assert client.get(address, {"q": query}).status_code == 200
    assert sum(len(each["sql"]) for each in captured) < 60_000
    assert all(len(text) <= QUERY_LENGTH * 4 for text in read), "a character may stand for a few"
    assert len(clean_query(query)) <= QUERY_LENGTH
    assert len(clean_query(query).split()) <= QUERY_WORDS


def test_the_queries_do_not_grow_with_what_fits(client, article, django_assert_max_num_queries):
    with django_assert_max_num_queries(14) as captured:
        client.get(ADDRESS, {"q": "tiem"})
    few = len(captured)
    for number in range(10):
        factories.an_article(state=State.PUBLISHED, title=f"Tiêm nhắc lần {number} ở xã")
    with django_assert_max_num_queries(few):
        client.get(ADDRESS, {"q": "tiem"})
