"""The platform without infrastructure, for tests that read like the rules."""

from collections.abc import Mapping
from typing import Any

from contracts.envelope import Event, Payload, event
from contracts.topics import all_topics, topics_of, writer_of
from services.kit.reading.arrival import Arrival, F
from services.kit.running.failpoints import Failpoints
from services.kit.testing.bus import MemoryBus
from services.kit.testing.clock import MONDAY, StoppedClock
from services.kit.testing.documents import MemoryDocuments
from services.kit.writing.alarms import ring
from services.kit.writing.change import State, Wake
from services.kit.writing.outbox.clearing import Clearing
from services.kit.writing.outbox.letters import Writer
from services.kit.writing.outbox.publisher import Publisher
from services.kit.writing.repository import Repository, Seams, never

DEPARTMENTS = (
    "anju-property",
    "fire-rescue",
    "housing",
    "mediation-centre",
    "street-qingshi",
    "transport",
    "urban-mgmt",
)


class MemoryPlatform:
    """The real repository, publisher and alarms over memory and a stopped clock."""

    def __init__(self, departments: tuple[str, ...] = DEPARTMENTS) -> None:
        self.clock = StoppedClock()
        self.bus = MemoryBus()
        self.departments = departments
        self.failpoints = Failpoints()
        clearing = Clearing(pause=0)
        self.publisher = Publisher(self.bus, clearing, self.failpoints)
        self._repositories: list[Repository[Any]] = []

    def repository(
        self,
        service: str,
        collection: str,
        kind: type[State],
        wake: Wake[State] = never,
    ) -> Repository[State]:
        topics = frozenset(topic.name for topic in all_topics(self.departments))
        repository = Repository(
            MemoryDocuments(collection, self.clock),
            kind,
            Writer(f"/{service}/{collection}", topics),
            Seams(self.publisher, self.clock, self.failpoints),
            wake,
        )
        self._repositories.append(repository)
        return repository

    async def settle(self) -> None:
        """Waits until everything saved has been published."""
        await self.publisher.drain()

    async def ring(self) -> None:
        """Wakes whatever is due now."""
        for repository in self._repositories:
            await ring(repository)
        await self.settle()

    async def deliver(
        self, handlers: Mapping[type[Payload], Any], arrival: Arrival[Payload]
    ) -> None:
        await handlers[type(arrival.fact)](arrival)
        await self.settle()

    @property
    def published(self) -> list[Event[Payload]]:
        return self.bus.events

    @property
    def facts(self) -> list[Payload]:
        return [published.data for published in self.published]


def arrived(
    fact: F, source: str | None = None, sequence: int = 1, topic: str | None = None
) -> Arrival[F]:
    """`fact` as it comes from the topic it belongs to (the city's, if there is one)."""
    topic = topic or topics_of(fact)[0]
    source = source or f"/{writer_of(topic)}/tests/{fact.case_id}"
    return Arrival(topic, event(fact, source, sequence, MONDAY, None))
