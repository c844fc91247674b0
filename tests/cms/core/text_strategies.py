"""Texts for property tests: Vietnamese ones, and any at all."""

from __future__ import annotations

import unicodedata

from hypothesis import strategies as st

from cms.core.text.marks import VIETNAMESE_LETTERS

ASCII_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

vietnamese_letters = st.sampled_from(sorted(VIETNAMESE_LETTERS) + list(ASCII_LETTERS))
vietnamese_words = st.text(vietnamese_letters, min_size=1, max_size=7)
vietnamese_texts = st.text(
    st.one_of(vietnamese_letters, st.sampled_from(" .,;:!?-–“”…%0123456789\n")),
    max_size=60,
)

#: Everything that a browser, a PDF or an attacker can send, with the awkward parts of Unicode made frequent.
any_texts = st.text(
    st.one_of(
        vietnamese_letters,
        st.characters(),
        st.sampled_from(
            "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323 \n\r\t\x00\x0b\u00a0\u00ad\u200b\u200d\u202e\u2028\ufeff"
            "ƣƢðÐаеосАВСΑΟοαμ😀👩️®µ¸\ud800"
        ),
    ),
    max_size=40,
)


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def is_nfc(text: str) -> bool:
    return unicodedata.is_normalized("NFC", text)
