"""The real lanes, parking, reactions and release over a store in memory."""

import asyncio
from collections.abc import Callable, Iterable

from contracts.envelope import Payload, event
from contracts.intake import CaseAccepted
from contracts.topics import Topic, encode
from services.kit.reading.arrival import Arrival
from services.kit.reading.desk import Desk
from services.kit.reading.lanes import Lanes
from services.kit.reading.parking.keeping import Parking
from services.kit.reading.parking.parked import State
from services.kit.reading.parking.release import Release
from services.kit.reading.reactions import Reactions
from services.kit.reading.received import Received
from services.kit.reading.watching import Watching
from services.kit.testing.clock import MONDAY, StoppedClock
from services.kit.testing.parked import MemoryParked

CASES = "intake.cases"
REPLIES = "departments.housing.replies"


def case_id(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012d}"


def accepted(number: int = 1) -> CaseAccepted:
    return CaseAccepted(
        case_id=case_id(number),
        case_no="202603020000017",
        kind="request",
        category="noise",
        area="3707",
        channel="web",
        received_at=MONDAY,
        accepted_at=MONDAY,
    )


def as_bytes(fact: Payload, sequence: int = 1, source: str | None = None) -> bytes:
    source = source or f"/intake/cases/{fact.case_id}"
    return encode(event(fact, source, sequence, MONDAY, None))


def received(
    offset: int, key: str | None = "k", topic: str = CASES, value: bytes | None = None
) -> Received:
    raw = value if value is not None else as_bytes(accepted(), offset + 1)
    return Received(topic, 0, offset, key.encode() if key else None, raw)


async def turns(count: int = 30) -> None:
    """Lets everybody go on who can, without waiting for any clock."""
    for _ in range(count):
        await asyncio.sleep(0)


class World:
    """`on_case` is what the service does with an accepted case."""

    def __init__(self, topics: Iterable[Topic], store: MemoryParked | None = None):
        self.store = store or MemoryParked()
        self.handled: list[int] = []
        self.outcomes: list[str] = []
        self.pauses: list[float] = []
        self.broken: list[Exception] = []
        self.on_case: Callable[[Arrival[CaseAccepted]], None] = lambda arrival: None
        self.strays: list[int] = []
        self.on_stray: Callable[[], None] = lambda: None
        self.on_reached: Callable[[str], None] = lambda point: None
        self.parking = Parking(self.store, StoppedClock())
        watching = Watching(
            counted=self._counted,
            reached=self._reached,
            pause=self._pause,
        )
        self.reactions = Reactions(
            {CaseAccepted: self._case},
            Desk(topics),
            self.parking,
            watching,
            stray=self._stray,
        )
        self.lanes = Lanes(self.reactions.handle, self.broken.append)
        self.release = Release(self.parking, self.reactions, self.lanes, watching)

    def begin(self, offset: int = 0, topic: str = CASES) -> None:
        self.parking.begin({(topic, 0): offset})
        self.lanes.begin({(topic, 0): offset})

    async def receive(self, *many: Received) -> None:
        for each in many:
            await self.lanes.admit(each)
        await turns()

    async def look(self) -> None:
        await self.release.look()
        await turns(100)

    def states(self) -> dict[int, State]:
        stored = self.store.stored.values()
        return {parked.received.offset: parked.state for parked in stored}

    async def _case(self, arrival: Arrival[CaseAccepted]) -> None:
        self.on_case(arrival)
        self.handled.append(arrival.event.sequence - 1)

    async def _stray(self, received: Received, wrong: str) -> None:
        self.on_stray()
        self.strays.append(received.offset)

    def _counted(self, topic: str, type: str, outcome: str, seconds: float) -> None:
        self.outcomes.append(outcome)

    def _reached(self, point: str) -> None:
        self.on_reached(point)

    async def _pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        await asyncio.sleep(0)
