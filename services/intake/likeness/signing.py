"""What is kept of a text to find its like: numbers, and of use only with our key."""

from base64 import b64encode

import numpy as np
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from datasketch import MinHash

from services.intake.domain.likeness import PLACES
from services.intake.likeness.words import plain, shingles
from services.kit.sealing.digests import Digests

SHORTEST = 20
"""Characters: below that, two people who say the same need not mean the same."""
SCHEME, SEED = "affine32", 1
"""As it is stored: another choice finds nothing of what was signed before."""
BLOCK = 4
"""Numbers in a block of AES; a shingle is one."""
KEY_FOR = "shingle"


class Signing:
    """Every shingle is hashed under a key before anything is made of it.

    Without the key a signature cannot be compared with a text, only with another
    signature of this city.
    """

    def __init__(self, digests: Digests) -> None:
        self._key = bytes.fromhex(digests.of(KEY_FOR))
        self._blank = MinHash(PLACES, SEED, hashfunc=int, scheme=SCHEME)

    def of(self, *texts: str) -> str | None:
        """`PLACES` bytes in base64; None for a text that is too short to tell."""
        said = plain("\n".join(texts))
        if len(said) < SHORTEST:
            return None
        sketch = self._blank.copy()
        sketch.update_batch(self._hashed(said))
        return b64encode(sketch.digest().astype(np.uint8).tobytes()).decode()

    def _hashed(self, said: str) -> list[int]:
        """AES as a keyed hash: of all shingles at once, each a block of its own."""
        runs = shingles(said)
        blocks = np.zeros((len(runs), BLOCK), np.uint32)
        blocks[:, : runs.shape[1]] = runs
        aes = Cipher(algorithms.AES(self._key), modes.ECB()).encryptor()
        hashed = np.frombuffer(aes.update(blocks.tobytes()), np.uint32)
        return [*map(int, hashed[::BLOCK])]
