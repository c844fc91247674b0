from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.core.text import slugify_vi
from tests.cms.core.text_strategies import any_texts, nfd


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        (
            "Đẩy mạnh CCHC: “một cửa” tại Trạm Y tế xã – 100% hồ sơ đúng hạn!",
            "day-manh-cchc-mot-cua-tai-tram-y-te-xa-100-ho-so-dung-han",
        ),
        ("Đồng Nai cải cách: Khánh Hòa ưu tiên", "dong-nai-cai-cach-khanh-hoa-uu-tien"),
        ("được người", "duoc-nguoi"),
        ("đƣợc", "duoc"),
        ("bản\u202etin", "bantin"),
        ("Kế hoạch số 12/KH-SYT", "ke-hoach-so-12-kh-syt"),
        ("--- A ---", "a"),
    ],
)
def test_titles_make_readable_addresses(title, slug):
    assert slugify_vi(title) == slug
    assert slugify_vi(nfd(title)) == slug


@pytest.mark.parametrize("title", ["", "   ", "!!!", "Москва", "健康", "\u200b"])
def test_a_slug_is_never_empty(title):
    assert slugify_vi(title) == "muc"
    assert slugify_vi(title, default="bai-viet") == "bai-viet"


def test_a_long_slug_is_cut_at_a_word():
    assert slugify_vi("một hai ba bốn", max_length=10) == "mot-hai-ba"
    assert slugify_vi("một hai ba bốn", max_length=9) == "mot-hai"
    assert slugify_vi("nghiêngngả", max_length=5) == "nghie"


@pytest.mark.parametrize("default", ["", "Bài", "a b", "-a", "a--b", "too-long-a-default"])
def test_a_default_must_be_a_slug_itself(default):
    with pytest.raises(ValueError, match="not a slug"):
        slugify_vi("", max_length=10, default=default)


@given(any_texts, st.integers(min_value=3, max_value=100))
def test_every_slug_is_ascii_within_its_length_and_stable(text, length):
    slug = slugify_vi(text, max_length=length)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= length
    assert slugify_vi(slug, max_length=length) == slug
