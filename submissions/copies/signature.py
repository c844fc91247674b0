"""MinHash signatures and the bands by which the database finds candidates.

The hashes of the shingles come from a standard; the signatures from rensa, whose algorithm has a version and may change
with a release. So each stored row names its `SCHEME`, rows of another scheme are never compared, and ``index_copies
--missing`` renews them.
"""

from __future__ import annotations

import struct
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from rensa import RMinHash

from submissions.copies.shingles import SHINGLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SLOTS: Final = 128
#: Two slots a band: of articles that share two fifths of their text (Jaccard 0.25) 98 % become candidates, of those
#: that share a third (0.2) 93 %, and of unrelated ones (0.001 or less) one in ten thousand.
ROWS: Final = 2
BANDS: Final = SLOTS // ROWS
SEED: Final = 1
SCHEME: Final = f"rensa-{RMinHash.ALGORITHM_VERSION}-{SHINGLE}-{SLOTS}"

_PACKED: Final = struct.Struct(f"<{SLOTS}I")


def sign_all(hashed: Sequence[Iterable[int]]) -> list[bytes]:
    """The signature of each set of shingle hashes, `SLOTS` numbers of 32 bits, little end first. No set may be empty."""
    if not hashed:
        return []
    matrix = RMinHash.digest_matrix_from_token_hash_sets([list(each) for each in hashed], num_perm=SLOTS, seed=SEED)
    return [_PACKED.pack(*row) for row in matrix.to_rows()]


def sign(hashes: Iterable[int]) -> bytes:
    """The signature of one set of shingle hashes."""
    return sign_all([hashes])[0]


def bands(signature: bytes) -> set[int]:
    """What the database looks up: a signed number of 64 bits for each band, different in each scheme."""
    width = len(signature) // BANDS
    salt = SCHEME.encode()[: blake2b.SALT_SIZE]
    return {
        int.from_bytes(
            blake2b(bytes([band]) + signature[band * width : (band + 1) * width], digest_size=8, salt=salt).digest(),
            "little",
            signed=True,
        )
        for band in range(BANDS)
    }


def estimated_share(*, mine: bytes, my_size: int, theirs: bytes, their_size: int) -> float:
    """About how much of my shingles, from 0 to 1, the other text has. The sizes are numbers of different shingles."""
    same = sum(here == there for here, there in zip(_PACKED.unpack(mine), _PACKED.unpack(theirs), strict=True))
    jaccard = same / SLOTS
    return min(jaccard * (my_size + their_size) / ((1 + jaccard) * my_size), 1.0)
