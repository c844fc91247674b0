"""A headline typed in capitals, in the capitals that a Vietnamese sub-editor would give it.

Capitals hide what is a name. The article itself is the best witness: what it writes with a capital in the middle of a
sentence, in the same company of words, is a name in the headline too. Beyond that, a short list of abbreviations and names
that every health office uses, and the names that the caller knows (units, places). The writer is asked to look.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from cms.core.text.fold import canonical_tones
from cms.core.text.syllables import is_syllable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

TOKEN = re.compile(r"[^\W_]+(?:[-/.&][^\W_]+)*")
SENTENCE_END = re.compile(r"[.!?…]\s*[”\"’)\]]*\s*$")
# A genre in front of the headline: what follows starts it.
GENRE_LABEL = re.compile(
    r"^\W*(?:hỏi\s*[-–]\s*đáp|infographics?|video|clip|podcast|ảnh|phóng sự(?: ảnh)?)\s*:\s*$", re.IGNORECASE
)
# Evidence is not taken right after these: a capital there may only mark a beginning.
BEGINNING = re.compile(r"(?:^|[.!?…:;\n]|[“\"‘'(\[]|^\s*[-–•+])\s*$")
OPENING_QUOTE = re.compile(r"[“\"‘]\s*$")
ROMAN = frozenset("II III IV VII VIII IX XII XIII XIV XV XVI XVII XVIII XIX XX XXI".split())
ROMAN_AFTER_WORD = frozenset("I V VI X XI".split())
COUNTED = frozenset("quý khóa khoá kỳ lần thứ đợt hạng cấp phần chương nhóm tuyến vùng thế".split())
LOAN_WORDS = frozenset(
    "app blog camera clip email fanpage file hotline infographic internet laptop link livestream logo marketing online "
    "offline robot slogan spa stress test video virus web website wifi zalo".split()
)
ABBREVIATIONS = (
    "CCHC BHYT BHXH CDC TTYT BVĐK UBND HĐND TTHC DVC DVCTT KSBT PAKN VNeID COVID-19 QR ISO SIPAS PAPI PCI DDCI DTI ICT POBI "
    "PACA PII KPI HIV AIDS SARS-CoV-2 WHO UNICEF TCVN GPLX CCCD CBCCVC TTPVHCC PVHCC YHCT PHCN ATTP ATVSTP PCCC CNTT CĐS ĐMST"
).split()
NAMES = (
    "PAR Index|Việt Nam|Sở Y tế|Bộ Y tế|ngành Y tế|Trung tâm Y tế|Sở Nội vụ|Bộ Nội vụ|Chính phủ|Quốc hội|Đề án 06|Hà Nội|"
    "Lai Châu|Điện Biên|Sơn La|Lạng Sơn|Quảng Ninh|Thanh Hóa|Nghệ An|Hà Tĩnh|Tuyên Quang|Lào Cai|Thái Nguyên|Phú Thọ|"
    "Bắc Ninh|Hưng Yên|Hải Phòng|Ninh Bình|Quảng Trị|Đà Nẵng|Quảng Ngãi|Gia Lai|Khánh Hòa|Ninh Thuận|Lâm Đồng|Đắk Lắk|"
    "Hồ Chí Minh|Đồng Nai|Tây Ninh|Cần Thơ|Vĩnh Long|Đồng Tháp|Cà Mau|An Giang|Nha Trang|Cam Ranh|Trường Sa|Hoàng Sa|"
    "Facebook|YouTube|Zalo|Raglai"
).split("|")
# After these a word that the article also writes with a capital is somebody's name.
ADDRESSES = frozenset("anh bà bác cháu chị chú cô cụ em ông sĩ thầy".split())
QUOTE_WITH_CAPITAL = 4
LONGEST_NAME = 14
PLACE_WORDS = 2
FOREIGN_WORDS = 4


def is_capitals(text: str) -> bool:
    """Whether a line is typed in capitals (single small letters among them do not count)."""
    letters = [character for character in text if character.isalpha() and character.lower() != character.upper()]
    return len(letters) > 3 and sum(character.isupper() for character in letters) >= 0.9 * len(letters)


@dataclass(slots=True)
class Witness:
    """How an article writes its words in the middle of sentences. Keys are lower-case, tones in one place."""

    abbreviations: dict[str, str] = field(default_factory=dict)
    after: dict[tuple[str, str], Counter[tuple[bool, str]]] = field(default_factory=lambda: defaultdict(Counter))
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    alone: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def listen(self, text: str) -> None:
        """Take in one paragraph that is not itself in capitals."""
        if is_capitals(text):
            return
        before, before_end = "", 0
        for match in TOKEN.finditer(text):
            word, key = match[0], _key(match[0])
            joined = text[before_end : match.start()]
            if len(word) > 1 and word.isupper() and not word.isdigit():
                self.abbreviations.setdefault(key, word)
            if not BEGINNING.search(text[max(0, match.start() - 6) : match.start()]):
                self.alone[key][word] += 1
                if before and joined.isspace():
                    self.after[_key(before), key][before[0].isupper(), word] += 1
            if before and joined.isspace() and word[0].isupper() and before[0].isupper():
                self.pairs[_key(before), key] += 1
            before, before_end = word, match.end()


def recase(title: str, *, body: Iterable[str], names: Sequence[str] = ()) -> str:
    """The headline in sentence case. ``body``: the article's paragraphs; ``names``: proper names known to the caller."""
    witness = Witness()
    for text in body:
        witness.listen(text)
    phrases = _phrases([*NAMES, *names])
    matches = list(TOKEN.finditer(title))
    keys = [_key(match[0]) for match in matches]
    known = {_key(abbreviation): abbreviation for abbreviation in ABBREVIATIONS}
    forms: list[str] = []
    while len(forms) < len(matches):
        at = len(forms)
        phrase = _longest(phrases, keys, at)
        if phrase:
            forms.extend(_like(matches[at + step][0], form) for step, form in enumerate(phrase))
        else:
            forms.append(_form(matches[at][0], at, keys, forms, witness, known))
    return _join(title, matches, forms)


def _form(token: str, at: int, keys: list[str], forms: list[str], witness: Witness, known: dict[str, str]) -> str:
    """One word of the headline, by the witness of the article first, then by what it looks like."""
    key = keys[at]
    before = keys[at - 1] if at else ""
    if key in known:
        return _like(token, known[key])
    if any(character.isdigit() for character in token):
        return token
    usual = witness.alone.get(key)
    if key in witness.abbreviations and not any(form != witness.abbreviations[key] for form in usual or ()):
        return _like(token, witness.abbreviations[key])
    if token in ROMAN or (token in ROMAN_AFTER_WORD and before in COUNTED):
        return token
    heard = witness.after.get((before, key))
    if heard:
        (capital_before, word), _ = min(heard.items(), key=lambda item: (-item[1], item[0][1][0].isupper()))
        if word[0].isupper() and (not capital_before or (forms and forms[-1][:1].isupper())):
            return _like(token, word)
        if not word[0].isupper():
            return token.lower()
    following = keys[at + 1] if at + 1 < len(keys) else ""
    small = sum(count for (_, word), count in witness.after.get((key, following), Counter()).items() if word.islower())
    if witness.pairs.get((key, following), 0) > small:
        return token[0] + token[1:].lower()
    if usual and (before in ADDRESSES or not is_syllable(key)):
        return _like(token, usual.most_common(1)[0][0])
    # Among words without any Vietnamese mark nothing can be told from a spelling: that is English.
    foreign = len(keys) > FOREIGN_WORDS and all(other.isascii() for other in keys)
    return token if not foreign and _looks_abbreviated(token, key) else token.lower()


def _looks_abbreviated(token: str, key: str) -> bool:
    if key in LOAN_WORDS or is_syllable(key) or len(token) < 2:
        return False
    if any(not character.isascii() and character not in "Đ" for character in token):
        return False
    vowels = sum(character in "AEIOU" for character in token)
    return vowels == 0 or len(token) <= 3 or vowels / len(token) < 0.3


def _join(title: str, matches: list[re.Match[str]], forms: list[str]) -> str:
    parts: list[str] = []
    end = 0
    for at, (match, form) in enumerate(zip(matches, forms, strict=True)):
        before = title[: match.start()]
        starts = not before.strip(" “\"‘'([-–") or bool(SENTENCE_END.search(before.rstrip(" “\"‘'(")))
        starts = starts or bool(GENRE_LABEL.match(before))
        if not starts and OPENING_QUOTE.search(before):
            closing = re.search(r"[”\"’]", title[match.start() :])
            quoted = title[match.start() : match.start() + closing.start()] if closing else ""
            starts = len(quoted.split()) >= QUOTE_WITH_CAPITAL
        parts.append(title[end : match.start()])
        # "VNeID" and the like keep their own spelling even in the first place.
        parts.append(form[0].upper() + form[1:] if starts and form.islower() else forms[at])
        end = match.end()
    parts.append(title[end:])
    return "".join(parts)


def _phrases(names: Iterable[str]) -> dict[str, list[list[str]]]:
    """Names as lists of words, by the key of their first word, longest first."""
    found: dict[str, list[list[str]]] = defaultdict(list)
    for name in names:
        words = TOKEN.findall(name)[:LONGEST_NAME]
        if words and any(word[0].isupper() for word in words):
            found[_key(words[0])].append(words)
        if "tỉnh" in words[PLACE_WORDS:]:
            # "Trung tâm Kiểm soát bệnh tật tỉnh …" is called so without its province too.
            found[_key(words[0])].append(words[: words.index("tỉnh", PLACE_WORDS)])
        if len(words) > PLACE_WORDS and all(word[0].isupper() for word in words[-PLACE_WORDS:]):
            # "Trung tâm Y tế Cam Lâm" tells that Cam Lâm is a place.
            found[_key(words[-PLACE_WORDS])].append(words[-PLACE_WORDS:])
    for phrases in found.values():
        phrases.sort(key=len, reverse=True)
    return found


def _longest(phrases: dict[str, list[list[str]]], keys: list[str], at: int) -> list[str]:
    for words in phrases.get(keys[at], ()):
        if keys[at : at + len(words)] == [_key(word) for word in words]:
            return words
    return []


def _like(token: str, form: str) -> str:
    """The token's letters in the capitals of ``form``; the tone stays where its writer put it."""
    if len(token) == len(form):
        return "".join(
            letter if model.isupper() else letter.lower() for letter, model in zip(token.upper(), form, strict=True)
        )
    return token[0] + token[1:].lower() if form[0].isupper() else token.lower()


@lru_cache(maxsize=4096)
def _key(word: str) -> str:
    return canonical_tones(word.lower())
