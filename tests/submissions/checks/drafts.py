"""Drafts for the tests of the rules, from a few words."""

from __future__ import annotations

from datetime import date
from typing import Any

from submissions.checks.delicate_words import DELICATE_WORDS
from submissions.checks.rules import (
    Document,
    Draft,
    Finding,
    Gatherer,
    Kind,
    Limits,
    Lists,
    Name,
    Short,
    Wording,
    examine,
)

LISTS = Lists(
    names=(
        Name(right="Sở Y tế"),
        Name(right="Ủy ban nhân dân tỉnh"),
        Name(right="Trung tâm Y tế Vạn Ninh"),
        Name(right="Trung tâm Y tế huyện Khánh Sơn"),
        Name(
            right="Trung tâm Kiểm soát bệnh tật tỉnh Khánh Hòa",
            wrong=("Trung tâm Y tế dự phòng tỉnh Khánh Hòa", "trung tâm phòng dịch"),
        ),
    ),
    abbreviations=(
        Short(short="CCHC", long="cải cách hành chính"),
        Short(short="BHYT", long="bảo hiểm y tế", well_known=True),
        Short(short="TP", long="thành phố", well_known=True),
        Short(short="HIV", long="vi rút", well_known=True),
    ),
    documents=(
        Document(
            number="42/2022/NĐ-CP",
            title="Nghị định về cung cấp thông tin",
            ceased_on=date(2026, 7, 1),
            replaced_by="Nghị định 224/2026/NĐ-CP",
        ),
        Document(number="103/2016/QH13", title="Luật Báo chí 2016", ceased_on=date(2026, 7, 1)),
        Document(number="18/2014/NĐ-CP", title="Nghị định về nhuận bút", ceased_on=date(2027, 1, 1)),
    ),
    delicate=tuple(Wording(words=words, code=kind) for _name, kind, wordings in DELICATE_WORDS for words in wordings),
    limits=Limits(words_min=0, words_max=0, long_sentence=40, long_share=25, long_paragraph=150),
    today=date(2026, 11, 22),
)


def a_draft(*paragraphs: str, title: str = "Một cửa gọn hơn", sapo: str = "Chờ ít hơn.", **values: Any) -> Draft:
    """A draft that lacks nothing; ``paragraphs`` are plain text or rich text."""
    text = Gatherer()
    text.add(Kind.TITLE, "title", title)
    text.add(Kind.SAPO, "sapo", sapo)
    for number, paragraph in enumerate(paragraphs, 1):
        text.add_rich("body", paragraph if paragraph.startswith("<") else f"<p>{paragraph}</p>", f"b{number}")
    fields: dict[str, Any] = {
        "byline": "Nguyễn An",
        "genre": "news",
        "has_topic": True,
        "has_audience": True,
        "is_cut": text.is_cut,
        **values,
    }
    return Draft(title=title, sapo=sapo, pieces=tuple(text.pieces), **fields)


def found(*paragraphs: str, lists: Lists = LISTS, **values: Any) -> list[Finding]:
    """Everything that the rules find in a draft."""
    return list(examine(a_draft(*paragraphs, **values), lists))


def codes(*paragraphs: str, **values: Any) -> list[str]:
    """The codes of what is found."""
    return [finding.code for finding in found(*paragraphs, **values)]


def of(code: str, *paragraphs: str, **values: Any) -> list[Finding]:
    """What is found of one kind."""
    return [finding for finding in found(*paragraphs, **values) if finding.code == code]
