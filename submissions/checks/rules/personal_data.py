"""Personal data that does not belong in a public text: numbers of people, and names beside diagnoses.

Law 91/2025/QH15 and Decree 356/2025/NĐ-CP make health data sensitive. What is found is shown masked, so that a list of
findings is not one more place where the data stands. Landlines, hotlines and short numbers are public and never found.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from cms.core.text import initials
from submissions.checks.rules.draft import snippet
from submissions.checks.rules.finding import Finding, Level
from submissions.checks.rules.letters import CAPITALISED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from submissions.checks.rules.draft import Draft, Piece

#: Province codes of identity numbers (Circular 59/2021/TT-BCA); they outlive mergers of provinces.
PROVINCES: Final = frozenset(
    f"{number:03}"
    for number in (
        1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37, 38, 40, 42, 44,
        45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75, 77, 79, 80, 82, 83, 84, 86, 87, 89,
        91, 92, 93, 94, 95, 96,
    )
)  # fmt: skip

_CITIZEN: Final = re.compile(r"(?<![\w.,/-])0\d{2}[ .-]?[0-3]\d{2}[ .-]?\d{3}[ .-]?\d{3}(?![\w/]|[.,-]\d)")
_OLD_IDENTITY: Final = re.compile(
    r"\b(?:CMND|CMTND|chứng minh(?: thư)?(?: nhân dân)?|CCCD|căn cước(?: công dân)?)\W{0,3}(?:số\W{0,3})?(\d{3}[ .]?\d{3}[ .]?\d{3})(?!\d)",
    re.IGNORECASE,
)
_CARD: Final = re.compile(r"(?<!\w)[A-Z]{2}[ -]?[1-5][ -]?\d{2}(?:[ -]?\d){10}(?![\w/]|[.,-]\d)", re.IGNORECASE)
_CARD_NUMBER: Final = re.compile(
    r"\b(?:BHYT|BHXH|bảo hiểm y tế|bảo hiểm xã hội)\W{0,3}(?:(?:mã )?số|mã(?: thẻ)?|là)?\W{0,3}(?:là\W)?(\d{10})(?!\d)",
    re.IGNORECASE,
)
_MOBILE: Final = re.compile(
    r"(?<![\w/.,-])(?:\(?(?:\+|00)84\)?[ .-]?0?|84|0)[35789]\d?(?:[ .-]?\d){7,8}(?![\w/]|[.,-]\d)"
)
_COUNTRY: Final = re.compile(r"^(?:0?0?84)0?")
_MOBILE_DIGITS: Final = re.compile(r"0[35789]\d{8}")
_PUBLIC_LINE: Final = re.compile(r"đường dây nóng|hotline|tổng đài|đường dây tư vấn|trực cấp cứu", re.IGNORECASE)
_PUBLIC_LINE_BEFORE: Final = 60

FAMILIES: Final = frozenset(
    """
    Nguyễn Trần Lê Phạm Huỳnh Hoàng Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Đoàn Lâm Mai Trịnh Cao Mấu Đào Tạ Tô Tống
    Trương Hà Lương Phùng Quách Thái Tăng Thân Tiêu Tôn Trà Triệu Văn Vương Châu Chu Cù Diệp Doãn Đàm Đồng Giang Hứa Kiều
    Kim La Lại Lưu Mạc Nghiêm Thạch Từ Viên Bo Tro Pi Chamaléa Katơr Pinăng Đạo Lưỡng Báo Đổng Đạt Não Thiên Thập Bá Quảng
    """.split()
)
_NAME: Final = re.compile(rf"(?<!\w){CAPITALISED}(?:\s{CAPITALISED}){{1,4}}")
_PERSON_WORD: Final = re.compile(
    r"(?:^|\W)(?:ông|bà|anh|chị|em|cháu|bé|cụ|bác|chú|cô|bệnh nhân|BN|người bệnh|sản phụ|thai phụ|nạn nhân|tên(?: là)?)\W{1,2}$",
    re.IGNORECASE,
)
#: Who treats or speaks is no patient: a title before the name, an office after it.
_TITLE_BEFORE: Final = re.compile(
    r"(?:bác sĩ|bác sỹ|BS|BSCK|BSCKI|BSCKII|CKI|CKII|CK1|CK2|ThS|TS|PGS|GS|tiến sĩ|thạc sĩ|điều dưỡng|hộ sinh|dược sĩ|DS|y sĩ|"
    r"kỹ thuật viên|giáo sư|đồng chí|giám đốc|trưởng khoa|phó khoa|trưởng phòng|phó phòng|trưởng trạm|chủ tịch|bí thư|chuyên viên|"
    r"cán bộ|nhân viên|phóng viên|tin|ảnh|bài|đường|trường|phường|xã)[\s.,:]{0,3}(?:[A-ZĐ]+[.\s]+)?(?:viên trưởng |trưởng )?$",
    re.IGNORECASE,
)
_OFFICE_AFTER: Final = re.compile(
    r"^[\s,–(-]{1,3}(?:nguyên |phó |quyền )?(?:giám đốc|trưởng|phó|chủ tịch|bí thư|bác sĩ|chuyên viên|điều dưỡng|cán bộ|nhân viên|"
    r"hộ sinh|dược sĩ|viện trưởng|khoa|phòng|trạm)",
    re.IGNORECASE,
)
_DIAGNOSIS: Final = re.compile(
    r"(?<!\w)(?:mắc(?: phải)? (?:bệnh|chứng|hội chứng)|bị (?:bệnh|nhiễm|ung thư|đột quỵ|tai biến|suy|viêm|lao)|"
    r"(?:được |bị )?chẩn đoán|dương tính|nhiễm HIV|HIV|AIDS|ung thư|u ác|di căn|bệnh lao|lao phổi|đái tháo đường|tiểu đường|"
    r"tăng huyết áp|huyết áp cao|viêm (?:gan|phổi|não|màng não|tụy|ruột thừa|cầu thận|khớp)|xơ gan|sốt xuất huyết|sốt rét|"
    r"tay chân miệng|bạch hầu|sởi|dại|tâm thần|trầm cảm|rối loạn lo âu|động kinh|tự kỷ|suy (?:thận|tim|gan|hô hấp)|chạy thận|"
    r"đột quỵ|tai biến mạch máu não|nhồi máu|tim bẩm sinh|hen suyễn|hen phế quản|COPD|giang mai|lậu|bệnh phong|hiếm muộn|vô sinh|"
    r"sảy thai|phá thai|nạo thai|thai lưu|nghiện|cai nghiện|ngộ độc|tiền sử)(?!\w)",
    re.IGNORECASE,
)
_NOT_A_DIAGNOSIS: Final = re.compile(
    r"(?:khoa|bệnh viện|viện|trung tâm|phòng khám|chương trình|dự án|chuyên khoa|phòng,? chống|phòng ngừa|dự phòng|"
    r"tuyên truyền về|tầm soát|sàng lọc|quỹ)\s(?:[^\W\d_]+\s){0,2}$",
    re.IGNORECASE,
)


class _Found(NamedTuple):
    code: str
    start: int
    end: int
    masked: str


def personal_data(draft: Draft) -> Iterator[Finding]:
    """Identity, insurance and mobile numbers, and full names beside a diagnosis; all masked."""
    for piece in draft.pieces:
        yield from _findings(piece, piece.text, _numbers(piece.text))
        for sentence in piece.sentences:
            names = _patients(sentence)
            if names:
                numbers = _numbers(sentence)
                yield from _findings(piece, sentence, [*names, *numbers], told=names)


def _numbers(text: str) -> list[_Found]:
    """The numbers of people in a text, in order; what is one kind of number is not found as another too."""
    text = _plain_digits(text)
    if sum(char.isdigit() for char in text) < 9:
        return []
    found: list[_Found] = []
    taken = bytearray(len(text))
    for code, matches in (
        ("insurance_number", [(m.start(), m.end()) for m in _CARD.finditer(text)]),
        ("insurance_number", [m.span(1) for m in _CARD_NUMBER.finditer(text)]),
        ("citizen_id", [(m.start(), m.end()) for m in _CITIZEN.finditer(text) if _digits(m.group())[:3] in PROVINCES]),
        ("citizen_id", [m.span(1) for m in _OLD_IDENTITY.finditer(text)]),
        ("mobile_phone", [(m.start(), m.end()) for m in _MOBILE.finditer(text) if _is_personal(text, m)]),
    ):
        for start, end in matches:
            if not any(taken[start:end]):
                taken[start:end] = b"\x01" * (end - start)
                found.append(_Found(code, start, end, mask(text[start:end])))
    return sorted(found, key=lambda each: each.start)


def _is_personal(text: str, match: re.Match[str]) -> bool:
    digits = _COUNTRY.sub("0", _digits(match.group()))
    if not _MOBILE_DIGITS.fullmatch(digits):
        return False
    return _PUBLIC_LINE.search(text, max(0, match.start() - _PUBLIC_LINE_BEFORE), match.start()) is None


def _patients(sentence: str) -> list[_Found]:
    """Full names in a sentence that also names an illness."""
    illness = any(
        not _NOT_A_DIAGNOSIS.search(sentence[max(0, match.start() - 40) : match.start()])
        for match in _DIAGNOSIS.finditer(sentence)
    )
    if not illness:
        return []
    return [
        _Found("name_with_diagnosis", start, end, initials(sentence[start:end], with_family=True))
        for start, end in _names(sentence)
    ]


def _names(sentence: str) -> Iterator[tuple[int, int]]:
    for match in _NAME.finditer(sentence):
        words = match.group().split()
        skipped = next((i for i, word in enumerate(words) if word.capitalize() in FAMILIES), None)
        if skipped is None:
            continue
        start = match.start() + len(" ".join(words[:skipped])) + (1 if skipped else 0)
        name = words[skipped:]
        before, after = sentence[max(0, start - 40) : start], sentence[match.end() : match.end() + 40]
        is_full = len(name) >= 3 or (len(name) == 2 and _PERSON_WORD.search(before) is not None)
        if is_full and not _TITLE_BEFORE.search(before) and not _OFFICE_AFTER.search(after):
            yield start, match.end()


def without_numbers(draft: Draft) -> Draft:
    """The draft with every number of a person masked, so that no other rule can show one in its passage."""
    pieces = []
    for piece in draft.pieces:
        numbers = _numbers(piece.text)
        pieces.append(replace(piece, text=_masked(piece.text, numbers)[0]) if numbers else piece)
    return replace(draft, pieces=tuple(pieces))


def _findings(piece: Piece, text: str, found: list[_Found], *, told: list[_Found] | None = None) -> Iterator[Finding]:
    """The findings in a text, ``told`` of them or all, each with a passage in which all are masked."""
    shown, places = _masked(text, found)
    for each, start, end in places:
        if told is None or each in told:
            yield Finding(
                code=each.code,
                level=Level.WARNS,
                field=piece.field,
                params={"masked": each.masked},
                passage=snippet(shown, start, end),
                block_id=piece.block_id,
            )


def _masked(text: str, found: list[_Found]) -> tuple[str, list[tuple[_Found, int, int]]]:
    """The text with everything found masked, and where each stands in it then."""
    parts: list[str] = []
    places: list[tuple[_Found, int, int]] = []
    position = length = 0
    for each in sorted(found, key=lambda each: each.start):
        before = text[position : each.start]
        parts += [before, each.masked]
        length += len(before)
        places.append((each, length, length + len(each.masked)))
        length, position = length + len(each.masked), each.end
    return "".join([*parts, text[position:]]), places


def mask(number: str) -> str:
    """A number with its middle hidden: ``056085001234`` → ``056********4``; blanks and dots go."""
    bare = re.sub(r"[^0-9A-Za-z]", "", number)
    return f"{bare[:3]}{'*' * (len(bare) - 4)}{bare[-1]}"


def _plain_digits(text: str) -> str:
    """The same text with the digits of every script as ASCII, sign by sign: ``０９０５`` is read as ``0905``."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())
