"""Kafka as the one sees it who may read everything: quick, and one look at a time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from confluent_kafka import (
    OFFSET_BEGINNING,
    Consumer,
    KafkaError,
    Message,
    TopicPartition,
)
from confluent_kafka import ConsumerGroupTopicPartitions as OffsetsOf
from confluent_kafka.admin import AdminClient, OffsetSpec

from contracts.topics import Topic, read_by
from deploy.local.stack import Stack
from tools.access.installation import SERVICES

PATIENCE = 120.0
QUICKLY = {"enable.partition.eof": True, "fetch.wait.max.ms": 20}


@dataclass(frozen=True)
class Raw:
    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...]


def read(stack: Stack, topics: Iterable[Topic]) -> list[Raw]:
    """From the first record to where each partition ends now."""
    login = stack.login("admin").for_librdkafka()
    consumer = Consumer(login | {"group.id": "admin-faults"} | QUICKLY)
    try:
        places = _places(topics)
        consumer.assign(places)
        return list(_until_the_end(consumer, {(p.topic, p.partition) for p in places}))
    finally:
        consumer.close()


def lag(stack: Stack) -> dict[str, int]:
    """Records that each service has not committed yet; empty: all is heard."""
    admin = AdminClient(stack.login("admin").for_librdkafka())
    behind = {service: _behind(admin, stack, service) for service in SERVICES}
    return {service: count for service, count in behind.items() if count}


def forget(stack: Stack, group: str) -> bool:
    """False: it still has members."""
    admin = AdminClient(stack.login("admin").for_librdkafka())
    deleted = admin.delete_consumer_groups([group])[group]
    return deleted.exception(PATIENCE) is None


def _until_the_end(consumer: Consumer, left: set[tuple[str, int]]) -> Iterator[Raw]:
    while left:
        message = consumer.poll(PATIENCE)
        assert message is not None, f"nothing came of {len(left)} partitions"
        error = message.error()
        if error is None:
            yield _raw(message)
        elif error.code() == KafkaError._PARTITION_EOF:
            left.discard((message.topic(), message.partition()))


def _raw(message: Message) -> Raw:
    return Raw(
        message.topic() or "",
        message.partition() or 0,
        message.offset() or 0,
        message.key(),
        message.value(),
        tuple(message.headers() or ()),
    )


def _behind(admin: AdminClient, stack: Stack, service: str) -> int:
    places = _places(read_by(service, stack.departments))
    asked = admin.list_offsets({place: OffsetSpec.latest() for place in places})
    ends = {(p.topic, p.partition): f.result().offset for p, f in asked.items()}
    group = OffsetsOf(f"tongban-{service}")
    (heard,) = admin.list_consumer_group_offsets([group]).values()
    done = {(p.topic, p.partition): p.offset for p in heard.result().topic_partitions}
    return sum(end - max(done.get(place, 0), 0) for place, end in ends.items())


def _places(topics: Iterable[Topic]) -> list[TopicPartition]:
    return [
        TopicPartition(topic.name, number, OFFSET_BEGINNING)
        for topic in topics
        for number in range(topic.partitions)
    ]
