"""A department's topics on paper: Kafka's behaviour, in memory."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zlib import crc32

from tongban_department.errors import Unsent
from tongban_department.reading.wire import Headers, Place, Record, Since, Start

PARTITIONS = 3


@dataclass
class Paper:
    """Outlives every program: records, and what each group has committed."""

    records: dict[Place, list[Record]] = field(default_factory=dict)
    times: dict[Place, list[datetime]] = field(
        default_factory=lambda: defaultdict(list)
    )
    committed: dict[Place, int] = field(default_factory=dict)
    on_write: Callable[[Record], None] = lambda _: None
    away: bool = False
    more: asyncio.Event = field(default_factory=asyncio.Event)

    def write(self, topic: str, key: str, value: bytes, trace: str = "") -> Record:
        place = (topic, crc32(key.encode()) % PARTITIONS)
        lines = self.records.setdefault(place, [])
        record = Record(*place, len(lines), key.encode(), value, trace)
        lines.append(record)
        self.times[place].append(datetime.now(UTC))
        self.more.set()
        self.on_write(record)
        return record

    def places(self, topics: Iterable[str]) -> list[Place]:
        return [(topic, number) for topic in topics for number in range(PARTITIONS)]

    def start(self, place: Place, since: Since) -> int:
        if since is Start.WHERE_IT_STOPPED:
            return self.committed.get(place, 0)
        if since is Start.BEGINNING:
            return 0
        return sum(moment < since for moment in self.times[place])


class PaperWire:
    """One connection to the paper; `cut`: the process behind it has died."""

    def __init__(self, paper: Paper, topics: tuple[str, ...], replies: str) -> None:
        self._paper = paper
        self._topics = topics
        self._replies = replies
        self._next: dict[Place, int] = {}
        self._held: set[str] = set()
        self._lost: Callable[[Iterable[Place]], None] = lambda _: None
        self.cut = False

    async def open(self, since: Since, lost: Callable[[Iterable[Place]], None]) -> None:
        self._lost = lost
        for place in self._paper.places(self._topics):
            self._next[place] = self._paper.start(place, since)
            if since is not Start.WHERE_IT_STOPPED:
                self._paper.committed[place] = self._next[place]

    async def read(self, within: float) -> list[Record]:
        found = self._found()
        if not found:
            self._paper.more.clear()
            try:
                async with asyncio.timeout(within):
                    await self._paper.more.wait()
            except TimeoutError:
                return []
            found = self._found()
        for record in found:
            self._next[record.place] = record.offset + 1
        await asyncio.sleep(0)
        return found

    def hold(self, topics: Collection[str]) -> None:
        self._held = set(topics)

    async def commit(self, offsets: Mapping[Place, int]) -> bool:
        if self.cut or self._paper.away:
            return False
        self._paper.committed.update(offsets)
        return True

    async def send(self, key: str, value: bytes, headers: Headers) -> None:
        if self.cut or self._paper.away:
            raise Unsent("away")
        trace = dict(headers).get("traceparent", b"").decode()
        self._paper.write(self._replies, key, value, trace)

    async def close(self) -> None:
        self._next = {}

    def rebalance(self) -> None:
        """Kafka takes every partition away, and gives it back: committed is read on."""
        self._lost(list(self._next))
        for place in self._next:
            self._next[place] = self._paper.start(place, Start.WHERE_IT_STOPPED)
        self._paper.more.set()

    @property
    def at_the_end(self) -> bool:
        lines = self._paper.records
        return all(at >= len(lines.get(place, ())) for place, at in self._next.items())

    def _found(self) -> list[Record]:
        if self.cut or self._paper.away:
            return []
        return [
            record
            for place, at in self._next.items()
            if place[0] not in self._held
            for record in self._paper.records.get(place, [])[at:]
        ]
