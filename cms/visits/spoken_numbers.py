"""Numbers of all kinds as they are read out: codes of documents, dates, telephones, times, amounts, units. Pure Python."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

_DASH: Final = r"\s*[-–—]\s*"
# 12/KH-SYT, 61/2018/NĐ-CP, 18-NQ/TW, 55/2022/QH15; the letters after the number are read one by one.
_CODE: Final = re.compile(
    r"(?:\b([Ss]ố)\s*:?\s*)?(?<![\w/.,-])(\d{1,6})(?:/((?:19|20)\d\d))?[/-]"
    r"((?=[A-ZĐƯ]{2}|[A-ZĐ][a-z][A-Z])[A-ZĐƯa-zđ]{1,10}\d{0,2}(?:[-/.&][A-ZĐƯa-zđ]{1,10}\d{0,2}){0,4})(?![\w/])"
)
_LETTER: Final = re.compile(r"\d+|[^\W\d_]")
_DAY: Final = r"(0?[1-9]|[12]\d|3[01])"
_MONTH: Final = r"(0?[1-9]|1[0-2])"
_YEAR: Final = r"((?:19|20)\d\d)"
_AFTER: Final = r"(?![\d/]|[.,-]\d)"
_BEFORE: Final = r"(?<![\d/.,-])"
_DATE: Final = re.compile(rf"(?:\b([Nn]gày)\s+)?{_BEFORE}{_DAY}([/.-]){_MONTH}\3{_YEAR}{_AFTER}")
_DATE_SPAN: Final = re.compile(
    rf"(?:\b([Tt]ừ)\s+)?(?:\b[Nn]gày\s+)?{_BEFORE}{_DAY}(?:/{_MONTH}(?:/{_YEAR})?)?{_DASH}{_DAY}/{_MONTH}/{_YEAR}{_AFTER}"
)
_DAYS: Final = re.compile(rf"\b([Nn]gày|[Ss]áng|[Tt]rưa|[Cc]hiều|[Tt]ối|[Đđ]êm)\s+{_DAY}/{_MONTH}{_AFTER}")
_MONTH_YEAR: Final = re.compile(rf"(?:\b([Tt]háng)\s+)?{_BEFORE}{_MONTH}[/-]{_YEAR}{_AFTER}")
_ROMAN: Final = re.compile(
    r"\b([Qq]uý|[Kk]hóa|[Kk]hoá|[Kk]ỳ|lần thứ|[Cc]hương|[Pp]hần|[Mm]ục|[Cc]ấp|[Đđ]ộ|[Hh]ạng|[Tt]uyến|[Gg]iai đoạn)\s+([IVX]{1,6})"
    r"(?:\s*/\s*((?:19|20)\d\d))?(?![\w/])"
)
_ROMAN_VALUES: Final = {"I": 1, "V": 5, "X": 10}
_PHONE: Final = re.compile(
    r"(?<![\d.,/-])(?:(?:\+84[ .-]?|0)\d{1,3}(?:[ .-]?\d{2,4}){2,3}|1[89]00[ .-]?\d{2,4}(?:[ .-]?\d{2})?)(?![\d/]|[.,]\d)"
)
_TIME: Final = re.compile(
    r"(?<![\d:.,/])([01]?\d|2[0-4])(?:\s*(?:[hHg]|giờ)\s*([0-5]\d)(?:\s*phút)?|\s*[hH])(?![\w/])"
)
_CLOCK: Final = re.compile(r"(?<![\d:.,/])([01]?\d|2[0-4]):([0-5]\d)(?![\d:])")
_TIME_SPAN: Final = re.compile(rf"(giờ|phút){_DASH}(?=\d{{1,2}} giờ)")
_THOUSANDS: Final = re.compile(r"(?<![\d.,])\d{1,3}(?:\.\d{3})+(?![\d]|\.\d)")
_DECIMAL: Final = re.compile(r"(?<![\d.,])(\d+),(\d{1,4})(?![\d,]|\.\d)")
_SPAN: Final = re.compile(rf"(?<![\w/.-])(\d+(?: phẩy \d+)?)(%?){_DASH}(\d+(?: phẩy \d+)?)(?![\d/]|-\d)")
_PERCENT: Final = re.compile(r"(?<=\d)\s*%")
_PER_MILLE: Final = re.compile(r"(?<=\d)\s*‰")
_EACH: Final = re.compile(
    r"(?<=[\w₫%])\s?/\s?(ngày|tuần|tháng|quý|năm|giờ|phút|người|lần|lượt|ca|hộ|trẻ|suất|hồ sơ)\b"
)
_PARTS: Final = re.compile(r"(?<![\d/.])(\d+)\s?/\s?(\d+)(?![\d/]|\.\d)")
_OR: Final = re.compile(r"(?<=[^\W\d_])\s?/\s?(?=[^\W\d_])")
_SIGNS: Final = (
    ("≥", " lớn hơn hoặc bằng "),
    ("≤", " nhỏ hơn hoặc bằng "),
    ("±", " cộng trừ "),
    ("×", " nhân "),
    ("°C", " độ C"),
    ("²", " vuông"),
    ("³", " khối"),
)
_UNITS: Final = {
    "km/h": "ki lô mét một giờ",
    "mg/dL": "mi li gam trên đê xi lít",
    "mg/dl": "mi li gam trên đê xi lít",
    "mmol/L": "mi li mol trên lít",
    "mmol/l": "mi li mol trên lít",
    "g/L": "gam trên lít",
    "g/l": "gam trên lít",
    "mmHg": "mi li mét thủy ngân",
    "kcal": "ki lô ca lo",
    "km2": "ki lô mét vuông",
    "km²": "ki lô mét vuông",
    "m2": "mét vuông",
    "m²": "mét vuông",
    "m3": "mét khối",
    "m³": "mét khối",
    "km": "ki lô mét",
    "cm": "xen ti mét",
    "mm": "mi li mét",
    "kg": "ki lô gam",
    "mg": "mi li gam",
    "µg": "mi crô gam",
    "mcg": "mi crô gam",
    "ml": "mi li lít",
    "mL": "mi li lít",
    "ha": "héc ta",
    "m": "mét",
    "g": "gam",
    "l": "lít",
    "đ": "đồng",
    "₫": "đồng",
    "VNĐ": "đồng",
    "VND": "đồng",
    "VNđ": "đồng",
}
_UNIT: Final = re.compile(
    rf"(?<=\d)\s?({'|'.join(re.escape(unit) for unit in sorted(_UNITS, key=len, reverse=True))})(?![\w²³-]|/[A-Za-z])"
)
_MONEY_WORDS: Final = re.compile(r"\b(triệu|nghìn|ngàn|tỷ|tỉ)\s?(?:đ|₫|VNĐ|VND)(?!\w)")


def speak_numbers(line: str) -> str:
    """The line with its numbers in the form in which they are read out; figures stay figures where a voice reads them."""
    line = _CODE.sub(_code, line)
    line = _DATE_SPAN.sub(_date_span, line)
    line = _DATE.sub(_date, line)
    line = _DAYS.sub(_day, line)
    line = _MONTH_YEAR.sub(lambda match: f"{match[1] or 'tháng'} {int(match[2])} năm {match[3]}", line)
    line = _ROMAN.sub(_roman, line)
    line = _PHONE.sub(_phone, line)
    line = _TIME.sub(_time, line)
    line = _CLOCK.sub(_clock, line)
    line = _TIME_SPAN.sub(r"\1 đến ", line)
    line = _THOUSANDS.sub(lambda match: match[0].replace(".", ""), line)
    line = _EACH.sub(r" mỗi \1", line)
    line = _UNIT.sub(lambda match: f" {_UNITS[match[1]]}", line)
    line = _MONEY_WORDS.sub(r"\1 đồng", line)
    for sign, words in _SIGNS:
        line = line.replace(sign, words)
    line = _DECIMAL.sub(r"\1 phẩy \2", line)
    line = _SPAN.sub(r"\1\2 đến \3", line)
    line = _PERCENT.sub(" phần trăm", line)
    line = _PER_MILLE.sub(" phần nghìn", line)
    line = _PARTS.sub(r"\1 trên \2", line)
    return _OR.sub(", ", line)


def _code(match: re.Match[str]) -> str:
    letters = " ".join(_LETTER.findall(match[4])).upper()
    year = f" năm {match[3]}" if match[3] else ""
    return f"{match[1] or 'số'} {int(match[2])}{year}, {letters}"


def _is_date(day: str, month: str, year: str) -> bool:
    try:
        dt.date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def _date(match: re.Match[str]) -> str:
    if not _is_date(match[2], match[4], match[5]):
        return match[0]
    return f"{match[1] or 'ngày'} {int(match[2])} tháng {int(match[4])} năm {match[5]}"


def _date_span(match: re.Match[str]) -> str:
    first, month, year, last, last_month, last_year = match.group(2, 3, 4, 5, 6, 7)
    if not (_is_date(last, last_month, last_year) and _is_date(first, month or last_month, year or last_year)):
        return match[0]
    begin = f"{int(first)}{f' tháng {int(month)}' if month else ''}{f' năm {year}' if year else ''}"
    return f"{match[1] or 'từ'} ngày {begin} đến ngày {int(last)} tháng {int(last_month)} năm {last_year}"


def _day(match: re.Match[str]) -> str:
    if not _is_date(match[2], match[3], "2024"):
        return match[0]
    time = match[1] if match[1].casefold() == "ngày" else f"{match[1]} ngày"
    return f"{time} {int(match[2])} tháng {int(match[3])}"


def _roman(match: re.Match[str]) -> str:
    values = [_ROMAN_VALUES[letter] for letter in match[2]]
    following = [*values[1:], 0]
    number = sum(-one if one < then else one for one, then in zip(values, following, strict=True))
    return f"{match[1]} {number}{f' năm {match[3]}' if match[3] else ''}"


def _phone(match: re.Match[str]) -> str:
    text = match[0]
    digits = re.sub(r"\D", "", text)
    is_service = text.startswith(("18", "19"))
    if not (6 <= len(digits) <= 8 if is_service else 10 <= len(digits) <= 12):
        return text
    groups = re.split(r"[ .-]", text.lstrip("+"))
    if len(groups) == 1:
        head = 4
        groups = [digits[:head], *re.findall(r"\d{3}(?!\d$)|\d+", digits[head:])]
    said = ", ".join(" ".join(group) for group in groups)
    return f"cộng {said}" if text.startswith("+") else said


def _time(match: re.Match[str]) -> str:
    minutes = int(match[2] or 0)
    return f"{int(match[1])} giờ{f' {minutes} phút' if minutes else ''}"


def _clock(match: re.Match[str]) -> str:
    if re.search(r"(?:tỷ|tỉ) (?:lệ|số)\s+$", match.string[: match.start()]):
        return match[0]
    return _time(match)
