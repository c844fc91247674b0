"""Slips of the keyboard: words one slip apart, and what Telex and VNI leave behind where they were switched off."""

from __future__ import annotations

import unicodedata
from typing import Final

from cms.core.text.marks import ACUTE, BREVE, CIRCUMFLEX, DOT_BELOW, GRAVE, HOOK, HORN, TILDE
from cms.core.text.syllables import is_syllable

_VOWELS: Final = "aeiouy"
_TELEX_TONES: Final = {"f": GRAVE, "s": ACUTE, "r": HOOK, "x": TILDE, "j": DOT_BELOW}
_VNI_TONES: Final = {"1": ACUTE, "2": GRAVE, "3": HOOK, "4": TILDE, "5": DOT_BELOW}
_VNI_MARKS: Final = {"6": CIRCUMFLEX, "7": HORN, "8": BREVE}
_LONGEST: Final = 12


def left_out(word: str) -> set[str]:
    """Return ``word`` and every word that is left of it without one of its letters.

    Two words are at most one slip apart (a letter too many, too few, wrong, or two swapped) only if they share one of
    these; a few that share one are two slips apart, see `is_slip`.
    """
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


def is_slip(typed: str, meant: str) -> bool:
    """Tell whether exactly one slip lies between two words: one letter more, less or other, or two neighbours swapped."""
    if typed == meant or abs(len(typed) - len(meant)) > 1:
        return False
    start = 0
    while start < min(len(typed), len(meant)) and typed[start] == meant[start]:
        start += 1
    rest_typed, rest_meant = typed[start:], meant[start:]
    if len(typed) > len(meant):
        return rest_typed[1:] == rest_meant
    if len(typed) < len(meant):
        return rest_typed == rest_meant[1:]
    swapped = rest_typed[:2] == rest_meant[1::-1] and rest_typed[2:] == rest_meant[2:]
    return rest_typed[1:] == rest_meant[1:] or swapped


def without_input_method(word: str) -> str:
    """Return the syllable that was meant where Telex or VNI keys stand in ``word``; empty where none do.

    ``tieengs`` and ``tie61ng`` give ``tiếng``, ``ddang`` gives ``đang``, ``cuwar`` gives ``cửa``. Only what becomes a
    Vietnamese syllable counts, and what is one already is left alone.
    """
    word = word.lower()
    if not word.isascii() or not word.isalnum() or not 1 < len(word) <= _LONGEST:
        return ""
    read = _vni(word) if any(letter.isdigit() for letter in word) else _telex(word)
    return read if read and read != word and is_syllable(read) else ""


def _telex(word: str) -> str:
    marked: list[str] = []
    tone = ""
    for letter in word:
        last = _last(marked, letter)
        if letter in _TELEX_TONES and any(each[0] in _VOWELS for each in marked):
            tone = _TELEX_TONES[letter]
        elif letter == "d" and marked and marked[0] == "d":
            marked[0] = "đ"
        elif letter in "aeo" and last is not None and marked[last] == letter:
            marked[last] += CIRCUMFLEX
        elif letter == "w" and _take_w(marked):
            continue
        else:
            marked.append(letter)
    return _with_tone(marked, tone)


def _vni(word: str) -> str:
    marked: list[str] = []
    tone = ""
    for letter in word:
        if letter in _VNI_TONES:
            tone = _VNI_TONES[letter]
        elif letter == "9" and marked and marked[0] == "d":
            marked[0] = "đ"
        elif letter in _VNI_MARKS:
            allowed = {"6": "aeo", "7": "ou", "8": "a"}[letter]
            places = [place for place, each in enumerate(marked) if each in allowed]
            if letter == "7" and len(places) > 1 and marked[places[-2]] == "u" and marked[places[-1]] == "o":
                marked[places[-2]] += HORN
            if places:
                marked[places[-1]] += _VNI_MARKS[letter]
        elif letter.isdigit():
            return ""
        else:
            marked.append(letter)
    return _with_tone(marked, tone)


def _last(marked: list[str], vowel: str) -> int | None:
    """The place of the last plain ``vowel``."""
    return next((place for place in range(len(marked) - 1, -1, -1) if marked[place] == vowel), None)


def _take_w(marked: list[str]) -> bool:
    """Puts the horn or the breve of a w on the vowels before it."""
    for place in range(len(marked) - 1, -1, -1):
        if marked[place] == "o" and place and marked[place - 1] == "u":
            marked[place - 1] += HORN
            marked[place] += HORN
            return True
        if marked[place] in ("o", "u"):
            if marked[place] == "u" and place and marked[place - 1] == "u":
                place -= 1
            marked[place] += HORN
            return True
        if marked[place] == "a":
            before = marked[place - 1] if place else ""
            if before == "u" and (place < 2 or marked[place - 2] != "q"):
                marked[place - 1] += HORN
            else:
                marked[place] += BREVE
            return True
    return False


def _with_tone(marked: list[str], tone: str) -> str:
    if tone:
        vowels = [place for place, each in enumerate(marked) if each[0] in _VOWELS]
        if marked[:2] in (["q", "u"], ["g", "i"]) and len(vowels) > 1:
            vowels = vowels[1:]
        if not vowels:
            return ""
        quality = [place for place in vowels if len(marked[place]) > 1]
        closed = vowels[-1] < len(marked) - 1
        # On the letter with a mark of its own; else before the last vowel in open syllables, on it in closed ones.
        place = quality[-1] if quality else vowels[-1 if closed or len(vowels) == 1 else -2]
        marked[place] += tone
    return unicodedata.normalize("NFC", "".join(marked))
