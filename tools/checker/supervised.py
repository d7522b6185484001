"""A level of supervision that was reached twice."""

from collections.abc import Iterator

from contracts.routing import Rescheduled, TaskSupervised
from tools.checker.records import Evidence

MONTHLY = "review"
"""Of a task that is parked: nobody has looked at it for another month."""


def supervised_again(evidence: Evidence) -> Iterator[tuple[str, ...]]:
    """Once for each reason; again only for a later end, or for another month."""
    rescheduled = {
        record.fact.task_id
        for record in evidence.facts.all
        if isinstance(record.fact, Rescheduled)
    }
    for record in evidence.facts.all:
        fact = record.fact
        if not isinstance(fact, TaskSupervised) or fact.reason == MONTHLY:
            continue
        if fact.task_id not in rescheduled:
            yield record.topic, fact.task_id, fact.reason or "", str(fact.level)
