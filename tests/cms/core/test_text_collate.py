from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.core.text import clean_line, collation_key, initials, name_key, split_name
from cms.core.text.names import NameParts
from tests.cms.core.text_strategies import any_texts, nfd, vietnamese_texts


@pytest.mark.parametrize(
    "in_order",
    [
        "ba bà bả bã bá bạ".split(),
        "a ă â b c d đ e ê f g h i j k l m n o ô ơ p q r s t u ư v w x y z".split(),
        ["An", "Ăn", "Ân", "Dương", "Đặng", "O", "Ô", "Ơ", "U", "Ư", "Y"],
        [
            "Bệnh viện Bệnh Nhiệt đới",
            "Bệnh viện Da liễu",
            "Bệnh viện Đa khoa tỉnh",
            "Bệnh viện Ung bướu",
        ],
        ["Trung tâm Y tế Cam Lâm", "Trung tâm Y tế Cam Ranh", "Trung tâm Y tế Diên Khánh", "Trung tâm Y tế Vạn Ninh"],
        ["Bản tin số 2", "Bản tin số 10", "Bản tin số 010a", "Bản tin số 11", "Bản tin số " + "9" * 5000],
        ["ba", "Ba", "bà"],
        ["bán", "bàn chải", "bán dạo"],
    ],
)
def test_lists_are_in_vietnamese_order(in_order):
    shuffled = random.Random(7).sample(in_order, len(in_order))
    assert sorted(shuffled, key=collation_key) == in_order


def test_people_are_sorted_by_given_name_then_family_then_middle():
    in_order = [
        "Đặng Văn An",
        "Trần Thị An",
        "Hồ Thị Ánh",
        "Nguyễn Thị Ánh",
        "Nguyễn Văn Ân",
        "Phạm Duy Dũng",
        "Lê Đình Đạt",
        "Y Ksor",
    ]
    shuffled = random.Random(7).sample(in_order, len(in_order))
    assert sorted(shuffled, key=name_key) == in_order


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Nguyễn Hoài An", NameParts(family="Nguyễn", middle="Hoài", given="An")),
        ("Cao Thị Nìm", NameParts(family="Cao", middle="Thị", given="Nìm")),
        ("Mấu Thị Hương", NameParts(family="Mấu", middle="Thị", given="Hương")),
        ("Y Ksor", NameParts(family="Y", middle="", given="Ksor")),
        ("Nìm", NameParts(family="", middle="", given="Nìm")),
        ("  Lê  Thị Ngọc  Hà ", NameParts(family="Lê", middle="Thị Ngọc", given="Hà")),
        ("", NameParts(family="", middle="", given="")),
    ],
)
def test_names_of_any_people_have_their_parts(name, parts):
    assert split_name(name) == parts


def test_initials_go_with_or_without_the_family_name():
    assert initials("Nguyễn Hoài An") == "H.A"
    assert initials("Nguyễn Hoài An", with_family=True) == "N.H.A"
    assert initials("đặng Ước") == "Đ.Ư"
    assert initials("Nìm") == "Nìm"
    assert initials("") == ""


@given(any_texts, any_texts)
def test_two_texts_sort_equal_only_if_they_are_the_same_when_cleaned(one, other):
    assert (collation_key(one) == collation_key(other)) == (clean_line(one) == clean_line(other))


@given(any_texts, any_texts, any_texts)
def test_the_order_is_total_and_transitive(one, two, three):
    first, second, third = sorted((collation_key(one), collation_key(two), collation_key(three)))
    assert first <= second <= third
    assert first <= third


@given(vietnamese_texts)
def test_composition_makes_no_difference_to_order(text):
    assert collation_key(nfd(text)) == collation_key(text)
    assert name_key(nfd(text)) == name_key(text)


@given(st.lists(vietnamese_texts, max_size=8), st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_where_a_list_starts(names, rng):
    keys = [name_key(name) for name in names]
    shuffled = rng.sample(keys, len(keys))
    assert sorted(shuffled) == sorted(keys)
