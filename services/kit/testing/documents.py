"""The document store in memory; passes the same suite as the one on MongoDB."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import datetime, timedelta

import bson
from bson.codec_options import CodecOptions

from services.kit.running.clock import Clock
from services.kit.writing.documents import REST, Document, Outbox, Standing, Write

_AWARE: CodecOptions[Document] = CodecOptions(tz_aware=True)


class MemoryDocuments:
    """Keeps documents as BSON bytes, so that it loses precision where MongoDB does."""

    def __init__(self, name: str, clock: Clock) -> None:
        self.name = name
        self._clock = clock
        self._stored: dict[str, bytes] = {}

    async def find(self, id: str) -> Document | None:
        stored = self._stored.get(id)
        return bson.decode(stored, _AWARE) if stored else None

    async def swap(self, id: str, version: int, write: Write) -> bool:
        before = await self.find(id)
        if (before["version"] if before else 0) != version:
            return False
        after = before or {"_id": id, "outbox": [], "unpublished_since": None}
        letters = [*after["outbox"], *write.letters]
        if write.letters:
            after["unpublished_since"] = self._clock()
        after |= deepcopy(dict(write.fields))
        self._put(after | {"version": version + 1, "outbox": letters})
        return True

    async def add(self, documents: Sequence[Document]) -> None:
        for document in documents:
            if document["_id"] not in self._stored:
                self._put(document)

    async def now(self) -> datetime:
        return self._clock()

    async def due(self, limit: int) -> list[str]:
        now = self._clock()
        ready = [
            document
            for document in self._with_date("wake_at")
            if document["wake_at"] <= now and (document.get("retry_at") or now) <= now
        ]
        return [document["_id"] for document in ready[:limit]]

    async def back_off(self, id: str, pause: timedelta) -> None:
        self._change(id, {"retry_at": self._clock() + pause})

    async def claim(self, grace: timedelta, limit: int) -> list[Outbox]:
        now = self._clock()
        old = [
            document
            for document in self._with_date("unpublished_since")
            if document["unpublished_since"] < now - grace and not _rests(document, now)
        ][:limit]
        for document in old:
            self._change(document["_id"], {"unpublished_since": now})
        return [Outbox(d["_id"], tuple(d["outbox"])) for d in old]

    async def clear(self, published: Mapping[str, int]) -> None:
        for id, sequence in published.items():
            document = await self.find(id)
            if document is None:
                continue
            left = [x for x in document["outbox"] if x["sequence"] > sequence]
            document["outbox"] = left
            if not left:
                document["unpublished_since"] = None
                document.pop("quarantined", None)
            self._put(document)

    async def quarantine(self, id: str, reason: str) -> None:
        self._change(id, {"quarantined": {"reason": reason, "at": self._clock()}})

    async def standing(self) -> Standing:
        now = self._clock()
        waiting = self._with_date("unpublished_since")
        ages = [(now - d["unpublished_since"]).total_seconds() for d in waiting]
        return Standing(
            outboxes=len(waiting),
            oldest=max(ages, default=0.0),
            quarantined=sum("quarantined" in document for document in waiting),
            alarms_late=sum(d["wake_at"] < now for d in self._with_date("wake_at")),
        )

    @property
    def ids(self) -> list[str]:
        return list(self._stored)

    def _with_date(self, field: str) -> list[Document]:
        documents = (bson.decode(raw, _AWARE) for raw in self._stored.values())
        dated = [document for document in documents if document.get(field)]
        return sorted(dated, key=lambda document: document[field])

    def _change(self, id: str, fields: Document) -> None:
        self._put(bson.decode(self._stored[id], _AWARE) | fields)

    def _put(self, document: Document) -> None:
        self._stored[document["_id"]] = bson.encode(document)


def _rests(document: Document, now: datetime) -> bool:
    mark = document.get("quarantined")
    return mark is not None and mark["at"] >= now - REST
