"""Of a sitting that cannot be any more, everybody who expects it is told in time."""

from datetime import timedelta
from functools import partial

from contracts.codes import derived_id
from contracts.dispute import MediatorReplaced, SessionCancelled
from services.dispute.by_when import by_when
from services.dispute.domain.choosing.taking import (
    Challenge,
    StepDown,
    challenge,
    step_down,
)
from services.dispute.domain.joining.screening import Screened, screen
from services.dispute.domain.sitting.parts import Session
from services.dispute.domain.sitting.sessions import Schedule, schedule
from services.kit.testing.clock import MONDAY
from tests.dispute.sitting.room import Room
from tests.dispute.world import MEDIATOR

DAY = timedelta(days=1)
FRIDAY = MONDAY + 4 * DAY
APART = Screened({"domestic_violence": True})


async def _plans(room: Room, name: str, *parties: str) -> str:
    id = derived_id(name)
    everybody = (await room.mediation).told
    command = Schedule(id, parties or everybody, FRIDAY, "centre-room-1", "of it")
    await room.do(partial(schedule, room.world.rules), command)
    return id


async def _screens(room: Room, command: Screened = APART) -> None:
    await room.do(partial(screen, room.world.rules), command)


def _off(room: Room) -> list[SessionCancelled]:
    facts = room.world.city.facts
    return [fact for fact in facts if isinstance(fact, SessionCancelled)]


async def _sessions(room: Room) -> dict[str, Session]:
    return {s.session_id: s for s in (await room.mediation).sitting.sessions}


async def test_who_must_not_meet_after_all_is_not_expected(room: Room) -> None:
    joint = await _plans(room, "together")
    await _screens(room)
    await _screens(room)
    after = await room.mediation
    (off,) = _off(room)
    now = room.world.city.clock()

    assert (off.session_id, off.at, off.parties) == (joint, FRIDAY, after.told)
    assert off.mediator == MEDIATOR
    assert after.meets_soon_at is None
    assert [by_when(after, p, now)["meets_at"] for p in after.parties] == [None, None]


async def test_what_calls_it_off_is_not_told(room: Room) -> None:
    """What is said of it is what is said of any sitting that was called off."""
    await _plans(room, "together")
    await _screens(room)
    (off,) = _off(room)

    assert set(off.model_dump(exclude_none=True)) == {
        "case_id",
        "mediation_id",
        "parties",
        "session_id",
        "at",
        "mediator",
        "all_parties",
    }


async def test_who_meets_the_mediator_alone_still_does(room: Room) -> None:
    alone = await _plans(room, "alone", (await room.party(0)).id)
    await _screens(room)

    assert _off(room) == []
    assert (await _sessions(room))[alone].cancelled_at is None


async def test_a_no_and_a_time_that_has_passed_call_nothing_off(room: Room) -> None:
    await _plans(room, "together")
    await _screens(room, Screened({"domestic_violence": False}))
    room.world.city.clock.now = FRIDAY
    await _screens(room)

    assert _off(room) == []


async def test_what_the_replaced_mediator_planned_is_off(room: Room) -> None:
    both = await _plans(room, "together")
    alone = await _plans(room, "alone", (await room.party(1)).id)
    rules = room.world.rules
    command = Challenge(await room.token_hash(0), MEDIATOR)
    await room.do(partial(challenge, rules), command)

    told = [(off.session_id, len(off.parties), off.mediator) for off in _off(room)]
    assert told == [(both, 2, None), (alone, 1, None)]
    assert all(each.cancelled_at for each in (await _sessions(room)).values())


async def test_who_steps_down_is_named_before_the_sittings_are_off(room: Room) -> None:
    await _plans(room, "together")
    await room.do(partial(step_down, room.world.rules), StepDown(MEDIATOR))
    facts = room.world.city.facts
    said = [f for f in facts if isinstance(f, (MediatorReplaced, SessionCancelled))]

    assert [type(fact) for fact in said] == [MediatorReplaced, SessionCancelled]
