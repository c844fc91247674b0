"""Is this word a possible Vietnamese syllable?

Spelling is regular enough to be a test of text quality: an initial, a rime and a tone, with few exceptions. The
answer is used to recognise legacy encodings and unreadable scans, never to correct an author.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from cms.core.text.marks import ACUTE, DOT_BELOW, split_tone

_RIMES: Final = frozenset(
    """
    a ac ach ai am an ang anh ao ap at au ay
    ăc ăm ăn ăng ăp ăt
    âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et
    ê êch êm ên ênh êp êt êu
    i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oc oe oen oeo oet oi om on ong ooc oong op ot
    oăc oăm oăn oăng oăt
    ô ôc ôi ôm ôn ông ôp ôt
    ơ ơi ơm ơn ơp ơt
    u ua uc ui um un ung up ut uân uâng uât uây uê uêch uên uênh uơ uôc uôi uôm uôn uông uôt
    uy uya uych uynh uyp uyt uyu uyên uyêt
    ư ưa ưc ưi ưm ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
    y yêm yên yêng yêt yêu
    """.split()
)

_RIMES_AFTER_QU: Final = frozenset(
    """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt ân âng ât ây
    e en eo et ê êch ên ênh êt êu i ia ich in inh it ơ ơi ôc
    y ych ynh yp yt yu yên yêt
    """.split()
)

#: Longest first, so that "ngh" is tried before "ng" and "n".
_INITIALS: Final = tuple(
    sorted(
        "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph r s t th tr v x".split(),
        key=len,
        reverse=True,
    )
)

_FRONT: Final = ("e", "ê", "i", "y")
_STOPS: Final = ("c", "ch", "p", "t")

_WORD: Final = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Tell whether ``word`` (any case, composed or not) is spelt like a Vietnamese syllable."""
    toneless, tones = split_tone(word.lower())
    if len(tones) > 1 or not 0 < len(toneless) <= 7:
        return False
    if toneless.endswith(_STOPS) and tones not in (ACUTE, DOT_BELOW):
        # Syllables that end in a stop carry sắc or nặng only.
        return False
    if toneless.startswith("q"):
        return toneless.startswith("qu") and toneless[2:] in _RIMES_AFTER_QU
    if toneless in _RIMES:
        return True
    return any(_joins(initial, toneless[len(initial) :]) for initial in _INITIALS if toneless.startswith(initial))


def _joins(initial: str, rime: str) -> bool:
    if rime not in _RIMES:
        return False
    front = rime.startswith(_FRONT)
    if initial in ("k", "gh", "ngh"):
        return front
    if initial in ("c", "ng"):
        return not front
    if initial == "g":
        return not rime.startswith(("e", "ê", "y"))
    return True


def unknown_share(text: str) -> float:
    """Return the share (0.0 to 1.0) of the words of ``text`` that are not possible Vietnamese syllables.

    Names, abbreviations and foreign words count as unknown, so clean prose has a few per cent; a bad scan or a text
    in an undetected encoding has far more. Text without words returns 0.0.
    """
    words = _WORD.findall(unicodedata.normalize("NFC", text))
    if not words:
        return 0.0
    return sum(not is_syllable(word) for word in words) / len(words)
