from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from aiokafka import AIOKafkaProducer

from deploy.local.stack import Stack
from services.kit.errors import Unavailable
from services.kit.writing.outbox.wire import KafkaWire, Undeliverable

LETTER = (b"key", b"value", [("traceparent", b"00-0-0-00")])


def wire_of(stack: Stack, **others: object) -> KafkaWire:
    login = stack.login("routing").for_aiokafka() | others
    return KafkaWire(
        lambda: AIOKafkaProducer(
            acks="all", enable_idempotence=True, request_timeout_ms=2_000, **login
        )
    )


@pytest.fixture
async def wire(stack: Stack) -> AsyncIterator[KafkaWire]:
    wire = wire_of(stack)
    yield wire
    await wire.close()


async def test_a_letter_leaves(wire: KafkaWire):
    await wire.send("departments.housing.tasks", *LETTER)

    assert wire.is_built


async def test_another_services_topic_is_never_deliverable(wire: KafkaWire):
    with pytest.raises(Undeliverable, match=r"intake\.cases: TopicAuthorization"):
        await wire.send("intake.cases", *LETTER)


async def test_a_topic_that_is_not_there_is_never_deliverable(wire: KafkaWire):
    with pytest.raises(Undeliverable, match="departments"):
        await wire.send(f"departments.{uuid4().hex}.tasks", *LETTER)

    await wire.send("departments.housing.tasks", *LETTER)


async def test_a_new_topic_cannot_be_looked_up_while_the_broker_hangs(stack, wire):
    await wire.send("departments.housing.tasks", *LETTER)
    stack.pause("kafka")
    try:
        with pytest.raises(Unavailable):
            await wire.send("departments.transport.tasks", *LETTER)
    finally:
        stack.resume("kafka")


async def test_a_broker_that_is_away_is_unavailable_and_not_asked_at_once(stack):
    away = wire_of(stack, bootstrap_servers="127.0.0.1:9")

    with pytest.raises(Unavailable, match="KafkaConnectionError"):
        await away.send("departments.housing.tasks", *LETTER)
    with pytest.raises(Unavailable, match="a moment ago"):
        await away.send("departments.housing.tasks", *LETTER)
    await away.close()
