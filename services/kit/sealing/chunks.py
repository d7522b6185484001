"""A file sealed piece by piece: none can be lost, moved, or taken for another's.

The STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015) over AES-256-GCM:
each chunk is bound to its file, its place, and whether it is the last. The key of a
file is derived from the case's, so that nonces may simply count.
"""

from collections.abc import AsyncIterator, Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from services.kit.errors import Unreadable

CHUNK = 256 * 1024
SEALED_CHUNK = CHUNK + 16
"""With its tag."""


class Chunks:
    def __init__(self, key: bytes, file: str) -> None:
        """`file` names one content for ever: another content has another name."""
        self._bound = b"tongban/chunks/1/" + file.encode()
        derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=self._bound)
        self._aead = AESGCM(derive.derive(key))

    def sealed(self, content: bytes) -> Iterator[bytes]:
        """Each `SEALED_CHUNK` long but the last; an empty content has one."""
        view = memoryview(content)
        last = max(0, len(view) - 1) // CHUNK
        for place in range(last + 1):
            piece = view[place * CHUNK : (place + 1) * CHUNK]
            yield self._aead.encrypt(_nonce(place, place == last), piece, self._bound)

    async def opened(self, sealed: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """Only what was verified; `Unreadable` where it is not what was sealed.

        Whoever takes all of it without an error has the whole of it.
        """
        place, held = 0, b""
        async for following in sealed:
            if held:
                yield self._opened(held, place, is_last=False)
                place += 1
            held = following
        yield self._opened(held, place, is_last=True)

    def _opened(self, chunk: bytes, place: int, is_last: bool) -> bytes:
        try:
            return self._aead.decrypt(_nonce(place, is_last), chunk, self._bound)
        except (InvalidTag, ValueError):
            raise Unreadable("a chunk is not what was sealed in its place") from None


def _nonce(place: int, is_last: bool) -> bytes:
    return place.to_bytes(11, "big") + bytes([is_last])
