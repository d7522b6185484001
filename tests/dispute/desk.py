"""Routing as far as the centre's one task goes: it takes the lead's word last."""

from dataclasses import dataclass, field

from contracts.codes import derived_id
from contracts.department import TaskReply
from contracts.envelope import Payload
from contracts.routing import CoHandlerReported, ReplyRejected, TaskCompleted
from services.kit.errors import Unavailable
from services.kit.reading.arrival import Arrival
from services.kit.testing.platform import arrived
from services.kit.writing.outbox.sweeper import GRACE, sweep
from tests.dispute.world import CASE, CENTRE, TASK, World, task_assigned

OF_TASK = {"case_id": CASE, "task_id": TASK, "department": CENTRE}
FEED = f"departments.{CENTRE}.tasks"


def reported(open: int) -> CoHandlerReported:
    return CoHandlerReported(
        **OF_TASK,
        by="street-qingshi",
        by_task=derived_id("another task"),
        result="completed",
        outcome="resolved",
        open=open,
    )


def rejected(reason: str = "co-handlers-open") -> ReplyRejected:
    return ReplyRejected(
        **OF_TASK,
        reply_id=derived_id("a reply"),
        reason=reason,
        words_zh="尚有协办单位未办结",
        words_en="other departments are still at work",
    )


@dataclass
class Desk:
    """`feed` is what it says to the centre, in order; `done` once the task is."""

    world: World
    open: int
    feed: list[Arrival[Payload]] = field(default_factory=list)
    committed: int = 0
    read: int = 0
    done: bool = False

    def __post_init__(self) -> None:
        self._tell(task_assigned())

    @property
    def words(self) -> list[TaskReply]:
        said = (f for f in self.world.city.facts if isinstance(f, TaskReply))
        return [fact for fact in said if fact.action == "complete"]

    def read_a_word(self) -> None:
        if self.read == len(self.words):
            return
        self.read += 1
        if self.open or self.done:
            self._tell(rejected("wrong-state" if self.done else "co-handlers-open"))
            return
        self.done = True
        self._tell(TaskCompleted(**OF_TASK, outcome=self.words[-1].outcome))

    def somebody_joins(self) -> None:
        self.open += not self.done

    def somebody_is_done(self) -> None:
        if self.open:
            self.open -= 1
            self._tell(reported(self.open))

    async def deliver(self) -> None:
        if self.committed < len(self.feed):
            arrival = self.feed[self.committed]
            self.committed += 1
            await self.world.city.deliver(self.world.handlers, arrival)

    def crash_before_the_commit(self) -> None:
        """What was handled is read again."""
        self.committed = max(0, self.committed - 2)

    def crash_before_the_letter(self) -> None:
        """What is saved from now on stays in the outbox."""
        self.world.city.bus.fault = _away

    async def restart(self) -> None:
        city = self.world.city
        city.bus.fault = lambda topic: None
        city.clock.advance(GRACE * 2)
        await sweep(city.publisher, self.world.mediations.documents)
        await city.settle()

    async def finish(self) -> None:
        """Everybody does what is left to do, as often as somebody says something."""
        await self.restart()
        while self.open:
            self.somebody_is_done()
        while self.committed < len(self.feed) or self.read < len(self.words):
            await self.deliver()
            self.read_a_word()

    def _tell(self, fact: Payload) -> None:
        self.feed.append(arrived(fact, sequence=len(self.feed) + 1, topic=FEED))


def _away(topic: str) -> None:
    raise Unavailable("the power is out")
