"""What an operator does about parked events, and what it answers in words."""

from datetime import datetime
from typing import Any

from motor.motor_asyncio import AsyncIOMotorDatabase

from services.kit.errors import Rejected
from services.kit.reading.desk import is_outsiders
from services.kit.reading.parking.mongo import MongoParked
from services.kit.reading.parking.parked import (
    ACTIVE,
    Act,
    Parked,
    ParkedStore,
    State,
)
from services.kit.running.clock import utc_now

EVERYTHING = tuple(State)


def parked_in(database: AsyncIOMotorDatabase[dict[str, Any]]) -> MongoParked:
    """The parked events of the service whose database this is."""
    return MongoParked(database)


async def list_parked(store: ParkedStore, limit: int = 100) -> list[Parked]:
    """What waits for somebody, newest first."""
    return await store.newest(ACTIVE, limit)


async def list_rejected(store: ParkedStore, limit: int = 100) -> list[Parked]:
    """The city's own facts that a reader refused: nothing waits, somebody should look.

    What a department says and is refused comes back in its own feed.
    """
    found = await store.refused(limit)
    return [parked for parked in found if not is_outsiders(parked.received.topic)]


async def list_all(store: ParkedStore, limit: int = 100) -> list[Parked]:
    """The same with what was released, dropped or only recorded."""
    return await store.newest(EVERYTHING, limit)


async def show(store: ParkedStore, id: str) -> Parked:
    parked = await store.find(id)
    if parked is None:
        raise Rejected("not-parked", f"there is no {id}", "没有这条记录", status=404)
    return parked


async def request_release(
    store: ParkedStore, id: str, by: str, now: datetime | None = None
) -> None:
    """It is tried again, then what waits behind it, by whoever reads the partition."""
    await show(store, id)
    if not await store.ask_release(id, Act(by, now or utc_now())):
        en = "only the event that holds its key can be released, and only once"
        raise Rejected("not-to-release", en, "只有卡住的那一条可以放行,且只能放行一次")


async def drop(
    store: ParkedStore, id: str, by: str, why: str, now: datetime | None = None
) -> None:
    """It is left out for good and stays as a record; what waits behind it flows.

    What was only recorded stays what it is: somebody has seen to it.
    """
    if not why.strip():
        en = "dropping an event needs a reason"
        raise Rejected("reason-missing", en, "丢弃必须写明理由", status=422)
    recorded = (await show(store, id)).state is State.RECORDED
    state = State.RECORDED if recorded else State.DROPPED
    if not await store.settle(id, state, Act(by, now or utc_now(), why)):
        en = "it is not waiting, or is being released"
        raise Rejected("not-to-drop", en, "该条不在等待,或正在放行")
