"""Probes of the search, on page titles: each is a way in which people type what a title says otherwise."""

from __future__ import annotations

import time

import pytest
from modelsearch.query import Boost, Not, Phrase, PlainText
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from cms.core.search.indexing import FoldingBackendMixin
from cms.core.text import slugify_vi
from tests.cms.core.text_strategies import nfd
from tests.shared import shared

pytestmark = pytest.mark.django_db

TITLES = {
    "queue": "Bớt một lần xếp hàng nhờ quầy tự đăng ký khám bằng căn cước",
    "rhythm": "Người giữ nhịp “đúng hẹn” ở bộ phận tiếp nhận",
    "petition": "Gửi phản ánh, kiến nghị về thủ tục y tế: ba bước, không cần đi xa",
    "plan": "Sở Y tế Khánh Hòa ban hành Kế hoạch số 12/KH-SYT về cải cách hành chính",
    "old_style": "Uỷ ban nhân dân xã Khánh Hoà họp giao ban sức khoẻ",
    "cchc": "Kiểm tra CCHC tại 08 đơn vị, 02 TTYT và CDC",
    "covid": "Tiêm vắc-xin COVID-19 tại Đồng Nai và trạm y tế được giao",
    "doctor": "Bác sĩ vùng cao Khánh Sơn và cuốn sổ bớt giấy",
    "denge": "Phòng chống sốt xuất huyết mùa mưa",
    "english": "Khanh Hoa health sector puts all licensing procedures online",
    "percent": "Thanh toán không dùng tiền mặt đạt 71,5% tại BVĐK tỉnh",
    "quy": "Tổng kết quý III về kỹ thuật số hóa",
}


@shared
def library():
    parent = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root"))
    shelf = parent.add_child(instance=Page(title="Zzz", slug="shelf-of-probes"))
    pages = {key: shelf.add_child(instance=Page(title=title, slug=slugify_vi(title))) for key, title in TITLES.items()}
    get_search_backend().add_bulk(Page, list(pages.values()))
    return shelf


def add(shelf, *titles):
    pages = [shelf.add_child(instance=Page(title=title, slug=f"p-{number}")) for number, title in enumerate(titles)]
    get_search_backend().add_bulk(Page, pages)
    return shelf


def found(shelf, query, **options):
    keys = {title: key for key, title in TITLES.items()}
    return [keys[page.title] for page in Page.objects.child_of(shelf).search(query, **options)]


def completed(shelf, query, **options):
    keys = {title: key for key, title in TITLES.items()}
    return [keys[page.title] for page in Page.objects.child_of(shelf).autocomplete(query, **options)]


def test_the_project_searches_with_the_folding_backend():
    assert isinstance(get_search_backend(), FoldingBackendMixin)
    assert isinstance(get_search_backend("cms.core.search.backend"), FoldingBackendMixin)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        # đ typed as d
        ("dong nai", "covid"),
        ("duoc giao", "covid"),
        ("dang ky", "queue"),
        ("dung hen", "rhythm"),
        ("Đồng Nai", "covid"),
        # letters with two marks typed with none
        ("tiep nhan", "rhythm"),
        ("sot xuat huyet", "denge"),
        ("xep hang", "queue"),
        ("khong can di xa", "petition"),
        # some words with marks, some without
        ("sốt xuat huyết", "denge"),
        ("Nguoi giữ nhip", "rhythm"),
        # decomposed, in capitals, with look-alikes, with marks in the wrong order
        (nfd("tiếp nhận"), "rhythm"),
        (nfd("sốt xuất huyết"), "denge"),
        ("SỐT XUẤT HUYẾT", "denge"),
        ("ĐĂNG KÝ", "queue"),
        ("đƣợc giao", "covid"),
        ("tie\u0301\u0302p nhận", "rhythm"),
        # old and new tone placement
        ("Ủy ban", "old_style"),
        ("Uỷ ban", "old_style"),
        ("sức khỏe", "old_style"),
        # i and y
        ("bác sỹ", "doctor"),
        ("bac si", "doctor"),
        ("quí III", "quy"),
        ("kĩ thuật", "quy"),
        # what the parsers of the databases take apart or for a path
        ("COVID-19", "covid"),
        ("covid 19", "covid"),
        ("12/KH-SYT", "plan"),
        ("vắc xin", "covid"),
        ("71,5%", "percent"),
        ("“đúng hẹn”", "rhythm"),
        # abbreviations
        ("bệnh viện đa khoa", "percent"),
        ("trung tâm y tế", "cchc"),
        ("kiểm soát bệnh tật", "cchc"),
        ("PAKN", "petition"),
        # English, in which Vietnamese folds into stop words
        ("health sector all", "english"),
        ("so hoa", "quy"),
    ],
)
def test_a_probe_finds_its_title(library, query, expected):
    assert expected in found(library, query)


def test_both_tone_placements_find_both(library):
    assert {"plan", "old_style", "english"} <= set(found(library, "Khánh Hoà"))
    assert {"plan", "old_style", "english"} <= set(found(library, "Khánh Hòa"))
    assert {"plan", "old_style", "english"} <= set(found(library, "khanh hoa"))


def test_an_abbreviation_finds_the_full_form_and_the_other_way_round(library):
    assert {"cchc", "plan"} <= set(found(library, "CCHC"))
    assert {"cchc", "plan"} <= set(found(library, "cải cách hành chính"))
    assert "cchc" in found(library, "kiểm tra cải cách hành chính")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("dong n", "covid"),
        ("đồng n", "covid"),
        ("tiep nh", "rhythm"),
        ("tiếp nhậ", "rhythm"),
        (nfd("tiếp nhậ"), "rhythm"),
        ("xuat huy", "denge"),
        ("uy b", "old_style"),
        ("hoà họ", "old_style"),
        ("cov", "covid"),
        ("COVID-1", "covid"),
        ("12/KH", "plan"),
        ("đượ", "covid"),
        ("bác s", "doctor"),
    ],
)
def test_an_unfinished_word_is_completed(library, typed, expected):
    assert expected in completed(library, typed)


@pytest.mark.parametrize("query", ["dong nai xyz", "khong co gi", "tiepp", "Huế", "vắng mặt hoàn toàn"])
def test_a_title_that_lacks_a_word_is_not_found(library, query):
    assert found(library, query) == []


@pytest.mark.parametrize(
    "query", ["", " ", "\t\n ", "!!!", "…", '"', "'", "\\", "%", "*", "\x00", "\u200b", "\ud800", "-", "()"]
)
def test_nothing_to_search_for_finds_nothing(library, query):
    assert found(library, query) == []
    assert completed(library, query) == []
    assert Page.objects.child_of(library).search(query).count() == 0


@pytest.mark.parametrize(
    "query",
    [
        "tin & bài | !x",
        "a:* <-> b",
        "' OR 1=1 --",
        'title:"a" NEAR(b)',
        "{title} : x",
        "a AND OR NOT b",
        "^tin* -bài +x",
        "100%s %(x)s",
        "😀 👩\u200d⚕️",
        "Москва 健康",
        "\\' \\\" ''",
    ],
)
def test_operators_of_the_databases_are_plain_text(library, query):
    found(library, query)
    completed(library, query)
    assert Page.objects.child_of(library).search(query).count() >= 0


@pytest.mark.parametrize(
    "query", ["a" * 10_000, "tin bài " * 1_250, "đ" * 10_000, "x " * 5_000, "“" * 10_000, nfd("ế") * 3_000]
)
def test_ten_kilobytes_are_answered_quickly(library, query):
    started = time.perf_counter()
    found(library, query)
    completed(library, query)
    assert time.perf_counter() - started < 2


def test_exact_accents_come_first(library):
    shelf = add(library, "Chuyện ma kể cho bé", "Chuyện má kể cho bé", "Chuyện mà kể cho bé", "Chuyện mạ kể cho bé")
    for word in ("má", "mà", "mạ", nfd("má")):
        titles = [page.title for page in Page.objects.child_of(shelf).search(word)]
        assert len(titles) == 4
        assert word in (titles[0].split()[1], nfd(titles[0].split()[1]))
    titles = [page.title for page in Page.objects.child_of(shelf).autocomplete("chuyện mạ")]
    assert titles[0] == "Chuyện mạ kể cho bé"
    assert len(titles) == 4


def test_exact_accents_come_first_in_either_tone_placement(library):
    shelf = add(library, "Vườn hoa của trạm xá", "Giữ hòa khí ở trạm xá", "Cứu hỏa ở trạm xá")
    for word in ("hòa", "hoà"):
        titles = [page.title for page in Page.objects.child_of(shelf).search(f"{word} trạm xá")]
        assert titles[0] == "Giữ hòa khí ở trạm xá"
        assert len(titles) == 3


def test_the_objects_that_the_admin_passes_are_folded_too(library):
    assert found(library, PlainText("dong nai")) == ["covid"]
    assert found(library, PlainText("đồng xyz", operator="or"), operator="or") == ["covid"]
    assert found(library, Phrase("sot xuat huyet")) == ["denge"]
    assert found(library, Phrase("huyet xuat sot")) == []
    assert found(library, Phrase("sốt xuất")) == ["denge"]
    assert found(library, Boost(PlainText("sốt"), 2)) == ["denge"]
    assert set(found(library, PlainText("đồng nai") | PlainText("sốt"))) == {"covid", "denge"}
    assert found(library, PlainText("khanh") & PlainText("uy ban")) == ["old_style"]
    assert found(library, PlainText("khanh") & ~PlainText("hoa")) == ["doctor"]
    assert "covid" not in found(library, Not(PlainText("dong nai")))
    assert "denge" in found(library, PlainText("sốt") | ~PlainText("khanh"))
    assert "denge" in found(library, ~PlainText("khanh") & ~PlainText("hoa"))


def test_words_may_be_alternatives(library):
    assert set(found(library, "sốt nai", operator="or")) == {"denge", "covid"}


def test_a_search_in_titles_is_folded_too(library):
    assert found(library, "dong nai", fields=["title"]) == ["covid"]
    assert completed(library, "dong na", fields=["title"]) == ["covid"]


def test_results_can_be_counted_cut_and_ordered(library):
    results = Page.objects.child_of(library).search("khanh")
    assert results.count() == len(results) == 4
    assert len(results[1:3]) == 2
    in_order = Page.objects.child_of(library).search("khanh", order_by="title")
    titles = [page.title for page in in_order]
    assert sorted(titles) == sorted(page.title for page in results)


def test_a_changed_title_is_found_by_its_new_words_only(library):
    page = Page.objects.child_of(library).get(title=TITLES["denge"])
    page.title = "Rửa tay bằng xà phòng"
    page.save()
    get_search_backend().add(page)
    assert list(Page.objects.child_of(library).search("xa phong")) == [page]
    assert list(Page.objects.child_of(library).search("sot xuat huyet")) == []


def test_a_title_of_nothing_but_signs_and_one_of_a_single_long_word_can_be_indexed(library):
    add(library, "…", "ế" * 255, "\u200b")
    assert found(library, "dong nai") == ["covid"]
