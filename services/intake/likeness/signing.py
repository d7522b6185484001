"""What is kept of a text to find its like: numbers, and of use only with our key."""

from base64 import b64encode
from hashlib import blake2b

from datasketch import MinHash
from numpy import uint8

from services.intake.domain.likeness import PLACES
from services.intake.likeness.words import plain, shingles
from services.kit.sealing.digests import Digests

SHORTEST = 20
"""Characters: below that, two people who say the same need not mean the same."""
SCHEME, SEED = "affine32", 1
"""As it is stored: another choice finds nothing of what was signed before."""
HASH_BYTES = 4
KEY_FOR = "shingle"


class Signing:
    """Every shingle is hashed under a key before anything is made of it.

    Without the key a signature cannot be compared with a text, only with another
    signature of this city.
    """

    def __init__(self, digests: Digests) -> None:
        self._key = bytes.fromhex(digests.of(KEY_FOR))
        self._blank = MinHash(PLACES, SEED, hashfunc=self._hashed, scheme=SCHEME)

    def of(self, *texts: str) -> str | None:
        """`PLACES` bytes in base64; None for a text that is too short to tell."""
        said = plain("\n".join(texts))
        if len(said) < SHORTEST:
            return None
        sketch = self._blank.copy()
        sketch.update_batch(shingles(said))
        return b64encode(sketch.digest().astype(uint8).tobytes()).decode()

    def _hashed(self, shingle: str) -> int:
        digest = blake2b(shingle.encode(), digest_size=HASH_BYTES, key=self._key)
        return int.from_bytes(digest.digest(), "big")
