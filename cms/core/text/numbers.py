"""Numbers as Vietnamese documents print them: decimal comma, dots between thousands."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from cms.core.text.normalise import clean_line


class NumberError(ValueError):
    """The text is no number."""


class UnclearNumberError(NumberError):
    """The text can be read in two ways. ``readings`` holds them, the Vietnamese one first where there is one."""

    def __init__(self, message: str, *, readings: tuple[Decimal, ...]) -> None:
        super().__init__(message)
        self.readings = readings


_PLAIN: Final = re.compile(r"\d+")
_VIETNAMESE: Final = re.compile(r"\d{1,3}(?:\.\d{3})*(?:,\d+)?|\d+,\d+")
_ENGLISH: Final = re.compile(r"\d{1,3}(?:,\d{3})*(?:\.\d+)?|\d+\.\d+")
_ONE_COMMA_THREE: Final = re.compile(r"[1-9]\d{0,2},\d{3}")


def format_number(value: Decimal | int | float, *, places: int | None = None) -> str:
    """Return ``2.530.000,5`` for 2530000.5.

    ``places`` fixes the digits after the comma, rounding half up; without it as many as the value has, none for whole
    numbers. Raises ``NumberError`` for infinities and NaN.
    """
    number = value if isinstance(value, Decimal) else Decimal(str(value))
    if not number.is_finite():
        raise NumberError(f"not a finite number: {value!r}")
    if places is not None:
        number = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    elif number == number.to_integral_value():
        number = number.to_integral_value()
    else:
        number = number.normalize()
    # A number that rounds to zero has no sign.
    english = f"{number if number else abs(number):,f}"
    return english.translate(str.maketrans(",.", ".,"))


def format_percent(value: Decimal | int | float, *, places: int | None = 1) -> str:
    """Return ``87,5%`` for 87.5, ``100%`` for 100: at most ``places`` digits after the comma, no trailing zeros."""
    number = value if isinstance(value, Decimal) else Decimal(str(value))
    if places is not None and number.is_finite():
        number = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{format_number(number)}%"


def format_share(part: int, whole: int, *, places: int = 1) -> str:
    """Return ``part`` of ``whole`` as a percentage; of nothing it is ``0%``, since reports leave no cell blank."""
    return format_percent(Decimal(100) * part / whole if whole else 0, places=places)


def format_count(value: int) -> str:
    """Return a count as documents write it, at least two digits: ``01`` bài, ``08`` đơn vị, ``1.200`` lượt."""
    return f"{value:02d}" if 0 <= value < 10 else format_number(value)


def format_money(value: Decimal | int) -> str:
    """Return ``253.000 đồng``, with a no-break space."""
    return f"{format_number(value)}\u00a0đồng"


def parse_number(text: str) -> Decimal:
    """Read a number in Vietnamese notation: ``1.234,5`` is 1234.5, ``1.234`` is 1234, ``0,5`` is a half.

    Raises ``UnclearNumberError`` where English notation is as likely (``1,234.5``, ``1.5``, ``1,234``),
    ``NumberError`` for anything else.
    """
    line = clean_line(text).replace(" ", "").replace("\u00a0", "")
    negative = line.startswith(("-", "−"))
    digits = line[1:] if negative else line
    sign = -1 if negative else 1
    if not digits.isascii():
        raise NumberError(f"not a number: {line!r}")
    vietnamese = Decimal(digits.replace(".", "").replace(",", ".")) if _VIETNAMESE.fullmatch(digits) else None
    english = Decimal(digits.replace(",", "")) if _ENGLISH.fullmatch(digits) else None
    if _PLAIN.fullmatch(digits):
        return sign * Decimal(digits)
    if vietnamese is not None and not _ONE_COMMA_THREE.fullmatch(digits):
        return sign * vietnamese
    readings = tuple(sign * reading for reading in (vietnamese, english) if reading is not None)
    if readings:
        raise UnclearNumberError(f"{line!r} can be read in two ways", readings=readings)
    raise NumberError(f"not a number: {line!r}")
