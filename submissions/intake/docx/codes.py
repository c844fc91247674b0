"""What reading a Word file can say: one code per kind of notice or refusal. The words for people are in `messages`."""

from __future__ import annotations

from enum import StrEnum


class WarningCode(StrEnum):
    """The file was read; something was changed, left out or not found, and its writer is told."""

    TITLE_MISSING = "title_missing"
    TITLE_RECASED = "title_recased"
    SAPO_MISSING = "sapo_missing"
    BYLINE_MISSING = "byline_missing"
    LETTERHEAD_REMOVED = "letterhead_removed"
    HEADER_FOOTER_REMOVED = "header_footer_removed"
    LEGACY_FONT = "legacy_font"
    LEGACY_LETTERS_LOST = "legacy_letters_lost"
    MOJIBAKE_REPAIRED = "mojibake_repaired"
    TRACKED_CHANGES = "tracked_changes"
    COMMENTS_REMOVED = "comments_removed"
    HIDDEN_TEXT_REMOVED = "hidden_text_removed"
    FOOTNOTES_REMOVED = "footnotes_removed"
    TEXT_BOX_REMOVED = "text_box_removed"
    LINK_REMOVED = "link_removed"
    EMBEDDED_OBJECT_REMOVED = "embedded_object_removed"
    ACTIVE_FIELD_REMOVED = "active_field_removed"
    REMOTE_TEMPLATE = "remote_template"
    GRAPHIC_REMOVED = "graphic_removed"
    PICTURE_LINKED = "picture_linked"
    PICTURE_FORMAT = "picture_format"
    PICTURE_UNREADABLE = "picture_unreadable"
    PICTURE_TOO_LARGE = "picture_too_large"
    PICTURE_TOO_SMALL = "picture_too_small"
    PICTURE_ANIMATED = "picture_animated"
    PICTURES_TOO_MANY = "pictures_too_many"


class RefusalCode(StrEnum):
    """The file was not read at all; no row may come from it."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    OLD_WORD = "old_word"
    ENCRYPTED = "encrypted"
    RICH_TEXT = "rich_text"
    WEB_PAGE = "web_page"
    WORD_XML = "word_xml"
    PDF = "pdf"
    PROGRAM = "program"
    PICTURE = "picture"
    OPEN_DOCUMENT = "open_document"
    OTHER_OFFICE = "other_office"
    NOT_WORD = "not_word"
    MACROS = "macros"
    BOMB = "bomb"
    TOO_MANY_PARTS = "too_many_parts"
    UNSAFE_NAMES = "unsafe_names"
    UNSAFE_XML = "unsafe_xml"
    CORRUPT = "corrupt"
    TOO_LONG = "too_long"
    TOO_DEEP = "too_deep"
    NO_TEXT = "no_text"
    ONLY_TABLE = "only_table"
    # Not the file but the reading of it went wrong; trying again may help.
    TIMED_OUT = "timed_out"
    OUT_OF_MEMORY = "out_of_memory"
    CRASHED = "crashed"
    OFFICE_FAILED = "office_failed"
    BROKEN_OFF = "broken_off"
    # Who handed the file in no longer belongs to the unit.
    NOT_MEMBER = "not_member"


# What a second try may mend.
PASSING = frozenset(
    {
        RefusalCode.TIMED_OUT,
        RefusalCode.OUT_OF_MEMORY,
        RefusalCode.CRASHED,
        RefusalCode.OFFICE_FAILED,
        RefusalCode.BROKEN_OFF,
    }
)
# Where only the number of cases matters, the notices of one kind become one with their count.
WARNING_CODES = tuple(WarningCode)
REFUSAL_CODES = tuple(RefusalCode)
