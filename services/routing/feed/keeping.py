"""Routing reads the departments' topics too, and keeps what comes as it came."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Protocol

from pydantic_core import from_json

from contracts.topics import FEED, department_of
from services.kit.errors import Rejected
from services.kit.reading.arrival import Keeps
from services.kit.reading.received import Partition, Received
from services.kit.running.clock import Clock
from services.kit.running.loops import again_and_again
from services.kit.writing.gathering import Gathering
from services.routing.store.feed import Kept, places_of

KEPT_FOR = timedelta(days=400)
LOOK_EVERY = timedelta(hours=1)
LONGEST_CASE_ID = 64


class Adding(Protocol):
    async def add(self, rows: Sequence[Kept]) -> None: ...


class Forgetting(Protocol):
    async def forget(self, place: Partition, before: datetime) -> None: ...


class Keeper:
    """`ring` is told whose feed has something new, once it is durable."""

    def __init__(self, rows: Adding, ring: Callable[[str], None]) -> None:
        self._gathering = Gathering(rows.add)
        self._ring = ring

    async def keep(self, received: Received) -> None:
        """What is no document takes its place with nothing in it, and is recorded."""
        row = kept(received)
        await self._gathering.add([row])
        self._ring(department_of(received.topic) or "")
        if row.value is None:
            en = "this is no CloudEvents document: nobody is shown it"
            raise Rejected("no-document", en, "内容不是 CloudEvents 文档,不予展示")


def keeps(keeper: Keeper, departments: Iterable[str]) -> Keeps:
    names = (topic.of(code).name for topic in FEED for code in departments)
    return dict.fromkeys(names, keeper.keep)


def kept(received: Received) -> Kept:
    since = received.offset if received.since is None else received.since
    key = (received.key or b"").decode("ascii", "replace")
    return Kept(
        place=received.lies_in,
        offset=received.offset,
        since=since,
        at=datetime.fromtimestamp(received.sent_at, UTC),
        case_id=key[:LONGEST_CASE_ID],
        value=received.value if is_document(received.value) else None,
    )


def is_document(value: bytes | None) -> bool:
    """Otherwise a page of documents that it stands in would be none."""
    try:
        return isinstance(from_json(value or b"", allow_inf_nan=False), dict)
    except ValueError:
        return False


async def forget_forever(
    rows: Forgetting, departments: Sequence[str], clock: Clock
) -> None:
    """What is older than the feed is kept for goes, place by place."""

    async def forget() -> None:
        for code in departments:
            for place in places_of(code):
                await rows.forget(place, clock() - KEPT_FOR)

    await again_and_again("feed_to_shorten", forget, LOOK_EVERY)
