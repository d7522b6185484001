"""`tongban lag`: what has been said and not been heard yet."""

import asyncio
from collections import Counter
from collections.abc import Mapping

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from rich.console import Console
from rich.table import Table

from contracts.topics import Topic, read_by
from tools.access.installation import SERVICES, Installation
from tools.access.reading import every, places_of

PRINCIPAL = "operator"


def lag() -> None:
    """Records that each service has still to handle, by topic."""
    table = Table("service", "topic", "behind")
    for service, behind in asyncio.run(measured(Installation())).items():
        for topic, records in sorted(behind.items()):
            table.add_row(service, topic, str(records))
        table.add_row(service, "all", str(behind.total()), style="bold")
    Console().print(table)


async def measured(installation: Installation) -> dict[str, Counter[str]]:
    """Topics that are fully read are left out."""
    who = installation.login(PRINCIPAL)
    admin = AIOKafkaAdminClient(**who)
    consumer = AIOKafkaConsumer(**who, enable_auto_commit=False)
    await admin.start()
    try:
        await consumer.start()
        try:
            return {
                service: behind(
                    await _ends(consumer, read_by(service, installation.departments)),
                    await _heard(admin, f"tongban-{service}"),
                )
                for service in SERVICES
            }
        finally:
            await consumer.stop()
    finally:
        await admin.close()


def behind(
    ends: Mapping[TopicPartition, int], heard: Mapping[TopicPartition, int]
) -> Counter[str]:
    counted: Counter[str] = Counter()
    for place, end in ends.items():
        left = end - max(heard.get(place, 0), 0)
        if left > 0:
            counted[place.topic] += left
    return counted


async def _ends(
    consumer: AIOKafkaConsumer, topics: tuple[Topic, ...]
) -> Mapping[TopicPartition, int]:
    places = places_of(topics, every)
    ends: Mapping[TopicPartition, int] = await consumer.end_offsets(places)
    return ends


async def _heard(
    admin: AIOKafkaAdminClient, group: str
) -> Mapping[TopicPartition, int]:
    found = await admin.list_consumer_group_offsets(group)
    return {place: told.offset for place, told in found.items()}
