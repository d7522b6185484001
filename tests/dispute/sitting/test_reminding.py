"""Who meets is reminded the day before, of the time that counts, and only once."""

from datetime import datetime, timedelta
from functools import partial

import pytest

from contracts.codes import derived_id
from contracts.dispute import SessionCancelled, SessionDueSoon
from services.dispute.by_when import by_when
from services.dispute.domain.joining.leaving import Leave, leave
from services.dispute.domain.joining.opening import add_party
from services.dispute.domain.lasting import AnotherTerm, ask_for_term
from services.dispute.domain.sitting.sessions import (
    Cancel,
    Hold,
    Reschedule,
    Schedule,
    cancel,
    hold,
    reschedule,
    schedule,
)
from services.kit.errors import Rejected, Unavailable
from services.kit.testing.clock import MONDAY
from services.kit.writing.outbox.sweeper import GRACE, sweep
from tests.dispute.sitting.room import Room
from tests.dispute.world import MEDIATOR, WANG

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
FRIDAY, SITTING = MONDAY + 4 * DAY, derived_id("a sitting")


def _away(topic: str) -> None:
    raise Unavailable("the power is out")


async def _plans(room: Room, at: datetime = FRIDAY, *parties: str) -> None:
    everybody = (await room.mediation).told
    command = Schedule(SITTING, parties or everybody, at, "centre-room-1", "of it")
    await room.do(partial(schedule, room.world.rules), command)


async def _moves(room: Room, at: datetime) -> None:
    command = Reschedule(SITTING, at, "by-phone")
    await room.do(partial(reschedule, room.world.rules), command)


async def _at(room: Room, moment: datetime) -> list[SessionDueSoon]:
    """Everything that was reminded of until then; each alarm rings twice."""
    room.world.city.clock.now = moment
    for _ in range(2):
        await room.world.city.ring()
    facts = room.world.city.facts
    return [fact for fact in facts if isinstance(fact, SessionDueSoon)]


async def test_each_party_and_the_mediator_are_reminded_the_day_before(room: Room):
    await _plans(room)
    assert await _at(room, FRIDAY - DAY - HOUR) == []
    (reminder,) = await _at(room, FRIDAY - DAY)

    assert (reminder.at, reminder.venue) == (FRIDAY, "centre-room-1")
    assert reminder.parties == (await room.mediation).told
    assert (reminder.mediator, reminder.all_parties) == (MEDIATOR, True)
    assert await _at(room, FRIDAY + DAY) == [reminder]


async def test_a_sitting_that_was_moved_is_reminded_of_at_its_last_time(room: Room):
    await _plans(room)
    await _moves(room, FRIDAY + 3 * DAY)
    assert await _at(room, FRIDAY) == []

    (reminder,) = await _at(room, FRIDAY + 2 * DAY)
    assert (reminder.at, reminder.venue) == (FRIDAY + 3 * DAY, "by-phone")


async def test_moved_after_the_reminder_it_is_reminded_of_again(room: Room):
    await _plans(room)
    await _at(room, FRIDAY - DAY)
    await _moves(room, FRIDAY + 3 * DAY)

    told = await _at(room, FRIDAY + 2 * DAY)
    assert [each.at for each in told] == [FRIDAY, FRIDAY + 3 * DAY]


async def test_moved_to_within_a_day_the_new_time_is_reminder_enough(room: Room):
    await _plans(room)
    await _moves(room, MONDAY + 12 * HOUR)

    assert await _at(room, FRIDAY) == []


async def test_nobody_is_reminded_of_what_will_not_be(room: Room):
    await _plans(room)
    await room.end()

    assert await _at(room, FRIDAY) == []


async def test_what_was_called_off_is_told_once_and_not_reminded_of(room: Room):
    await _plans(room)
    for _ in range(2):
        await room.do(cancel, Cancel(SITTING))
    facts = room.world.city.facts
    (off,) = (fact for fact in facts if isinstance(fact, SessionCancelled))

    assert (off.at, off.parties) == (FRIDAY, (await room.mediation).told)
    assert await _at(room, FRIDAY) == []


async def test_what_was_called_off_is_neither_moved_nor_held(room: Room):
    await _plans(room)
    await room.do(cancel, Cancel(SITTING))
    parties = (await room.mediation).told
    for at in (FRIDAY, FRIDAY + DAY):
        with pytest.raises(Rejected, match="session-cancelled"):
            await room.do(
                partial(reschedule, room.world.rules),
                Reschedule(SITTING, at, "centre-room-1"),
            )
    room.world.city.clock.now = FRIDAY
    with pytest.raises(Rejected, match="session-cancelled"):
        await room.do(hold, Hold(SITTING, dict.fromkeys(parties, "itself")))


async def test_what_was_held_is_not_called_off(room: Room):
    await _plans(room)
    room.world.city.clock.now = FRIDAY
    parties = (await room.mediation).told
    await room.do(hold, Hold(SITTING, dict.fromkeys(parties, "itself")))

    with pytest.raises(Rejected, match="session-held"):
        await room.do(cancel, Cancel(SITTING))


async def test_while_nobody_mediates_nothing_is_reminded_of(room: Room):
    """And who confirms after the day of the sitting does not remind of the past."""
    await _plans(room)
    await room.become(state="selecting")
    assert await _at(room, FRIDAY - HOUR) == []
    await room.become(state="mediating")
    assert await _at(room, FRIDAY + HOUR) == []

    assert (await room.mediation).meets_soon_at is None


async def test_a_reminder_that_woke_late_still_reminds_in_time(room: Room):
    await _plans(room)
    (reminder,) = await _at(room, FRIDAY - HOUR)

    assert reminder.at == FRIDAY


async def test_who_has_left_is_not_reminded(room: Room):
    person = await room.world.invitations.party(room.world.id, derived_id("w"), WANG)
    await room.world.do(add_party, person)
    await room.become(state="mediating")
    first, second, third = (await room.mediation).told
    await _plans(room)
    await room.world.do(leave, Leave(third))

    (reminder,) = await _at(room, FRIDAY - DAY)
    assert reminder.parties == (first, second)


async def test_who_must_not_meet_after_all_is_not_reminded_to(room: Room):
    await _plans(room)
    await room.become(apart=True)

    assert await _at(room, FRIDAY - HOUR) == []


async def test_of_a_sitting_apart_nobody_else_is_told(room: Room):
    party = (await room.party(0)).id
    await _plans(room, FRIDAY, party)
    (reminder,) = await _at(room, FRIDAY - DAY)

    assert (reminder.parties, reminder.all_parties) == ((party,), False)


async def test_what_was_held_is_not_reminded_of(room: Room):
    await _plans(room, MONDAY + 2 * DAY)
    room.world.city.clock.now = MONDAY + 2 * DAY
    parties = (await room.mediation).told
    await room.do(hold, Hold(SITTING, dict.fromkeys(parties, "itself")))

    assert await _at(room, MONDAY + 3 * DAY) == []


async def test_other_changes_remind_nobody_twice(room: Room):
    await _plans(room)
    before = await _at(room, FRIDAY - DAY)
    await room.do(ask_for_term, AnotherTerm(MONDAY + 40 * DAY))

    assert await _at(room, FRIDAY - HOUR) == before


async def test_who_dies_between_saving_and_sending_reminds_once(room: Room):
    city = room.world.city
    await _plans(room)
    city.bus.fault = _away
    city.clock.now = FRIDAY - DAY
    await city.ring()
    city.bus.fault = lambda topic: None
    city.clock.advance(GRACE * 2)
    await sweep(city.publisher, room.world.mediations.documents)

    assert len(await _at(room, FRIDAY - HOUR)) == 1


async def _meets_at(room: Room, place: int) -> datetime | None:
    mediation = await room.mediation
    party = mediation.parties[place]
    return by_when(mediation, party, room.world.city.clock())["meets_at"]


async def test_each_party_sees_its_own_next_sitting(room: Room):
    party = (await room.party(0)).id
    await _plans(room, FRIDAY, party)
    assert [await _meets_at(room, place) for place in (0, 1)] == [FRIDAY, None]
    await _moves(room, FRIDAY + DAY)
    assert await _meets_at(room, 0) == FRIDAY + DAY

    room.world.city.clock.now = FRIDAY + 2 * DAY
    assert await _meets_at(room, 0) is None
