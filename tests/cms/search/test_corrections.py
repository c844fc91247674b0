"""“Did you mean”: what is offered for slips of the keyboard, and that nothing is where nothing slipped."""

from __future__ import annotations

import pytest

from cms.search import vocabulary
from cms.search.corrections import correct
from submissions.articles.enums import State
from tests import factories
from tests.shared import shared

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("library")]

TITLES = (
    "Cải cách hành chính ở trạm y tế",
    "Thủ tục hành chính gọn hơn",
    "Kiểm tra cải cách hành chính",
    "Tiêm chủng mở rộng ở xã",
    "Lịch tiêm chủng tháng này",
    "Bệnh viện đa khoa tỉnh mở khoa mới",
    "Chín trạm y tế mở cửa sớm",
)


@shared
def library():
    """Seven published articles, and the vocabulary that was counted from them."""
    people = factories.a_cast()
    for title in TITLES:
        factories.an_article(state=State.PUBLISHED, title=title, sapo="Tin.", **people)
    vocabulary.recount()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("cai cach hanh chin", "cải cách hành chính"),
        ("tiem chugn", "tiêm chủng"),
        ("tieem chungr", "tiêm chủng"),
        ("tie6m chu3ng", "tiêm chủng"),
        ("benh vien da khao", "bệnh viện đa khoa"),
        ("beenhj vieenj", "bệnh viện"),
        ("tramj y tế", "trạm y tế"),
    ],
)
def test_a_slip_is_put_right_with_the_usual_marks(typed, meant):
    assert correct(typed, finds_nothing=True) == meant


@pytest.mark.parametrize(
    "typed", ["cai cach hanh chinh", "Tiêm chủng", "bệnh viện", "trạm y tế", "chín trạm", "", "12/KH-SYT", "x" * 300]
)
def test_what_is_well_typed_stays(typed):
    assert correct(typed) == ""


def test_where_nothing_is_found_the_correction_is_searched_for_and_named(client):
    response = client.get("/tim-kiem/", {"q": "tiem chugn"})
    assert response.context["instead"] == "tiêm chủng"
    assert {result.story.title for result in response.context["results"]} == set(TITLES[3:5])
    content = response.content.decode()
    assert "<mark>Tiêm</mark> <mark>chủng</mark> mở rộng" in content
    assert "“tiem chugn”" in content


def test_a_correction_that_finds_nothing_under_the_filters_is_not_claimed(client):
    response = client.get("/tim-kiem/", {"q": "tiem chugn", "the_loai": "interview"})
    assert response.context["instead"] == ""
    assert response.context["results"] == []


def test_where_something_is_found_a_likelier_wording_is_only_offered(client):
    people = factories.a_cast()
    factories.an_article(state=State.PUBLISHED, title="Cải cách ở xã, hành quân chín ngày", sapo="Tin.", **people)
    for number in range(8):
        factories.an_article(state=State.PUBLISHED, title=f"Thủ tục hành chính số {number}", sapo="Tin.", **people)
    vocabulary.recount()
    response = client.get("/tim-kiem/", {"q": "cai cach hanh chin"})
    assert [result.story.title for result in response.context["results"]] == ["Cải cách ở xã, hành quân chín ngày"]
    assert response.context["offered"] == "cải cách hành chính"
    assert 'href="/tim-kiem/?q=c%E1%BA%A3i+c%C3%A1ch+h%C3%A0nh+ch%C3%ADnh"' in response.content.decode()


def test_a_correction_costs_three_queries(django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        correct("cai cach hanh chin")
