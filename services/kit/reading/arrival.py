"""A fact that arrived, and from where: the topic tells who wrote it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from contracts.envelope import Event, Payload
from contracts.topics import department_of
from services.kit.reading.received import Received

F = TypeVar("F", bound=Payload)


@dataclass(frozen=True)
class Arrival(Generic[F]):
    """`mark` names the row of the inbox: a sequence counts within topic and source."""

    topic: str
    event: Event[F]

    @property
    def fact(self) -> F:
        return self.event.data

    @property
    def mark(self) -> str:
        return f"{self.topic}|{self.event.source}"

    @property
    def department(self) -> str | None:
        """Whose topic this is; what the message says of itself does not count."""
        return department_of(self.topic)


Handler = Callable[[Arrival[Any]], Awaitable[object]]
Handlers = Mapping[type[Payload], Handler]

Stray = Callable[[Received, str], Awaitable[object]]
"""Answers an outsider whose event cannot be read; what is wrong holds none of it."""

Keep = Callable[[Received], Awaitable[object]]
Keeps = Mapping[str, Keep]
"""By topic: what is kept as it came, without being looked into."""
