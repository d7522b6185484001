"""Faust fetches. From where, with which settings and as whom is decided here."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import partial
from hashlib import sha256
from typing import Any

import faust
import structlog
from aiokafka import AIOKafkaConsumer
from aiokafka.errors import IllegalStateError
from faust.transport.drivers.aiokafka import Consumer
from faust.types import TP, EventT

from services.kit.reading.received import Partition, Received
from services.kit.running.login import faust_login
from services.kit.running.settings import ServiceSettings

LONGEST_TRACEPARENT = 64
REQUEST_TIMEOUT = 20
SEEK_PATIENCE = 15.0
"""Below `REQUEST_TIMEOUT`, after which Faust waits for it no longer."""
ASK_PATIENCE = 10.0
"""Below `SEEK_PATIENCE`: what was asked ends before it is asked again."""

log = structlog.get_logger(__name__)

Begin = Callable[[Mapping[Partition, int]], None]


class FromTheStart(Consumer):
    """Begins a partition that was never committed with its first event.

    Faust drops what was fetched during a rebalance and seeks back to what is committed.
    For a partition without a commit aiokafka seeks nowhere: its first events would be
    skipped, and the next commit would cover them. `begin` is told from which offset
    each partition will be read, before the first event of it comes.

    Faust seeks for two reasons that may come together, and what it does after an
    assignment may come when the next one is under way: so one seek at a time, and only
    what is assigned now is begun and delivered. A seek that nobody answers is tried
    again, until Kafka is back; Faust alone would never resume, and say nothing.
    """

    def __init__(self, *args: Any, begin: Begin, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._begin = begin
        self._seeking = asyncio.Lock()
        self._assigned: object | None = None
        """Stands for the assignment that holds; None while there is none."""
        self._begun: object | None = None

    async def on_partitions_revoked(self, revoked: set[TP]) -> None:
        self._assigned = None
        self.stop_flow()
        await super().on_partitions_revoked(revoked)

    async def on_partitions_assigned(
        self, assigned: set[TP], generation_id: int = 0
    ) -> None:
        self._assigned = object()
        await super().on_partitions_assigned(assigned, generation_id)

    def resume_flow(self) -> None:
        if self._assigned and self._assigned is self._begun:
            super().resume_flow()

    async def seek_to_committed(self) -> Mapping[TP, Any]:
        """Asks once; aiokafka's own asks about one partition after the other.

        For the topics of 40 departments that takes a second or more, in which nothing
        is read. None stands where nothing was committed.
        """
        thread: Any = self._thread
        consumer = thread._ensure_consumer()
        sought: dict[TP, int | None] = await thread.call_thread(_at_once, consumer)
        return sought

    async def perform_seek(self) -> None:
        try:
            async with asyncio.timeout(SEEK_PATIENCE), self._seeking:
                await self._seek_and_begin()
        except TimeoutError:
            log.warning("seek_unanswered")
            if not self.flow_active:
                tables: Any = self.app.tables
                tables.recovery.signal_recovery_start.set()
            raise IllegalStateError("to be sought once more") from None

    async def _seek_and_begin(self) -> None:
        """Gives up when partitions are assigned anew: that brings a seek of its own."""
        assigned = self._assigned
        if not assigned:
            return
        await super().perform_seek()
        mine = self.assignment()
        if self._assigned is not assigned or not mine:
            return
        earliest = await self.earliest_offsets(*mine)
        if self._assigned is not assigned:
            return
        nowhere = [tp for tp in mine if self._committed_offset[tp] is None]
        if nowhere:
            await self.seek_wait({tp: earliest[tp] for tp in nowhere})
        if self._assigned is assigned:
            starts = {tp: self._start(tp, earliest[tp]) for tp in mine}
            self._begin({(tp.topic, tp.partition): at for tp, at in starts.items()})
            self._begun = assigned

    def _start(self, tp: TP, earliest: int) -> int:
        committed = self._committed_offset[tp]
        if committed is not None and committed < earliest:
            lost = earliest - committed
            log.error(
                "deleted_before_read", topic=tp.topic, partition=tp.partition, lost=lost
            )
        return max(committed or 0, earliest)


async def _at_once(consumer: AIOKafkaConsumer) -> dict[TP, int | None]:
    """Runs in Faust's thread, where nobody can stop it: it gives up by itself."""
    asked = consumer._subscription.subscription.assignment
    mine = consumer.assignment()
    if not mine:
        return {}
    async with asyncio.timeout(ASK_PATIENCE):
        known = await consumer._coordinator.fetch_committed_offsets(list(mine))
    if not asked.active:
        raise IllegalStateError("partitions were assigned anew")
    offsets = {tp: each.offset for tp, each in known.items() if each.offset >= 0}
    for tp, offset in offsets.items():
        consumer.seek(tp, offset)
    return {tp: offsets.get(tp) for tp in mine}


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
        broker_request_timeout=REQUEST_TIMEOUT,
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
