"""What every key store must do; the fake and the real one both run it."""

import asyncio

from services.kit.sealing.key_store import KeyRecord, KeyStore

TOMBSTONE = KeyRecord(None)


class KeyStoreSuite:
    async def test_what_is_not_there_is_none(self, keys: KeyStore):
        assert await keys.get("a") is None

    async def test_the_first_key_stays(self, keys: KeyStore):
        assert await keys.insert("a", b"first") == KeyRecord(b"first")
        assert await keys.insert("a", b"second") == KeyRecord(b"first")
        assert await keys.get("a") == KeyRecord(b"first")

    async def test_of_many_at_once_all_see_the_same(self, keys: KeyStore):
        made = await asyncio.gather(*(keys.insert("a", bytes([n])) for n in range(16)))

        assert len(set(made)) == 1
        assert await keys.get("a") == made[0]

    async def test_a_destroyed_key_never_comes_back(self, keys: KeyStore):
        await keys.insert("a", b"first")
        await keys.destroy("a")

        assert await keys.insert("a", b"second") == TOMBSTONE
        assert await keys.get("a") == TOMBSTONE

    async def test_destroying_twice_or_beforehand_leaves_one_tombstone(self, keys):
        await keys.destroy("a")
        await keys.destroy("a")

        assert await keys.insert("a", b"first") == TOMBSTONE

    async def test_keys_do_not_touch_each_other(self, keys: KeyStore):
        await keys.insert("a", b"a")
        await keys.insert("b", b"b")
        await keys.destroy("a")

        assert await keys.get("b") == KeyRecord(b"b")
