"""However answers, notices, time and repeats interleave, the centre keeps its word."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from services.kit.errors import Rejected
from tests.dispute.world import LI, ZHANG, World, task_assigned

STEPS = st.lists(
    st.sampled_from(
        ["task", "content", "zhang yes", "zhang no", "li yes", "li no", "days pass"]
    ),
    max_size=12,
)


async def _taken(world: World, step: str) -> None:
    who = {"zhang": ZHANG, "li": LI}.get(step.split(maxsplit=1)[0])
    if step == "task":
        await world.receive(task_assigned())
    elif step == "content":
        await world.receive(world.granted(LI))
    elif who is None:
        world.city.clock.advance(timedelta(days=11))
        await world.city.ring()
    elif who.name in world.invited:
        with suppress(Rejected):
            await world.answers(who, yes=step.endswith("yes"))


async def _lived_through(steps: Sequence[str], keys: Path) -> list[str]:
    world = World(keys)
    for step in steps:
        await _taken(world, step)
    return world.said()


@given(STEPS)
@settings(max_examples=60)
def test_a_task_is_signed_once_and_answered_at_most_once(steps: list[str]) -> None:
    with TemporaryDirectory() as keys:
        said = asyncio.run(_lived_through(steps, Path(keys)))

    completed = [fact for fact in said if fact.startswith("task-reply complete")]
    ended = [fact for fact in said if fact.startswith("mediation-ended")]
    assert said.count("task-reply acknowledge") == ("task" in steps)
    assert len(completed) == len(ended) <= 1
    if ended:
        assert said[-2:] == [*ended, *completed]
