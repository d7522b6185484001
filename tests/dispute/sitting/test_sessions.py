"""Sittings are planned, moved and held; who came is counted."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from contracts.codes import derived_id
from contracts.dispute import SessionHeld, SessionScheduled
from services.dispute.domain.mediation import Mediation
from services.dispute.domain.sitting.sessions import (
    MOST_SESSIONS,
    MOST_TIMES,
    Hold,
    Reschedule,
    Schedule,
    hold,
    reschedule,
    schedule,
)
from services.kit.errors import Rejected
from services.kit.testing.clock import MONDAY
from tests.dispute.sitting.room import Room

TUESDAY = MONDAY + timedelta(days=1)
SITTING, ANOTHER = derived_id("a sitting"), derived_id("another sitting")
HALL, PHONE = "hall-bingdili", "by-phone"


async def _both(room: Room) -> tuple[str, ...]:
    return tuple(party.party_id for party in (await room.mediation).parties)


async def _planned(room: Room, *parties: str, **fields: object) -> Mediation:
    named = parties or await _both(room)
    command = Schedule(SITTING, named, TUESDAY, HALL, "of the body")
    decide = partial(schedule, room.world.rules)
    return await room.do(decide, replace(command, **fields))


async def _moved(room: Room, **fields: object) -> Mediation:
    command = replace(Reschedule(SITTING, TUESDAY, HALL), **fields)
    return await room.do(partial(reschedule, room.world.rules), command)


async def test_each_party_is_told_when_and_where(room: Room) -> None:
    await _planned(room)
    fact = room.world.city.facts[-1]

    assert isinstance(fact, SessionScheduled)
    assert (fact.at, fact.venue, fact.times) == (TUESDAY, HALL, 1)
    assert fact.parties == await _both(room)


async def test_the_same_request_plans_one_sitting(room: Room) -> None:
    await _planned(room)
    after = await _planned(room)

    assert len(after.sitting.sessions) == 1
    with pytest.raises(Rejected, match="idempotency-key-reused"):
        await _planned(room, body_digest="of another")


async def test_a_sitting_with_one_party_tells_the_other_nothing(room: Room) -> None:
    zhang, _ = await _both(room)
    after = await _planned(room, zhang)

    fact = room.world.city.facts[-1]
    assert (fact.parties, fact.all_parties) == ((zhang,), False)
    assert not after.sitting.sessions[0].joint


async def test_a_sitting_of_two_out_of_three_is_not_one_of_all(room: Room) -> None:
    mediation = await room.mediation
    third = mediation.parties[0].model_copy(update={"party_id": derived_id("third")})
    await room.become(parties=(*mediation.parties, third))
    zhang, li, _ = await _both(room)
    await _planned(room, zhang, li)
    assert room.world.city.facts[-1].all_parties is False
    await _planned(room, session_id=ANOTHER)
    assert room.world.city.facts[-1].all_parties is True

    room.world.city.clock.advance(timedelta(days=2))
    await room.do(hold, Hold(SITTING, {zhang: "itself", li: "itself"}))
    assert room.world.city.facts[-1].all_parties is False


async def test_who_must_not_meet_sits_apart(room: Room) -> None:
    await room.become(apart=True)
    with pytest.raises(Rejected, match="only-separate"):
        await _planned(room)
    zhang, li = await _both(room)
    await _planned(room, zhang)
    after = await _planned(room, li, session_id=ANOTHER)

    assert [session.joint for session in after.sitting.sessions] == [False, False]


async def test_a_sitting_planned_before_does_not_bring_them_together(
    room: Room,
) -> None:
    zhang, li = (await _planned(room)).sitting.sessions[0].parties
    await room.become(apart=True)
    with pytest.raises(Rejected, match="only-separate"):
        await _moved(room, venue=PHONE)
    room.world.city.clock.advance(timedelta(days=2))
    with pytest.raises(Rejected, match="only-separate"):
        await room.do(hold, Hold(SITTING, {zhang: "itself", li: "agent"}))
    after = await room.do(hold, Hold(SITTING, {zhang: "itself", li: "absent"}))

    assert after.sitting.sessions[0].attended == 1


async def test_who_has_left_is_not_told_of_another_time(room: Room) -> None:
    mediation = await _planned(room)
    zhang, li = mediation.parties
    gone = mediation.with_party(li.model_copy(update={"left": True}))
    await room.become(parties=gone.parties)
    after = await _moved(room, venue=PHONE)

    assert room.world.city.facts[-1].parties == (zhang.party_id,)
    assert after.sitting.sessions[0].parties == (zhang.party_id,)


@pytest.mark.parametrize(
    ("field", "value", "no"),
    [
        ("at", MONDAY, "not-to-come"),
        ("at", MONDAY + timedelta(days=400), "not-to-come"),
        ("venue", "the-pub", "unknown-venue"),
    ],
)
async def test_what_cannot_be_is_refused(room, field, value, no) -> None:
    with pytest.raises(Rejected, match=no):
        await _planned(room, **{field: value})
    await _planned(room)
    with pytest.raises(Rejected, match=no):
        await _moved(room, **{field: value})


@pytest.mark.parametrize("parties", [("somebody",), ()])
async def test_only_parties_of_the_mediation_meet(room, parties) -> None:
    with pytest.raises(Rejected, match="unknown-parties"):
        await _planned(room, *await _both(room), parties=parties)


async def test_moving_it_is_counted_and_told(room: Room) -> None:
    await _planned(room)
    await _moved(room, venue=PHONE)
    after = await _moved(room, venue=PHONE)
    facts = [f for f in room.world.city.facts if isinstance(f, SessionScheduled)]

    assert [(fact.venue, fact.times) for fact in facts] == [(HALL, 1), (PHONE, 2)]
    assert after.sitting.sessions[0].times == 2


async def test_it_is_moved_99_times_at_most(room: Room) -> None:
    mediation = await _planned(room)
    (session,) = mediation.sitting.sessions
    moved = session.model_copy(update={"times": MOST_TIMES})
    await room.become(
        sitting=mediation.sitting.model_copy(update={"sessions": (moved,)})
    )

    with pytest.raises(Rejected, match="moved-too-often"):
        await _moved(room, venue=PHONE)


async def test_there_are_50_sittings_at_most(room: Room) -> None:
    mediation = await _planned(room)
    (session,) = mediation.sitting.sessions
    others = [
        session.model_copy(update={"session_id": derived_id(str(n))}) for n in range(49)
    ]
    full = mediation.sitting.model_copy(update={"sessions": (session, *others)})
    await room.become(sitting=full)

    assert len(full.sessions) == MOST_SESSIONS
    with pytest.raises(Rejected, match="too-many-sessions"):
        await _planned(room, session_id=ANOTHER)


async def test_who_came_is_counted_and_no_more_is_told(room: Room) -> None:
    await _planned(room)
    zhang, li = await _both(room)
    room.world.city.clock.advance(timedelta(days=1, hours=1))
    attendance = {zhang: "agent", li: "absent"}
    after = await room.do(hold, Hold(SITTING, attendance))
    again = await room.do(hold, Hold(SITTING, attendance))
    fact = room.world.city.facts[-1]

    assert after == again
    assert isinstance(fact, SessionHeld)
    assert (fact.attended, fact.absent) == (1, 1)
    held = after.sitting.sessions[0]
    assert {each.party_id: each.how for each in held.attendance} == attendance


async def test_what_was_held_stands(room: Room) -> None:
    await _planned(room)
    zhang, li = await _both(room)
    with pytest.raises(Rejected, match="not-begun"):
        await room.do(hold, Hold(SITTING, {zhang: "itself", li: "itself"}))
    room.world.city.clock.advance(timedelta(days=2))
    await room.do(hold, Hold(SITTING, {zhang: "itself", li: "itself"}))

    with pytest.raises(Rejected, match="session-held"):
        await room.do(hold, Hold(SITTING, {zhang: "itself", li: "absent"}))
    with pytest.raises(Rejected, match="session-held"):
        await _moved(room, at=TUESDAY + timedelta(days=9))


async def test_attendance_is_of_each_party_of_it(room: Room) -> None:
    await _planned(room)
    zhang, _ = await _both(room)
    room.world.city.clock.advance(timedelta(days=2))

    with pytest.raises(Rejected, match="attendance-of-each"):
        await room.do(hold, Hold(SITTING, {zhang: "itself"}))
    with pytest.raises(Rejected, match="unknown-session"):
        await room.do(hold, Hold(ANOTHER, {zhang: "itself"}))


@pytest.mark.parametrize("state", ["opened", "inviting", "selecting"])
async def test_nobody_meets_before_all_want_to_mediate(room, state) -> None:
    await room.become(state=state)

    with pytest.raises(Rejected, match="not-now") as no:
        await _planned(room)
    assert no.value.law == "深圳 24"


async def test_nobody_meets_when_it_is_over(room: Room) -> None:
    await _planned(room)
    await room.end()

    with pytest.raises(Rejected, match="mediation-over"):
        await _planned(room, session_id=ANOTHER)
    with pytest.raises(Rejected, match="mediation-over"):
        await _moved(room, venue=PHONE)
