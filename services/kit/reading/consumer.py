"""Faust fetches. From where, with which settings and as whom is decided here."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import partial
from hashlib import sha256
from typing import Any

import faust
import structlog
from faust.transport.drivers.aiokafka import Consumer
from faust.types import TP, EventT

from services.kit.reading.received import Partition, Received
from services.kit.running.login import faust_login
from services.kit.running.settings import ServiceSettings

LONGEST_TRACEPARENT = 64

log = structlog.get_logger(__name__)

Begin = Callable[[Mapping[Partition, int]], None]


class FromTheStart(Consumer):
    """Begins a partition that was never committed with its first event.

    Faust drops what was fetched during a rebalance and seeks back to what is committed.
    For a partition without a commit aiokafka seeks nowhere: its first events would be
    skipped, and the next commit would cover them. `begin` is told from which offset
    each partition will be read, before the first event of it comes.
    """

    def __init__(self, *args: Any, begin: Begin, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._begin = begin

    async def perform_seek(self) -> None:
        await super().perform_seek()
        mine = self.assignment()
        if not mine:
            return
        earliest = await self.earliest_offsets(*mine)
        fresh = [tp for tp in mine if self._committed_offset[tp] is None]
        if fresh:
            await self.seek_wait({tp: earliest[tp] for tp in fresh})
        starts = {tp: self._start(tp, earliest[tp]) for tp in mine}
        self._begin({(tp.topic, tp.partition): start for tp, start in starts.items()})

    def _start(self, tp: TP, earliest: int) -> int:
        committed = self._committed_offset[tp]
        if committed is not None and committed < earliest:
            lost = earliest - committed
            log.error(
                "deleted_before_read", topic=tp.topic, partition=tp.partition, lost=lost
            )
        return max(committed or 0, earliest)


def faust_app(
    settings: ServiceSettings, topics: Iterable[str], begin: Begin
) -> faust.App:
    """To be called while the event loop runs; reading starts elsewhere."""
    settings.scratch.mkdir(parents=True, exist_ok=True)
    app = faust.App(
        f"tongban-{settings.service}",
        broker=f"kafka://{settings.kafka}",
        broker_credentials=faust_login(settings),
        consumer_group_instance_id=_member(settings, topics),
        consumer_auto_offset_reset="earliest",
        consumer_metadata_max_age_ms=10_000,
        broker_session_timeout=10,
        broker_heartbeat_interval=3,
        broker_request_timeout=20,
        stream_buffer_maxsize=256,
        stream_wait_empty=False,
        topic_disable_leader=True,
        topic_allow_declare=False,
        web_enabled=False,
        datadir=settings.scratch,
    )
    transport: Any = app.transport
    transport.Consumer = partial(FromTheStart, begin=begin)
    return app


def _member(settings: ServiceSettings, topics: Iterable[str]) -> str | None:
    """Who reads other topics than before the restart is another member.

    Kafka gives a static member that comes back its old partitions, without looking at
    what it asks for now: a department's new topic would be read by nobody.
    """
    if settings.member_id is None:
        return None
    asked = sha256("\n".join(sorted(topics)).encode()).hexdigest()
    return f"{settings.member_id}-{asked[:8]}"


def deliver_to(
    app: faust.App,
    topics: tuple[str, ...],
    take: Callable[[Received], Awaitable[None]],
) -> None:
    """Bytes in; Faust's acks are off, for the topics and for the stream."""
    raw = app.topic(*topics, value_type=bytes, value_serializer="raw", acks=False)

    @app.agent(raw, name=f"{app.conf.id}-inbox")
    async def read(stream: Any) -> None:
        async for event in stream.noack().events():
            await take(received(event))


def received(event: EventT[Any]) -> Received:
    message = event.message
    return Received(
        message.topic,
        message.partition,
        message.offset,
        message.key,
        message.value,
        _traceparent(message.headers),
        message.timestamp or 0.0,
    )


def _traceparent(headers: Any) -> str:
    """An outsider may send anything as a header, also none and the same one twice."""
    value = dict(headers or ()).get("traceparent") or b""
    return bytes(value)[:LONGEST_TRACEPARENT].decode("ascii", "replace")
