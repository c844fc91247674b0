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
#: Every wording with the name of its thing: its first wording, in one word.
_THINGS: Final = {
    tuple(folded_words(wording)): "".join(folded_words(line[0])) for line in SYNONYMS for wording in line
}
_LONGEST: Final = max(map(len, _OTHERS))
_BEGINNINGS: Final = frozenset(wording[0] for wording in _OTHERS)


def things(words: list[str]) -> set[str]:
    """Return the names of the things that a text of these folded ``words`` mentions, in whichever wording.

    Unlike in a query every wording counts, also one inside another: a text on "dịch vụ công trực tuyến" is one on
    "dịch vụ công".
    """
    found = set()
    for start, word in enumerate(words):
        if word in _BEGINNINGS:
            for length in range(1, min(_LONGEST, len(words) - start) + 1):
                thing = _THINGS.get(tuple(words[start : start + length]))
                if thing:
                    found.add(thing)
    return found


def thing_of(wording: Wording) -> str:
    """Return the name of the thing that a folded wording stands for; empty where it is in no table."""
    return _THINGS.get(wording, "")


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
