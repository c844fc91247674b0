"""Suggests genre, topic, audience and language of an article from its words. Pure Python; a person decides.

Nothing here is more than a first choice in a list: words of the title weigh most, then the standfirst, then the text,
where a word counts a few times at most, so that a long article does not shout.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from cms.core.text import fold, unknown_share
from submissions.intake.topic_words import AUDIENCE_WORDS, TOPIC_WORDS

ENGLISH_TOPIC: Final = "T16"
OTHER_TOPIC: Final = "T99"
# A news item has about 100 to 350 words, a feature 400 and more; most of what is handed in lies between.
LONGEST_NEWS_WORDS: Final = 310
PHOTO_STORY_PICTURES: Final = 6
PHOTO_STORY_WORDS: Final = 60

TITLE_WEIGHT: Final = 3.0
SAPO_WEIGHT: Final = 1.5
TEXT_WEIGHT: Final = 0.6
MOST_IN_TEXT: Final = 3

# Words of a title (folded) that say the genre.
GENRE_TITLES: Final = (
    ("infographic", re.compile(r"^(?:infographic|do hoa)\b")),
    ("video", re.compile(r"^(?:video|clip|video graphic|motion graphic)\b")),
    ("qa", re.compile(r"^(?:hoi dap|hoi va dap|giai dap)\b")),
    ("interview", re.compile(r"^(?:phong van|tro chuyen|doi thoai) ")),
    ("photo_story", re.compile(r"^(?:phong su anh|chum anh|anh)\b(?= )")),
    ("reportage", re.compile(r"^(?:phong su|ghi chep|ky su)\b|^mot ngay o\b|^mot ngay cung\b|^theo chan\b")),
)
VIETNAMESE_MARK: Final = re.compile(
    "[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE
)
UNKNOWN_SYLLABLES: Final = 0.4


@dataclass(frozen=True, kw_only=True, slots=True)
class Story:
    """What is looked at: plain texts, and how many pictures there are."""

    title: str
    sapo: str = ""
    text: str = ""
    pictures: int = 0


def genre(story: Story) -> str:
    """The code of the likely genre. The title's own label goes first, then pictures, then the length."""
    title = fold(story.title)
    for code, pattern in GENRE_TITLES:
        if pattern.search(title):
            return code
    words = len(story.text.split())
    if story.pictures >= PHOTO_STORY_PICTURES and words < PHOTO_STORY_WORDS * story.pictures:
        return "photo_story"
    return "article" if words > LONGEST_NEWS_WORDS else "news"


def language(story: Story) -> str:
    """``en`` for a text without Vietnamese letters whose words are no Vietnamese syllables, else ``vi``."""
    sample = f"{story.title} {story.sapo} {story.text}"[:2_000]
    marks = len(VIETNAMESE_MARK.findall(sample))
    plain = marks * 50 < len(sample)
    return "en" if sample.strip() and plain and unknown_share(sample) > UNKNOWN_SYLLABLES else "vi"


def topics(story: Story) -> list[str]:
    """Codes of the likely topics, best first; never empty."""
    if language(story) == "en":
        return [ENGLISH_TOPIC]
    scores = _scores(story, TOPIC_WORDS)
    ranked = sorted((code for code, score in scores.items() if score > 0), key=lambda code: (-scores[code], code))
    return ranked or [OTHER_TOPIC]


def audience(story: Story) -> str:
    """The code of the likely audience; citizens where nothing speaks for another."""
    if language(story) == "en":
        return "investors"
    scores = _scores(story, AUDIENCE_WORDS)
    best = max(scores, key=lambda code: (scores[code], code == "citizens"))
    return best if scores[best] > 0 else "citizens"


def _scores(story: Story, table: dict[str, dict[str, int]]) -> dict[str, float]:
    title, sapo, text = fold(story.title), fold(story.sapo), fold(story.text)
    per_text = TEXT_WEIGHT / max(1.0, math.log10(max(10, len(text.split()))))
    found = {}
    for code, words in table.items():
        score = 0.0
        for word, weight in words.items():
            pattern = _whole(word)
            score += weight * TITLE_WEIGHT * bool(pattern.search(title))
            score += weight * SAPO_WEIGHT * bool(pattern.search(sapo))
            if text:
                score += weight * per_text * min(MOST_IN_TEXT, len(pattern.findall(text)))
        found[code] = score
    return found


@lru_cache(maxsize=1_024)
def _whole(word: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(word)}\b")
