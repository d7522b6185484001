"""Is a gap in the offsets a loss, or is there nothing in the log at that place?

A transaction's end takes an offset and is delivered to nobody; so does what a cleaner
removed. Such a gap is there again after every restart, and must not be taken for events
that Faust left out.
"""

import asyncio
import contextlib

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from services.kit.reading.received import Partition
from services.kit.running.login import kafka_login
from services.kit.running.settings import ServiceSettings

ANSWER = 5.0


async def first_from(
    settings: ServiceSettings, partition: Partition, offset: int
) -> int | None:
    """The first offset from there on that holds an event; None: nobody says."""
    consumer = AIOKafkaConsumer(
        bootstrap_servers=settings.kafka,
        enable_auto_commit=False,
        auto_offset_reset="none",
        **kafka_login(settings),
    )
    try:
        async with asyncio.timeout(ANSWER):
            await consumer.start()
            place = TopicPartition(*partition)
            consumer.assign([place])
            consumer.seek(place, offset)
            found: int = (await consumer.getone(place)).offset
            return found
    except (KafkaError, OSError, TimeoutError):
        return None
    finally:
        with contextlib.suppress(KafkaError, OSError, TimeoutError):
            async with asyncio.timeout(ANSWER):
                await consumer.stop()
