"""Capital letters of Vietnamese, for patterns: Python's ``re`` knows no class of them."""

from __future__ import annotations

from typing import Final

from cms.core.text.marks import VIETNAMESE_LETTERS

#: The inside of a character class: every capital letter.
UPPER: Final = "A-Z" + "".join(sorted(letter for letter in VIETNAMESE_LETTERS if letter.isupper()))
#: A word that begins with a capital.
CAPITALISED: Final = rf"[{UPPER}][^\W\d_]*"
