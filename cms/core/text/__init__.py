"""Vietnamese text: one spelling to store, and forms to search, sort, address and print. Pure Python, no framework.

Texts that come from outside (files, pastes) go ``repair_mojibake`` → ``repair_legacy`` → ``clean_line`` or
``clean_text``, in this order; forms need only the last.
"""

from cms.core.text.collate import CollationKey, NameKey, collation_key, name_key
from cms.core.text.dates import (
    DateError,
    UnclearDateError,
    format_date,
    format_datetime,
    format_day,
    format_long_date,
    parse_date,
)
from cms.core.text.encoding import UnreadableEncodingError, decode_bytes, repair_mojibake
from cms.core.text.fold import canonical_tones, fold
from cms.core.text.legacy import (
    LegacyEncoding,
    LegacyFont,
    LegacyRepair,
    detect_encoding,
    font_encoding,
    repair_legacy,
    to_unicode,
)
from cms.core.text.names import NameParts, initials, split_name
from cms.core.text.normalise import clean_line, clean_text, nfc
from cms.core.text.numbers import (
    NumberError,
    UnclearNumberError,
    format_count,
    format_money,
    format_number,
    format_percent,
    format_share,
    parse_number,
)
from cms.core.text.slug import slugify_vi
from cms.core.text.slug_browser import browser_rules
from cms.core.text.syllables import is_syllable, unknown_share
from cms.core.text.words import shorten, word_count

__all__ = [
    "CollationKey",
    "DateError",
    "LegacyEncoding",
    "LegacyFont",
    "LegacyRepair",
    "NameKey",
    "NameParts",
    "NumberError",
    "UnclearDateError",
    "UnclearNumberError",
    "UnreadableEncodingError",
    "browser_rules",
    "canonical_tones",
    "clean_line",
    "clean_text",
    "collation_key",
    "decode_bytes",
    "detect_encoding",
    "fold",
    "font_encoding",
    "format_count",
    "format_date",
    "format_datetime",
    "format_day",
    "format_long_date",
    "format_money",
    "format_number",
    "format_percent",
    "format_share",
    "initials",
    "is_syllable",
    "name_key",
    "nfc",
    "parse_date",
    "parse_number",
    "repair_legacy",
    "repair_mojibake",
    "shorten",
    "slugify_vi",
    "split_name",
    "to_unicode",
    "unknown_share",
    "word_count",
]
