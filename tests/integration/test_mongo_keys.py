from uuid import uuid4

import pytest
from motor.motor_asyncio import AsyncIOMotorClient

from contracts.sealed import AnswerText
from services.kit.errors import Unavailable
from services.kit.sealing.keys import new_secret
from services.kit.sealing.mongo_keys import MongoKeys
from services.kit.sealing.vault import Vault
from tests.kit.sealing.key_store_suite import KeyStoreSuite

ANSWER = AnswerText(text="路灯已经修好。")


class TestMongoKeys(KeyStoreSuite):
    @pytest.fixture
    async def keys(self, mongo_uri: str):
        client = AsyncIOMotorClient(mongo_uri)
        yield MongoKeys(client[f"test_{uuid4().hex}"])
        client.close()

    async def test_a_destroyed_key_leaves_no_bytes_of_it(self, keys: MongoKeys):
        await keys.insert("a", b"first")
        await keys.destroy("a")

        assert set(await keys._collection.find_one()) == {"_id", "destroyed_at"}

    async def test_a_vault_on_it_seals_opens_and_erases(self, keys: MongoKeys):
        vault = Vault(keys, new_secret())
        sealed = await vault.seal("a", ANSWER)

        assert await vault.open("a", sealed, AnswerText) == ANSWER
        await vault.destroy("a")
        assert await vault.open("a", sealed, AnswerText) is None


async def test_a_database_that_is_away_is_unavailable():
    nobody = "mongodb://127.0.0.1:9/?serverSelectionTimeoutMS=100"
    client = AsyncIOMotorClient(nobody)
    keys = MongoKeys(client["test"])

    for call in (keys.get("a"), keys.insert("a", b"x"), keys.destroy("a")):
        with pytest.raises(Unavailable):
            await call
    client.close()
