"""The seam between a department's program and Kafka."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol

Place = tuple[str, int]
"""A topic and one of its partitions."""

Headers = list[tuple[str, bytes]]


class Start(Enum):
    """From where the feed is read."""

    WHERE_IT_STOPPED = "where it stopped"
    """At the very first time: from the beginning of what Kafka still keeps."""
    BEGINNING = "beginning"


Since = Start | datetime


@dataclass(frozen=True)
class Record:
    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    traceparent: str = ""

    @property
    def place(self) -> Place:
        return self.topic, self.partition


class Wire(Protocol):
    """Whoever is behind it: events of one key come in the order they were written.

    What is not committed comes again after a restart; each call ends within a bounded
    time, also while the broker is away.
    """

    async def open(self, since: Since, lost: Callable[[Iterable[Place]], None]) -> None:
        """Returns when it has been reached. `lost`: these will be read again."""

    async def read(self, within: float) -> list[Record]:
        """What has come; nothing after so many seconds, or while it is away."""

    def hold(self, topics: Collection[str]) -> None:
        """Nothing is read from these topics until the next call says otherwise."""

    async def commit(self, offsets: Mapping[Place, int]) -> bool:
        """False: not now."""

    async def send(self, key: str, value: bytes, headers: Headers) -> None:
        """Raises `Unsent`, or `LoginRefused`."""

    async def close(self) -> None: ...
