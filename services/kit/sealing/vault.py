"""What lies in a database: sealed under a key per case, which can be destroyed."""

import os
from collections.abc import Callable
from time import monotonic

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from joserfc.jwk import OctKey

from contracts.sealed import Plaintext
from sealing.jwe import AT_REST, T, decrypted, encrypted
from services.kit.errors import Rejected, Unreadable
from services.kit.sealing.chunks import Chunks
from services.kit.sealing.key_cache import KeyCache
from services.kit.sealing.key_store import KeyRecord, KeyStore
from services.kit.sealing.keys import SECRET_BYTES, secret_bytes

NONCE_BYTES = 12


class KeyDestroyed(Rejected):
    """The content was erased for good; nothing new can be kept beside it."""

    def __init__(self) -> None:
        super().__init__(
            "content-erased",
            "the content of this case has been erased and takes nothing new",
            "该办件的内容已按规定清除,不能再写入",
            status=410,
        )


class Vault:
    """One key per case (mediation, contact), wrapped by the master key.

    Destroying a key erases everything ever sealed under it, wherever it was copied. A
    process that used the key a moment ago may go on for the minute its cache lasts.
    `former_masters` unwrap what an earlier master key wrapped.
    """

    def __init__(
        self,
        keys: KeyStore,
        master: str,
        *former_masters: str,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._keys = keys
        self._masters = [AESGCM(secret_bytes(m)) for m in (master, *former_masters)]
        self._cache = KeyCache(clock)

    async def seal(self, key_id: str, content: Plaintext) -> str:
        """Makes the key at the first use; `KeyDestroyed` after `destroy`, for ever."""
        key = await self._key_to_seal(key_id)
        return encrypted(AT_REST, key_id, key, content)

    async def open(self, key_id: str, sealed: str, model: type[T]) -> T | None:
        """None: it was erased. `Unreadable`: not sealed under this key, or damaged."""
        key = await self._key_to_open(key_id, model.__name__)
        return decrypted(AT_REST, {key_id: key}, sealed, model) if key else None

    async def seals_file(self, key_id: str, file: str) -> Chunks:
        """Like `seal`, for a file of that name, which no other content may have."""
        return Chunks(_raw(await self._key_to_seal(key_id)), file)

    async def opens_file(self, key_id: str, file: str) -> Chunks | None:
        """None: it was erased."""
        key = await self._key_to_open(key_id, "file")
        return Chunks(_raw(key), file) if key else None

    async def destroy(self, key_id: str) -> None:
        await self._keys.destroy(key_id)
        self._cache.forget(key_id)

    async def _key_to_seal(self, key_id: str) -> OctKey:
        return await self._key(key_id) or await self._first_key(key_id)

    async def _key_to_open(self, key_id: str, what: str) -> OctKey | None:
        try:
            key = await self._key(key_id)
        except KeyDestroyed:
            return None
        if key is None:
            raise Unreadable(f"{what}: its key was never here")
        return key

    async def _key(self, key_id: str) -> OctKey | None:
        known = self._cache.get(key_id)
        if known:
            return known
        asked = self._cache.moment()
        record = await self._keys.get(key_id)
        return self._kept(key_id, record, asked) if record else None

    async def _first_key(self, key_id: str) -> OctKey:
        asked = self._cache.moment()
        wrapped = self._wrap(key_id, os.urandom(SECRET_BYTES))
        return self._kept(key_id, await self._keys.insert(key_id, wrapped), asked)

    def _kept(self, key_id: str, record: KeyRecord, asked: int) -> OctKey:
        if record.wrapped is None:
            raise KeyDestroyed
        key = OctKey.import_key(self._unwrap(key_id, record.wrapped))
        self._cache.put(key_id, key, asked)
        return key

    def _wrap(self, key_id: str, key: bytes) -> bytes:
        """Bound to its id: a wrapped key laid under another id does not open."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._masters[0].encrypt(nonce, key, key_id.encode())

    def _unwrap(self, key_id: str, wrapped: bytes) -> bytes:
        nonce, sealed = wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:]
        for master in self._masters:
            try:
                return master.decrypt(nonce, sealed, key_id.encode())
            except (InvalidTag, ValueError):
                continue
        raise Unreadable("a case key does not open with this master key")


def _raw(key: OctKey) -> bytes:
    raw = key.get_op_key("encrypt")
    assert isinstance(raw, bytes)
    return raw
