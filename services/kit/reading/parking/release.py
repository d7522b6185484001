"""A released lane is drained, in order, by the one process that reads its partition."""

import asyncio
from functools import partial

import structlog

from services.kit.errors import Unavailable
from services.kit.reading.lanes import Lanes
from services.kit.reading.parking.keeping import Parking
from services.kit.reading.parking.parked import Act, Parked, State
from services.kit.reading.reactions import Reactions
from services.kit.reading.received import Lane
from services.kit.reading.watching import Watching

LOOK_EVERY = 1.0

log = structlog.get_logger(__name__)


class Release:
    """Draining is work in the lane itself, so that nothing can come in between."""

    def __init__(
        self, parking: Parking, reactions: Reactions, lanes: Lanes, watching: Watching
    ) -> None:
        self._parking = parking
        self._store = parking.store
        self._reactions = reactions
        self._lanes = lanes
        self._watching = watching

    async def look_forever(self, every: float = LOOK_EVERY) -> None:
        while True:
            try:
                await self.look()
            except Unavailable as error:
                log.warning("parked_not_readable", error=str(error))
            await asyncio.sleep(every)

    async def look(self) -> None:
        """Starts to drain whatever an operator has set free."""
        for lane, partition in await self._parking.free_to_go():
            self._lanes.insert(lane, partition, partial(self.drain, lane))

    async def drain(self, lane: Lane) -> None:
        """Until nothing waits there, or something fails again.

        An event is handled before it is marked: a crash in between makes a repeat,
        which handlers do not mind, never a loss.
        """
        while True:
            head = await self._reactions.insist(partial(self._store.head, lane))
            if head is None:
                return self._parking.opened(lane)
            if head.holds or not await self._released(head):
                return None
            self._watching.reached("in-release")

    async def _released(self, head: Parked) -> bool:
        verdict = await self._reactions.attempt(head.received)
        if verdict.failed:
            again = partial(
                self._store.park_again, head.id, verdict.outcome, verdict.detail
            )
            log.warning("parked_again", position=head.id, detail=verdict.detail)
            await self._reactions.insist(again)
            return False
        by = head.release.by if head.release else ""
        act = Act(by, self._parking.clock(), verdict.outcome)
        await self._reactions.insist(
            partial(self._store.settle, head.id, State.RELEASED, act)
        )
        return True
