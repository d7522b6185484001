"""One queue an endpoint, with places of its own: who hangs delays nobody else."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from contextvars import Context
from dataclasses import dataclass, field
from time import monotonic

import structlog

from services.kit.errors import Unavailable
from services.notification.hooks.seams import Deliveries, Endpoints
from services.notification.hooks.sending.posting import Answer
from services.notification.hooks.sending.pushing import Step

PERIOD = 1.0
"""Seconds between two looks at what is due."""
MOST = 200
"""Ids in the queue of one endpoint; what is more is found when there is room."""
FINISHING = 8.0
"""Seconds that a stop waits for pushes on their way."""

OPENS_AFTER = 5
FIRST_REST, LONGEST_REST = 5.0, 300.0

log = structlog.get_logger(__name__)


@dataclass
class Breaker:
    """After some failures in a row only one push at a time, with rests in between."""

    places: int
    failures: int = 0
    rests_until: float = 0.0

    def free(self, now: float) -> int:
        if now < self.rests_until:
            return 0
        return self.places if self.failures < OPENS_AFTER else 1

    def heard(self, answer: Answer, now: float) -> None:
        if answer.is_good:
            self.failures, self.rests_until = 0, 0.0
            return
        self.failures += 1
        if self.failures >= OPENS_AFTER:
            doubled = FIRST_REST * (1 << min(self.failures - OPENS_AFTER, 10))
            self.rest(min(doubled, LONGEST_REST), now)
        if answer.wished:
            self.rest(min(answer.wished.total_seconds(), LONGEST_REST), now)

    def rest(self, seconds: float, now: float) -> None:
        self.rests_until = max(self.rests_until, now + seconds)


@dataclass
class Courier:
    """Of one endpoint. A push is nobody's child: not of the handler that led to it."""

    endpoint_id: str
    step: Step
    breaker: Breaker
    clock: Callable[[], float] = monotonic
    queue: deque[str] = field(default_factory=deque)
    in_hand: set[str] = field(default_factory=set)
    running: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def has_room(self) -> bool:
        return len(self.queue) < MOST // 2

    def offer(self, ids: Collection[str]) -> None:
        for id in ids:
            if id not in self.in_hand and len(self.queue) < MOST:
                self.in_hand.add(id)
                self.queue.append(id)
        self.go()

    def go(self) -> None:
        """Begins as many as may be on their way; the others wait for a place."""
        while self.queue and len(self.running) < self.breaker.free(self.clock()):
            pushed = self._one(self.queue.popleft())
            task = asyncio.create_task(pushed, context=Context())
            self.running.add(task)
            task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self.running.discard(task)
        if not task.cancelled():
            self.go()

    async def _one(self, id: str) -> None:
        try:
            answer = await self.step(id, self.endpoint_id)
            if answer:
                self.breaker.heard(answer, self.clock())
        except Unavailable as error:
            log.warning("a push waits", delivery_id=id, why=type(error).__name__)
            self.breaker.rest(PERIOD, self.clock())
        finally:
            self.in_hand.discard(id)


class Couriers:
    """All of one process. Two processes may take the same push: a claim lets one."""

    def __init__(
        self,
        step: Step,
        endpoints: Endpoints,
        deliveries: Deliveries,
        at_once: int,
    ) -> None:
        self._step = step
        self._endpoints = endpoints
        self._deliveries = deliveries
        self._at_once = at_once
        self._couriers: dict[str, Courier] = {}

    def soon(self, made: Mapping[str, str]) -> None:
        """Endpoints by delivery, fresh: they need not be looked for."""
        for id, endpoint_id in made.items():
            self._courier(endpoint_id).offer([id])

    async def look(self) -> None:
        """Hands out what is due wherever there is room."""
        active = {endpoint.endpoint_id for endpoint in await self._endpoints.active()}
        self._leave_out(active)
        for courier in self._couriers.values():
            courier.go()
        roomy = [id for id in active if self._courier(id).has_room]
        for id in await self._deliveries.waiting_at(roomy):
            self._courier(id).offer(await self._deliveries.due(id, MOST))

    @asynccontextmanager
    async def going(self) -> AsyncIterator[None]:
        """Pushes while inside; what is on its way at the end is finished, bounded."""
        looking = asyncio.create_task(self._look_forever())
        try:
            yield
        finally:
            looking.cancel()
            await asyncio.wait({looking})
            await self._finish()

    async def settle(self) -> None:
        """Pushes what is due and waits for it; for those who do not loop."""
        await self.look()
        while running := self._running():
            await asyncio.wait(running)

    async def _finish(self) -> None:
        for courier in self._couriers.values():
            courier.queue.clear()
        running = self._running()
        if running:
            _, late = await asyncio.wait(running, timeout=FINISHING)
            for task in late:
                task.cancel()

    def _running(self) -> set[asyncio.Task[None]]:
        return {task for each in self._couriers.values() for task in each.running}

    def _courier(self, endpoint_id: str) -> Courier:
        courier = self._couriers.get(endpoint_id)
        if courier is None:
            breaker = Breaker(self._at_once)
            courier = Courier(endpoint_id, self._step, breaker)
            self._couriers[endpoint_id] = courier
        return courier

    def _leave_out(self, active: Collection[str]) -> None:
        """An endpoint that is enabled again begins with a closed breaker."""
        for id, courier in list(self._couriers.items()):
            if id not in active and not courier.running:
                del self._couriers[id]

    async def _look_forever(self) -> None:
        while True:
            try:
                await self.look()
            except Unavailable as error:
                log.warning("pushes wait", why=str(error))
            except Exception:
                log.exception("pushes could not be looked for; the next round comes")
            await asyncio.sleep(PERIOD)
