"""A fact on its way: encoded once, for every topic it goes to."""

from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import repeat
from typing import Any
from uuid import UUID

from contracts.envelope import Payload, event
from contracts.topics import encode, topics_of
from services.kit.running.telemetry import current_traceparent
from services.kit.writing.change import Change

LARGEST = 900_000
"""Bytes; the broker refuses a megabyte, headers and batch included."""


class Unsendable(Exception):
    """A letter that could never leave; a bug, found before anything is written."""


@dataclass(frozen=True)
class Letter:
    """An event as bytes, waiting in an outbox for each of its topics."""

    sequence: int
    topics: tuple[str, ...]
    key: str
    value: bytes
    traceparent: str

    def stored(self) -> dict[str, Any]:
        return asdict(self) | {"topics": list(self.topics)}

    @classmethod
    def from_stored(cls, letter: dict[str, Any]) -> "Letter":
        return cls(**letter | {"topics": tuple(letter["topics"])})


@dataclass(frozen=True)
class Writer:
    """Writes the letters of one kind of aggregate.

    `collection` is how their `source` begins, `/routing/handlings`; `topics` are those
    that exist in this city and may be written by this service.
    """

    collection: str
    topics: frozenset[str]

    def letters(
        self,
        id: str,
        after: int,
        change: Change[Any],
        now: datetime,
        cause: UUID | None,
    ) -> tuple[Letter, ...]:
        """Raises `Unsendable`, so that what is saved can always leave."""
        trace = current_traceparent()
        source = f"{self.collection}/{id}"
        causes = [*repeat(None, change.of_time), *repeat(cause, len(change.facts))]
        said = (
            event(fact, source, number, now, why)
            for number, (fact, why) in enumerate(
                zip(change.facts, causes, strict=False), start=after + 1
            )
        )
        return tuple(
            Letter(
                sequence=one.sequence,
                topics=self._topics(one.data),
                key=one.data.case_id,
                value=_sendable(encode(one), one.data),
                traceparent=trace,
            )
            for one in said
        )

    def _topics(self, fact: Payload) -> tuple[str, ...]:
        topics = topics_of(fact)
        unknown = sorted(set(topics) - self.topics)
        if unknown or not topics:
            raise Unsendable(f"{fact.TYPE} has no topic here: {unknown}")
        return topics


def _sendable(value: bytes, fact: Payload) -> bytes:
    if len(value) > LARGEST:
        raise Unsendable(f"{fact.TYPE} has {len(value)} bytes of at most {LARGEST}")
    return value
