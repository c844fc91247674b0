"""Our order of Vietnamese agrees with that of ICU, which PostgreSQL has under the name ``vi-x-icu``.

Where we differ on purpose: numbers go by value, ``số 2`` before ``số 10``, as people read them. Signs are sorted among
themselves by their code points, before digits and letters as in ICU.
"""

from __future__ import annotations

import random

import pytest
from django.db import connection

from cms.core.text import collation_key

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

WORDS = (
    *"ba bà bả bã bá bạ".split(),
    *"a ă â b c d đ e ê f g h i j k l m n o ô ơ p q r s t u ư v w x y z".split(),
    *("An", "Ăn", "Ân", "Dương", "Đặng", "Định", "Ánh", "Đạt", "Dũng", "Ksor", "Ong", "Ông", "Ơn", "Út", "Ưng", "Yến"),
    *("tiếp", "tiệp", "tiêp", "tiền", "nghiệp", "nghiêm", "người", "ngươi", "được", "dược", "đước", "quý", "quỳ"),
    *("Khánh", "khảnh", "hòa", "hoà", "thủy", "thuỷ", "uỷ", "ủy", "mỹ", "mĩ", "bác", "bạc", "bắc", "bậc", "bấc"),
    "Bệnh viện Bệnh Nhiệt đới",
    "Bệnh viện Da liễu",
    "Bệnh viện Đa khoa tỉnh",
    "Bệnh viện Ung bướu",
    "Trung tâm Y tế Cam Lâm",
    "Trung tâm Y tế Cam Ranh",
    "Trung tâm Y tế Diên Khánh",
    "Trung tâm Y tế Vạn Ninh",
)


def sorted_by_icu(words: list[str]) -> list[str]:
    """The words as PostgreSQL sorts them."""
    with connection.cursor() as cursor:
        cursor.execute('SELECT word FROM unnest(%s::text[]) AS word ORDER BY word COLLATE "vi-x-icu"', [words])
        return [row[0] for row in cursor.fetchall()]


def test_the_words_of_the_rules_for_vietnamese_text_are_in_the_order_of_icu():
    shuffled = random.Random(7).sample(WORDS, len(WORDS))

    assert sorted(shuffled, key=collation_key) == sorted_by_icu(shuffled)


def test_where_we_differ_from_icu_it_is_on_purpose():
    assert sorted_by_icu(["số 2", "số 10"]) == ["số 10", "số 2"]
    assert sorted(["số 10", "số 2"], key=collation_key) == ["số 2", "số 10"]
