"""The steps of one case, from the topics, in the order in which they happened."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiokafka import ConsumerRecord
from aiokafka.partitioner import DefaultPartitioner

from contracts.envelope import Payload
from contracts.topics import Topic, Unreadable, all_topics, decode
from deploy.local.kafka.rights import audited
from tools.access.installation import Installation
from tools.access.reading import Only, read_topics

AUDITOR = "auditor"
SHOWN = audited(all_topics([]))


@dataclass(frozen=True)
class Step:
    at: datetime
    who: str
    """The service that said it, or the department it is about."""
    type: str
    fact: Payload
    trace: str


async def journey(installation: Installation, case_id: str) -> list[Step]:
    """Repeats dropped. Of each topic only the case's own partition is read."""
    who = installation.login(AUDITOR)
    steps: dict[Any, tuple[int, Step]] = {}
    async for record in read_topics(who, SHOWN, only=partition_of(case_id)):
        if record.key == case_id.encode():
            steps.update(_step(record))
    ordered = sorted(steps.values(), key=lambda found: (found[1].at, found[0]))
    return [step for _, step in ordered]


def partition_of(key: str) -> Only:
    """Where Kafka's own way of spreading keys puts this one."""

    def chosen(topic: Topic) -> Iterable[int]:
        places = list(range(topic.partitions))
        return [DefaultPartitioner()(key.encode(), places, places)]

    return chosen


def _step(record: ConsumerRecord) -> dict[Any, tuple[int, Step]]:
    try:
        event = decode(record.value)
    except Unreadable:
        return {}
    who = getattr(event.data, "department", event.source.split("/")[1])
    step = Step(event.time, who, event.type, event.data, trace_of(record.headers))
    return {event.id: (event.sequence, step)}


def trace_of(headers: Iterable[tuple[str, bytes]]) -> str:
    """The trace id in `traceparent`; empty when there is none."""
    found = dict(headers).get("traceparent", b"").decode()
    return found.split("-")[1] if found.count("-") == 3 else ""
