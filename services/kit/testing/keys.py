"""Case keys in memory; passes the same suite as the store on MongoDB."""

from services.kit.sealing.key_store import KeyRecord


class MemoryKeys:
    def __init__(self) -> None:
        self._records: dict[str, KeyRecord] = {}

    async def get(self, key_id: str) -> KeyRecord | None:
        return self._records.get(key_id)

    async def insert(self, key_id: str, wrapped: bytes) -> KeyRecord:
        return self._records.setdefault(key_id, KeyRecord(wrapped))

    async def destroy(self, key_id: str) -> None:
        self._records[key_id] = KeyRecord(None)
