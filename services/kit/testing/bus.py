"""Kafka in memory: one log a topic, which may fail, refuse and repeat on command."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from contracts.envelope import Event, Payload
from contracts.topics import decode
from services.kit.writing.outbox.wire import Headers


@dataclass
class MemoryBus:
    """`fault` is asked before each letter and may raise what a broker would."""

    logs: dict[str, list[bytes]] = field(default_factory=lambda: defaultdict(list))
    letters: list[tuple[str, bytes]] = field(default_factory=list)
    fault: Callable[[str], None] = lambda topic: None

    async def send(
        self, topic: str, key: bytes, value: bytes, headers: Headers
    ) -> None:
        self.fault(topic)
        self.logs[topic].append(value)
        self.letters.append((topic, value))

    def on(self, topic: str) -> list[Event[Payload]]:
        return [decode(value) for value in self.logs[topic]]

    @property
    def events(self) -> list[Event[Payload]]:
        """Each event once, in the order in which it first left."""
        first: dict[UUID, Event[Payload]] = {}
        for _, value in self.letters:
            event = decode(value)
            first.setdefault(event.id, event)
        return list(first.values())
