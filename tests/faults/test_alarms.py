"""Routing dies while tasks fall due: what time says, it says once and in order."""

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest

from contracts.routing import TaskDueSoon, TaskOverdue, TaskSupervised
from services.routing.domain.handling import Handling
from tests.faults.looking.databases import put_handlings
from tests.faults.looking.evidence import events_on
from tests.faults.working.city import City
from tests.faults.working.late import LEVELS, falling_due
from tests.faults.working.machines import PATIENCE

pytestmark = pytest.mark.asyncio(loop_scope="session")

TASKS = 100
KILLS = 3
SPREAD = timedelta(seconds=20)
WHOLE = [
    "TaskDueSoon",
    "TaskOverdue",
    *(f"overdue {level}" for level in range(1, LEVELS + 1)),
]


async def test_alarms_survive_kill_nine_and_are_said_once(city: City):
    now = datetime.now(UTC).replace(microsecond=0)
    handlings = [falling_due(now + SPREAD * n / TASKS, f"{n}") for n in range(TASKS)]
    await put_handlings(city, handlings)
    for _ in range(KILLS):
        await city.killed("routing")

    said = await told_in_full(city, handlings)
    assert [words for words in said.values() if words != WHOLE] == []


async def told_in_full(
    city: City, handlings: Iterable[Handling]
) -> dict[str, list[str]]:
    """What was said of each, once everybody has heard something of the last level."""
    said: dict[str, list[str]] = {one.case_id: [] for one in handlings}
    async with asyncio.timeout(PATIENCE):
        while not all(words[-1:] == WHOLE[-1:] for words in said.values()):
            said = {case_id: [] for case_id in said}
            for event in await events_on(city.stack, "routing.tasks"):
                if event.subject in said:
                    said[event.subject].append(_words(event.data))
            await asyncio.sleep(1)
    return said


def _words(fact: object) -> str:
    if isinstance(fact, TaskSupervised):
        return f"{fact.reason} {fact.level}"
    assert isinstance(fact, TaskDueSoon | TaskOverdue)
    return type(fact).__name__
