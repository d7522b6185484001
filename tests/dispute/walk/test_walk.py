"""Whatever people, offices, time and crashes do, a mediation goes by its table."""

import asyncio
import random
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from services.dispute.domain.moves import MOVES, STATES
from services.dispute.domain.refusals import ACTIONS
from services.dispute.domain.refusals import STATES as NAMED_STATES
from services.dispute.domain.states import State
from tests.dispute.walk.drivers import DRIVERS
from tests.dispute.walk.paths import (
    INVITING,
    MEDIATING,
    NOBODY_TO_MEDIATE,
    PATHS,
    SELECTING,
    SOMEBODY_ELSE,
)
from tests.dispute.walk.paths import Path as Steps
from tests.dispute.walk.walker import ROSTER, Walker
from tests.dispute.world import World

Edge = tuple[str, State, State]
WALKS = 100
CURIOUS = 0.5
ACTIONS_OF_THE_TABLE = [move.action for move in MOVES]
CRASHES = ("loses_its_letters", "starts_again")
EDGES = {
    (move.action, before, after)
    for move in MOVES
    for before in move.of
    for after in move.to or (before,)
}
BEGINNINGS: tuple[Steps, ...] = ((), INVITING, SELECTING, MEDIATING)
STEPS = st.lists(
    st.tuples(
        st.sampled_from([*DRIVERS, *DRIVERS, *CRASHES]),
        st.integers(0, 11),
        st.booleans(),
    ),
    max_size=25,
)


def test_every_move_of_the_table_can_be_tried_and_has_its_words() -> None:
    assert set(DRIVERS) == set(ACTIONS_OF_THE_TABLE)
    assert set(ACTIONS) == set(ACTIONS_OF_THE_TABLE)
    assert set(NAMED_STATES) == set(STATES)


async def _walks(keys: Path, steps: list[tuple[str, int, bool]]) -> list[str]:
    walker = Walker(World(keys), DRIVERS)
    for step, pick, again in steps:
        if step in CRASHES:
            await getattr(walker, step)()
            continue
        await walker.tries(step, pick)
        if again:
            await walker.repeats()
    await walker.starts_again()
    return walker.world.said()


@given(st.sampled_from(BEGINNINGS), STEPS)
@settings(max_examples=60)
def test_nothing_happens_that_the_table_does_not_know(
    path: Steps, steps: list[tuple[str, int, bool]]
) -> None:
    steps = [*((action, pick, False) for action, pick in path), *steps]
    with TemporaryDirectory() as keys:
        said = asyncio.run(_walks(Path(keys), steps))

    over = [one for one in said if one.startswith(("mediation-ended", "mediation-agr"))]
    assert len(over) <= 1
    assert sum(one.startswith("task-reply complete") for one in said) <= 1
    assert said.count("task-reply acknowledge") <= 1


FORWARD: dict[State, tuple[str, ...]] = {
    "awaiting_task": ("take_task", "take_content"),
    "opened": ("screen", "take_content", "name_party"),
    "inviting": ("accept",),
    "selecting": ("prefer", "appoint", "appoint_in_time", "confirm"),
}
"""What leads to where most of the table begins."""


async def _wanders(keys: Path, chance: random.Random, left: set[Edge]) -> set[Edge]:
    """Goes forward, and where it has not done everything yet it does the rest."""
    walker = Walker(World(keys), DRIVERS)
    for _ in range(40):
        mediation = await walker.now()
        state = mediation.state if mediation else "awaiting_task"
        fresh = [action for action, before, _ in left if before == state]
        forward = FORWARD.get(state, ())
        if not fresh and not forward:
            break
        wanted = fresh if fresh and chance.random() < CURIOUS else forward
        await walker.tries(chance.choice(sorted(wanted or fresh)), chance.randrange(12))
        left = left - walker.taken
    return left


async def _follows(keys: Path, path: Steps, roster: tuple[str, ...]) -> set[Edge]:
    walker = Walker(World(keys), DRIVERS, roster=roster)
    for action, pick in path:
        await walker.tries(action, pick)
    return walker.taken


def test_every_step_of_the_table_is_taken_by_somebody() -> None:
    left, chance = set(EDGES), random.Random("a walk")
    known = [(path, ROSTER) for path in PATHS]
    known += [(path, ()) for path in NOBODY_TO_MEDIATE]
    known += [(path, ROSTER[1:]) for path in SOMEBODY_ELSE]
    with TemporaryDirectory() as keys:
        for path, roster in known:
            left -= asyncio.run(_follows(Path(keys), path, roster))
        for _ in range(WALKS):
            left = asyncio.run(_wanders(Path(keys), chance, left)) if left else left

    assert sorted(left) == []
