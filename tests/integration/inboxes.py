"""Real inboxes on topics that nobody has read before."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from contracts.codes import derived_id
from contracts.envelope import event
from contracts.routing import TaskAcknowledged
from contracts.topics import TOPICS, Topic, encode
from deploy.local.stack import Stack
from services.kit.reading.arrival import Arrival
from services.kit.reading.inbox import Inbox, Reader, reading
from services.kit.reading.parking.keeping import Parking
from services.kit.running.clock import utc_now
from services.kit.running.settings import ServiceSettings
from services.kit.testing.clock import MONDAY
from services.kit.testing.parked import MemoryParked

PARTITIONS = 12
TASKS = next(row for row in TOPICS if row.name == "departments.{department}.tasks")


async def until(true: Callable[[], bool], within: float = 120) -> None:
    """Raises `TimeoutError`."""
    async with asyncio.timeout(within):
        while not true():
            await asyncio.sleep(0.02)


@dataclass
class Effects:
    """What handlers did, as an aggregate that drops repeats would remember it."""

    of: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    repeats: int = 0
    pause: Callable[[], Awaitable[object]] = lambda: asyncio.sleep(0)

    async def handle(self, arrival: Arrival[TaskAcknowledged]) -> None:
        await self.pause()
        mine, sequence = self.of[arrival.event.subject], arrival.event.sequence
        if mine and sequence <= mine[-1]:
            self.repeats += 1
        else:
            mine.append(sequence)

    @property
    def count(self) -> int:
        return sum(len(each) for each in self.of.values())


class Town:
    """A department of its own, the log of its tasks, and whoever reads it."""

    def __init__(self, stack: Stack, root: Path) -> None:
        self.code = f"t{uuid4().hex[:8]}"
        self.topic: Topic = TASKS.of(self.code)
        self.login = stack.login("admin")
        self.effects = Effects()
        self.store = MemoryParked()
        self.ended: list[str] = []
        self._root = root
        self._sent: dict[str, int] = defaultdict(int)
        (root / "kafka.password").write_text(self.login.password)

    @property
    def settings(self) -> ServiceSettings:
        return ServiceSettings(
            service="admin",
            member="",
            kafka=self.login.address,
            secrets=self._root,
            scratch=self._root / "faust",
        )

    async def create(self, partitions: int = PARTITIONS) -> None:
        admin = AIOKafkaAdminClient(**self.login.for_aiokafka())
        await admin.start()
        await admin.create_topics([NewTopic(self.topic.name, partitions, 1)])
        await admin.close()

    @asynccontextmanager
    async def producer(self, **others: object) -> AsyncIterator[AIOKafkaProducer]:
        login = self.login.for_aiokafka()
        producer = AIOKafkaProducer(**login, acks="all", **others)
        await producer.start()
        try:
            yield producer
        finally:
            await producer.stop()

    async def send(self, count: int, cases: int = 40) -> None:
        """`count` facts in all, spread over the cases."""
        async with self.producer() as producer:
            for number in range(count):
                case = derived_id(self.code, str(number % cases))
                await producer.send(
                    self.topic.name, self._next(case), key=case.encode()
                )
            await producer.flush()

    async def send_to(self, partitions: Iterable[int], count: int) -> None:
        """The same to each: `count` facts of one case that lies there."""
        async with self.producer() as producer:
            for partition in partitions:
                case = derived_id(self.code, f"in {partition}")
                for _ in range(count):
                    await producer.send(
                        self.topic.name, self._next(case), case.encode(), partition
                    )
            await producer.flush()

    async def send_in_transactions(self, count: int, case: str) -> None:
        """Each takes a second offset, which nobody is ever given."""
        async with self.producer(transactional_id=self.code) as producer:
            for _ in range(count):
                async with producer.transaction():
                    await producer.send(
                        self.topic.name, self._next(case), case.encode()
                    )

    async def send_raw(self, case: str, value: bytes) -> None:
        async with self.producer() as producer:
            await producer.send_and_wait(self.topic.name, value, key=case.encode())

    def _next(self, case: str) -> bytes:
        self._sent[case] += 1
        fact = TaskAcknowledged(case_id=case, task_id=case, department=self.code)
        source = f"/routing/handlings/{case}"
        return encode(event(fact, source, self._sent[case], MONDAY, None))

    def inbox(self, member: str = "", others: tuple[Topic, ...] = ()) -> Inbox:
        handlers = {TaskAcknowledged: self.effects.handle}
        return Inbox(
            Reader(
                self.settings.model_copy(update={"member": member}),
                (self.topic, *others),
                handlers,
                Parking(self.store, utc_now),
                end=lambda: self.ended.append("ended"),
            )
        )

    @asynccontextmanager
    async def reader(
        self, member: str = "", others: tuple[Topic, ...] = ()
    ) -> AsyncIterator[Inbox]:
        inbox = self.inbox(member, others)
        async with reading(inbox):
            yield inbox

    @property
    def complete(self) -> bool:
        """Every fact of every case had its one effect, in order."""
        expected = {case: list(range(1, n + 1)) for case, n in self._sent.items()}
        return dict(self.effects.of) == expected
