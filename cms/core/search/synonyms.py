"""Abbreviations of the field and what they stand for, searched both ways: ``CCHC`` finds cải cách hành chính."""

from __future__ import annotations

from typing import Final

from cms.core.search.terms import folded_words

#: Each line holds wordings of one thing.
SYNONYMS: Final = (
    ("CCHC", "cải cách hành chính"),
    ("TTHC", "thủ tục hành chính"),
    ("KSTTHC", "kiểm soát thủ tục hành chính"),
    ("TTYT", "trung tâm y tế"),
    ("BVĐK", "bệnh viện đa khoa"),
    ("BV", "bệnh viện"),
    ("CDC", "KSBT", "kiểm soát bệnh tật"),
    ("SYT", "sở y tế"),
    ("PAKN", "phản ánh, kiến nghị"),
    ("DVC", "dịch vụ công"),
    ("DVCTT", "dịch vụ công trực tuyến"),
    ("BHYT", "bảo hiểm y tế"),
    ("UBND", "ủy ban nhân dân"),
    ("CBCCVC", "cán bộ, công chức, viên chức"),
    ("TTPVHCC", "trung tâm phục vụ hành chính công"),
    ("CĐS", "chuyển đổi số"),
    ("ATVSTP", "an toàn vệ sinh thực phẩm"),
)

Wording = tuple[str, ...]


def _table() -> dict[Wording, tuple[Wording, ...]]:
    table: dict[Wording, tuple[Wording, ...]] = {}
    for line in SYNONYMS:
        wordings = tuple(tuple(folded_words(wording)) for wording in line)
        for wording in wordings:
            table[wording] = tuple(other for other in wordings if other != wording)
    return table


_OTHERS: Final = _table()
_LONGEST: Final = max(map(len, _OTHERS))


def segments(words: list[str]) -> list[tuple[Wording, tuple[Wording, ...]]]:
    """Cut the folded ``words`` of a query into wordings, each with the others for the same thing, mostly none.

    From left to right the longest known wording counts, so "dịch vụ công trực tuyến" is not taken for "dịch vụ công".
    """
    found: list[tuple[Wording, tuple[Wording, ...]]] = []
    start = 0
    while start < len(words):
        for length in range(min(_LONGEST, len(words) - start), 0, -1):
            wording = tuple(words[start : start + length])
            if wording in _OTHERS or length == 1:
                found.append((wording, _OTHERS.get(wording, ())))
                start += length
                break
    return found
