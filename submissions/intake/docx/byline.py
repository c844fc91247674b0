"""Finds who wrote an article: "Tin, ảnh: …", "Bài: …", "Tác giả: …", or a name set apart at the end."""

from __future__ import annotations

import re
from dataclasses import dataclass

from submissions.intake.docx.raw import Item, PictureGroup, RawParagraph

TEXT_LABEL = (
    "nhóm tác giả|đồng tác giả|tác giả|nhóm thực hiện|người thực hiện|thực hiện|người viết|người viết bài|bài viết|viết bài|"
    "tin bài|tin|bài|cộng tác viên|ctv|bút danh"
)
PHOTO_LABEL = "hình ảnh|ảnh"
OTHER_LABEL = "clip|video|đồ họa|infographic|biên tập|duyệt bài|người duyệt"
ANY = f"(?:{TEXT_LABEL}|{PHOTO_LABEL}|{OTHER_LABEL})"
LABEL = re.compile(rf"(?<![^\W_]){ANY}(?:\s*(?:,|và|&|-|–|/|\+)\s*{ANY})*\s*[:：]", re.IGNORECASE)
IS_TEXT = re.compile(rf"(?<![^\W_])(?:{TEXT_LABEL})(?![^\W_])", re.IGNORECASE)
IS_PHOTO = re.compile(rf"(?<![^\W_])(?:{PHOTO_LABEL})(?![^\W_])", re.IGNORECASE)
UNIT = (
    r"(?:TTYT|BVĐK\w*|BV|CDC|Bệnh viện|Trung tâm|Khoa|Phòng|Sở|Trạm|Chi cục|Ban Biên tập|Tổ truyền thông|Tổ công tác|"
    r"Đoàn Thanh niên|Đoàn TNCS|Công đoàn|UBND)"
)
UNIT_LINE = re.compile(rf"^{UNIT}(?![^\W_])", re.IGNORECASE)
UNIT_TAIL = re.compile(rf"\s*(?:[-–—,;(|]\s*)+{UNIT}(?![^\W_]).*$", re.IGNORECASE)
DEGREE = re.compile(
    r"^(?:(?:PGS|GS|TS|ThS|BS|BSCKII|BSCKI|BSCK2|BSCK1|CKII|CKI|CK2|CK1|DS|DSCKI|CN|CNĐD|CNYTCC|ĐD|ĐDCKI|KTV|KS|YS|NHS|"
    r"Bác sĩ|Dược sĩ|Điều dưỡng|CTV|PV)\b[.\s]*)+(?=\S+\s\S|\S+\.\S)",
    re.IGNORECASE,
)
NAME_WORD = re.compile(r"^[^\W\d_][^\W\d_'’\-]*(?:\.[^\W\d_]+)*\.?$")
FRAME = "()[]–—-*• \t.,;/|"
LAST_LINES = 6
LINE_WORDS = 25
NAME_WORDS = 16


@dataclass(frozen=True, slots=True)
class Byline:
    """Who wrote the text, and who took the photos where the byline says so ("" otherwise)."""

    author: str = ""
    photographer: str = ""


def take_byline(items: list[Item]) -> Byline:
    """Take the byline out of ``items``: from the last lines, or from right below the headline."""
    found = Byline()
    signature: list[RawParagraph] = []
    for paragraph in _last_lines(items):
        if paragraph.word_count > LINE_WORDS:
            break
        labelled = parse_labels(paragraph.line)
        if labelled is not None:
            found = Byline(labelled.author or found.author, labelled.photographer or found.photographer)
            _remove(items, [paragraph, *signature])
            signature = []
            continue
        if found.author or not _is_set_apart(paragraph):
            break
        unit = bool(UNIT_LINE.match(paragraph.line))
        if not unit and is_name(clean_name(paragraph.line)):
            _remove(items, [paragraph, *signature])
            return Byline(clean_name(paragraph.line), found.photographer)
        if not unit or paragraph.line.endswith("."):
            break
        signature.append(paragraph)
    if signature and not found.author:
        found = Byline(signature[0].line, found.photographer)
        _remove(items, signature[:1])
    return found if found.author else _below_headline(items, found)


def parse_labels(line: str) -> Byline | None:
    """The names behind the labels of one line, None where it does not start with a label."""
    text = line.strip(FRAME)
    matches = list(LABEL.finditer(text))
    if not matches or matches[0].start() != 0:
        return None
    author = photographer = ""
    for match, following in zip(matches, [*matches[1:], None], strict=True):
        value = clean_name(text[match.end() : following.start() if following else None])
        if not value or len(value.split()) > NAME_WORDS:
            return None
        if IS_TEXT.search(match[0]):
            author = author or value
        if IS_PHOTO.search(match[0]):
            photographer = photographer or value
    return Byline(author, photographer) if author or photographer else None


def clean_name(text: str) -> str:
    """Names alone: no unit behind them, no degree before them, no frame; "H.A." keeps its last dot."""
    name = text.strip(" \t()[]–—-*•,;/|:")
    shorter = UNIT_TAIL.sub("", name)
    name = DEGREE.sub("", shorter or name).strip(" ,;-–")
    if name.endswith(".") and not _ends_in_initial(name):
        name = name.rstrip(".")
    if name.isupper() and len(name.split()) > 1 and "." not in name:
        name = " ".join(word[0] + word[1:].lower() for word in name.split())
    return name


def is_name(text: str) -> bool:
    """Whether a line reads like one or two persons' names: two to eight words, all with capitals."""
    words = [word for word in re.split(r"\s*(?:,|–|-|&|\bvà\b)\s*|\s+", text) if word]
    if not 2 <= len(words) <= 8 and not re.fullmatch(r"(?:[^\W\d_]\.){1,3}[^\W\d_]+\.?", text):
        return False
    return all(word[0].isupper() and NAME_WORD.match(word) for word in words)


def _ends_in_initial(name: str) -> bool:
    last = name.rstrip(".").rsplit(" ", 1)[-1]
    return "." in last and len(last.rsplit(".", 1)[-1]) == 1


def _is_set_apart(paragraph: RawParagraph) -> bool:
    return paragraph.look.align == "right" or paragraph.bold or paragraph.italic


def _last_lines(items: list[Item]) -> list[RawParagraph]:
    found: list[RawParagraph] = []
    for item in reversed(items):
        if isinstance(item, PictureGroup):
            continue
        if not isinstance(item, RawParagraph) or item.look.heading or len(found) == LAST_LINES:
            break
        found.append(item)
    return found


def _below_headline(items: list[Item], found: Byline) -> Byline:
    for paragraph in [item for item in items[:3] if isinstance(item, RawParagraph)]:
        labelled = parse_labels(paragraph.line) if paragraph.word_count <= LINE_WORDS else None
        if labelled is not None and labelled.author:
            _remove(items, [paragraph])
            return Byline(labelled.author, labelled.photographer or found.photographer)
    return found


def _remove(items: list[Item], paragraphs: list[RawParagraph]) -> None:
    for paragraph in paragraphs:
        items[:] = [item for item in items if item is not paragraph]
