"""The feed on real Kafka."""

import asyncio
import logging
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from aiokafka import (
    AIOKafkaConsumer,
    AIOKafkaProducer,
    ConsumerRebalanceListener,
    ConsumerRecord,
    TopicPartition,
)
from aiokafka.errors import (
    GroupAuthorizationFailedError,
    IllegalStateError,
    KafkaError,
    MessageSizeTooLargeError,
    TopicAuthorizationFailedError,
)

from tongban_department.errors import LoginRefused, Unsent
from tongban_department.reading.wire import Headers, Place, Record, Since, Start

BOUND = 10.0
"""Seconds for any one question to the broker."""
PAUSE = 1.0
AT_ONCE = 200
REFUSED = (GroupAuthorizationFailedError, TopicAuthorizationFailedError)
AWAY = (KafkaError, OSError, TimeoutError)
LONGEST_TRACEPARENT = 64

log = logging.getLogger("tongban_department")
Login = Callable[[], Mapping[str, Any]]


class KafkaWire:
    """`login` is asked for at each new connection, so that a password may change."""

    def __init__(
        self, login: Login, topics: tuple[str, ...], replies: str, group: str
    ) -> None:
        self._login = login
        self._topics = topics
        self._replies = replies
        self._group = group
        self._consumer: AIOKafkaConsumer | None = None
        self._producer: AIOKafkaProducer | None = None
        self._building = asyncio.Lock()
        self._assigned: _Assigned | None = None

    async def open(self, since: Since, lost: Callable[[Iterable[Place]], None]) -> None:
        while self._consumer is None:
            consumer = AIOKafkaConsumer(
                **self._login(),
                group_id=self._group,
                enable_auto_commit=False,
                auto_offset_reset="earliest",
                session_timeout_ms=10_000,
                heartbeat_interval_ms=3_000,
                metadata_max_age_ms=30_000,
            )
            self._assigned = _Assigned(consumer, since, lost)
            consumer.subscribe(list(self._topics), listener=self._assigned)
            try:
                async with asyncio.timeout(BOUND):
                    await consumer.start()
                self._consumer = consumer
            except REFUSED as error:
                await _ended(consumer)
                raise _refused(error) from None
            except asyncio.CancelledError:
                await _ended(consumer)
                raise
            except AWAY as error:
                await _ended(consumer)
                log.warning("Kafka is away, or refuses the login: %s", _name(error))
                await asyncio.sleep(PAUSE)

    async def read(self, within: float) -> list[Record]:
        assert self._consumer is not None
        assert self._assigned is not None
        try:
            async with asyncio.timeout(within + BOUND):
                await self._begin(self._assigned)
                batches = await self._consumer.getmany(
                    timeout_ms=int(within * 1_000), max_records=AT_ONCE
                )
        except REFUSED as error:
            raise _refused(error) from None
        except AWAY as error:
            log.warning("Kafka is away: %s", _name(error))
            await asyncio.sleep(PAUSE)
            return []
        return [_record(one) for records in batches.values() for one in records]

    async def _begin(self, assigned: "_Assigned") -> None:
        """Before anything is read. Committed at once: a crash does not undo it."""
        if assigned.fresh:
            starts = await assigned.starts()
            if await self.commit({(p.topic, p.partition): starts[p] for p in starts}):
                assigned.begin(starts)

    def hold(self, topics: Collection[str]) -> None:
        assert self._consumer is not None
        for place in self._consumer.assignment():
            if place.topic in topics:
                self._consumer.pause(place)
            elif place in self._consumer.paused():
                self._consumer.resume(place)

    async def commit(self, offsets: Mapping[Place, int]) -> bool:
        assert self._consumer is not None
        ours = self._consumer.assignment()
        wanted = {TopicPartition(*place): at for place, at in offsets.items()}
        try:
            async with asyncio.timeout(BOUND):
                await self._consumer.commit(
                    {place: at for place, at in wanted.items() if place in ours}
                )
        except (*AWAY, IllegalStateError) as error:
            log.warning("offsets are not committed yet: %s", _name(error))
            return False
        return True

    async def send(self, key: str, value: bytes, headers: Headers) -> None:
        try:
            async with asyncio.timeout(BOUND):
                producer = await self._built()
                await producer.send_and_wait(
                    self._replies, value, key=key.encode(), headers=headers
                )
        except REFUSED as error:
            raise _refused(error) from None
        except MessageSizeTooLargeError:
            raise ValueError("the reply is too large for Kafka") from None
        except AWAY as error:
            await self._abandon()
            raise Unsent(_name(error)) from None

    async def close(self) -> None:
        consumer, self._consumer = self._consumer, None
        if consumer:
            await _ended(consumer)
        await self._abandon()

    async def _built(self) -> AIOKafkaProducer:
        async with self._building:
            if self._producer is None:
                producer = AIOKafkaProducer(
                    **self._login(),
                    acks="all",
                    enable_idempotence=True,
                    request_timeout_ms=5_000,
                )
                try:
                    await producer.start()
                except BaseException:
                    await _ended(producer)
                    raise
                self._producer = producer
            return self._producer

    async def _abandon(self) -> None:
        """One that hung is not asked again."""
        producer, self._producer = self._producer, None
        if producer:
            await _ended(producer)


class _Assigned(ConsumerRebalanceListener):  # type: ignore[misc]
    """Where each partition begins: at the first time where `since` says."""

    def __init__(
        self,
        consumer: AIOKafkaConsumer,
        since: Since,
        lost: Callable[[Iterable[Place]], None],
    ) -> None:
        self._consumer = consumer
        self._since = since
        self._lost = lost
        self._known: set[TopicPartition] = set()
        self.fresh: set[TopicPartition] = set()
        """Ours, and not begun yet."""

    async def on_partitions_revoked(self, revoked: Collection[TopicPartition]) -> None:
        self.fresh.difference_update(revoked)
        self._lost([(p.topic, p.partition) for p in revoked])

    async def on_partitions_assigned(
        self, assigned: Collection[TopicPartition]
    ) -> None:
        if self._since is not Start.WHERE_IT_STOPPED:
            self.fresh.update(place for place in assigned if place not in self._known)

    def begin(self, starts: Mapping[TopicPartition, int]) -> None:
        for place, offset in starts.items():
            self._consumer.seek(place, offset)
        self._known.update(starts)
        self.fresh.difference_update(starts)

    async def starts(self) -> dict[TopicPartition, int]:
        places = list(self.fresh)
        if not isinstance(self._since, datetime):
            starts: dict[TopicPartition, int]
            starts = await self._consumer.beginning_offsets(places)
            return starts
        moment = int(self._since.timestamp() * 1_000)
        found = await self._consumer.offsets_for_times(dict.fromkeys(places, moment))
        ends = await self._consumer.end_offsets(places)
        return {p: found[p].offset if found[p] else ends[p] for p in places}


async def _ended(client: AIOKafkaConsumer | AIOKafkaProducer) -> None:
    with suppress(*AWAY):
        async with asyncio.timeout(BOUND):
            await client.stop()


def _record(given: ConsumerRecord) -> Record:
    trace = bytes(dict(given.headers).get("traceparent") or b"")
    return Record(
        given.topic,
        given.partition,
        given.offset,
        given.key,
        given.value,
        trace[:LONGEST_TRACEPARENT].decode("ascii", "replace"),
    )


def _refused(error: KafkaError) -> LoginRefused:
    return LoginRefused(
        f"Kafka refuses this login ({_name(error)} {error}): a department reads and "
        "writes its own topics, and its group begins with its code"
    )


def _name(error: BaseException) -> str:
    return type(error).__name__
