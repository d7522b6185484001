"""What may arrive on a topic, and what is to be thought of what came."""

from collections.abc import Iterable
from typing import Any

from contracts.envelope import Event, Payload
from contracts.topics import Topic, decode, department_of, writer_of
from services.kit.errors import Unreadable
from services.kit.reading.received import Received


class Desk:
    """Opens what was received from one of these topics."""

    def __init__(self, topics: Iterable[Topic]) -> None:
        self._carried = {topic.name: frozenset(topic.carries) for topic in topics}

    def opened(self, received: Received) -> Event[Payload]:
        """Raises `Unreadable`, and `UnknownType` for what readers should skip.

        A type that the topic does not carry is unknown there, whoever knows it
        elsewhere: a department must not speak with routing's voice. On a city's topic
        the source must be the writer's own; on a department's nobody is parked for it.
        """
        event = decode(received.value, self._carried[received.topic])
        if not is_outsiders(received.topic):
            _demand_source_of(writer_of(received.topic), event)
        return event


def is_outsiders(topic: str) -> bool:
    """A department writes it: anything may be in it, and it must not hurt us."""
    return writer_of(topic) == department_of(topic)


def _demand_source_of(writer: str, event: Event[Any]) -> None:
    if not event.source.startswith(f"/{writer}/"):
        raise Unreadable(f"the source is not {writer}'s")
