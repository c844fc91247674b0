"""Signatures are kept for years: the same numbers in every process and on every machine, or another scheme."""

from __future__ import annotations

import os
import subprocess
import sys
from hashlib import sha256

from submissions.copies.shingles import shingle_hashes, words_of
from submissions.copies.signature import BANDS, SCHEME, SLOTS, bands, estimated_share, sign, sign_all
from tests.submissions.copies.texts import texts

# Where these change, stored rows no longer fit: give `SCHEME` another name and say so in the notes of the release.
GOLDEN_SCHEME = "rensa-2-6-128"
GOLDEN_HASH = 53760284872941992
GOLDEN_SIGNATURE = "ff2a470a6056712e640f33dfb63390d1f15575868aeafae47c177c52517318da"
GOLDEN_BAND = -8905183853369551867

PRINT_SIGNATURE = (
    "import sys; from submissions.copies.signature import sign; "
    "print(sign({int(each) for each in sys.stdin.read().split()}).hex())"
)


def hashes(text: str) -> set[int]:
    return shingle_hashes(words_of(text))


def test_signatures_and_bands_are_what_they_were_when_the_scheme_was_named():
    found = hashes(texts()[0])
    signature = sign(found)
    assert SCHEME == GOLDEN_SCHEME
    assert min(found) == GOLDEN_HASH
    assert sha256(signature).hexdigest() == GOLDEN_SIGNATURE
    assert min(bands(signature)) == GOLDEN_BAND
    assert len(signature) == 4 * SLOTS
    assert len(bands(signature)) == BANDS


def test_another_process_with_another_hash_seed_and_order_finds_the_same():
    found = sorted(hashes(texts()[1]), reverse=True)
    answer = subprocess.run(
        [sys.executable, "-c", PRINT_SIGNATURE],
        input=" ".join(map(str, found)),
        env={**os.environ, "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.strip() == sign(hashes(texts()[1])).hex()


def test_rows_of_another_scheme_share_no_band(monkeypatch):
    signature = sign(hashes(texts()[0]))
    before = bands(signature)
    monkeypatch.setattr("submissions.copies.signature.SCHEME", "rensa-3-6-128")
    assert not bands(signature) & before


def test_many_at_once_are_signed_as_one_by_one():
    many = [hashes(text) for text in texts()[:5]]
    assert sign_all(many) == [sign(each) for each in many]
    assert sign_all([]) == []


def test_the_estimate_is_near_the_truth_and_unrelated_articles_share_no_band():
    words = texts()[2].split()
    half = " ".join(words[: len(words) // 2])
    mine, theirs = hashes(half), hashes(texts()[2])
    estimate = estimated_share(mine=sign(mine), my_size=len(mine), theirs=sign(theirs), their_size=len(theirs))
    assert estimate > 0.8
    back = estimated_share(mine=sign(theirs), my_size=len(theirs), theirs=sign(mine), their_size=len(mine))
    assert 0.35 < back < 0.65
    banded = [bands(sign(hashes(text))) for text in texts()]
    shared = sum(bool(one & other) for place, one in enumerate(banded) for other in banded[:place])
    assert shared <= len(banded) * (len(banded) - 1) / 2 * 0.01
