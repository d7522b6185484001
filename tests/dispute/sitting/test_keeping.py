"""Words lie for three years after the end; then their keys go, and every copy."""

from datetime import timedelta

import pytest

from contracts.sealed import Person
from services.dispute.domain.sitting.keeping import KeysGone, keys_gone
from services.dispute.domain.sitting.parts import Kept
from services.dispute.domain.sitting.undisputed import (
    Consent,
    PutFacts,
    consent,
    put_facts,
)
from services.dispute.wall.keeping import Sent
from services.kit.sealing.vault import KeyDestroyed
from tests.dispute.sitting.room import CHEN, Room

THREE_YEARS = timedelta(days=3 * 365)
NOISE = "我家夜里睡不着"


async def _ended(room: Room) -> None:
    await room.end()
    await room.world.city.ring()


async def _three_years_pass(room: Room) -> None:
    room.world.city.clock.advance(THREE_YEARS)
    await room.world.city.ring()


async def test_while_it_is_mediated_nothing_is_counted(room: Room) -> None:
    room.world.city.clock.advance(timedelta(days=20))
    await room.world.city.ring()

    assert (await room.mediation).sitting.kept == Kept()


async def test_the_end_sets_the_day(room: Room) -> None:
    await _ended(room)
    mediation = await room.mediation

    assert mediation.sitting.kept.until == room.world.city.clock.now + THREE_YEARS
    assert mediation.wake_at == mediation.sitting.kept.until
    assert room.world.said()[-1] == "task-reply complete explained"


async def test_until_then_they_are_read(room: Room) -> None:
    zhang = await room.party(0)
    await room.says(zhang, NOISE)
    await _ended(room)
    room.world.city.clock.advance(THREE_YEARS - timedelta(seconds=1))
    await room.world.city.ring()

    assert await room.wall.erasing.sweep() == 0
    assert await room.reads(zhang) == await room.reads(CHEN) == [NOISE]


async def test_on_the_day_a_read_says_erased(room: Room) -> None:
    zhang = await room.party(0)
    await room.says(zhang, NOISE)
    await _ended(room)
    await _three_years_pass(room)
    assert await room.reads(zhang) == [None]

    assert await room.wall.erasing.sweep() == 1
    assert await room.reads(zhang) == await room.reads(CHEN) == [None]
    mediation = await room.mediation
    assert mediation.sitting.kept.keys_gone
    assert mediation.wake_at == mediation.sitting.kept.record_until
    assert await room.wall.erasing.sweep() == 0


async def test_every_key_of_the_wall_is_destroyed_and_no_other(room: Room) -> None:
    zhang, li = await room.party(0), await room.party(1)
    for who in (zhang, li):
        await room.says(who, NOISE)
    await room.says(CHEN, "都到了", "minutes")
    await room.says(CHEN, "孩子身上有伤", "minutes")
    sent = Sent("report", "孩子身上有伤", "d", "chen-he")
    await room.wall.keeping.keep_apart(await room.mediation, "report", sent)
    await _ended(room)
    await _three_years_pass(room)
    await room.wall.erasing.sweep()
    keys = room.world.vault._keys._records

    left = {id for id, record in keys.items() if record.wrapped}
    assert left == {room.world.id}
    assert {f"wall:{room.world.id}:{p.id}" for p in (zhang, li)} <= keys.keys()


async def test_names_and_what_was_agreed_go_on_a_day_of_their_own(
    room: Room,
) -> None:
    await room.says(await room.party(0), NOISE)
    await _ended(room)
    await _three_years_pass(room)
    await room.wall.erasing.sweep()
    vault, id = room.world.vault, room.world.id
    card = (await room.mediation).parties[0].card
    assert await vault.open(id, card, Person)

    room.world.city.clock.advance(timedelta(days=7 * 365))
    await room.world.city.ring()
    assert await room.wall.erasing.sweep() == 1
    assert await room.wall.erasing.sweep() == 0
    assert await vault.open(id, card, Person) is None
    assert (await room.mediation).wake_at is None


async def test_facts_on_record_go_with_the_rest(room: Room) -> None:
    sent = Sent("facts", "漏水始于一月", "d", "chen-he")
    await room.wall.keeping.keep_apart(await room.mediation, "facts", sent)
    await room.do(put_facts, PutFacts("chen-he", "facts", "d"))
    for place in (0, 1):
        await room.do(consent, Consent(await room.token_hash(place), "d", True))
    on_record = room.wall.reading.recorded_facts
    assert await on_record(await room.mediation) == "漏水始于一月"
    await _ended(room)
    await _three_years_pass(room)

    assert await on_record(await room.mediation) is None


async def test_what_comes_too_late_finds_no_key(room: Room) -> None:
    zhang = await room.party(0)
    await room.says(zhang, NOISE)
    before = await room.mediation
    await _ended(room)
    await _three_years_pass(room)
    await room.wall.erasing.sweep()

    sent = Sent("late", NOISE, "d", zhang.id)
    with pytest.raises(KeyDestroyed):
        await room.wall.keeping._word(before, "statement", zhang.id, sent)


async def test_a_sweep_that_was_broken_off_is_ended_by_the_next(
    room: Room, monkeypatch
) -> None:
    await room.says(await room.party(0), NOISE)
    await _ended(room)
    await _three_years_pass(room)
    with monkeypatch.context() as broken:
        broken.setattr(room.world.mediations, "command", _power_cut)
        assert await room.wall.erasing.sweep() == 0

    assert await room.wall.erasing.sweep() == 1
    assert (await room.mediation).sitting.kept.keys_gone


async def test_one_that_fails_does_not_keep_the_others(room: Room, monkeypatch) -> None:
    await room.says(await room.party(0), NOISE)
    await _ended(room)
    await _three_years_pass(room)
    found, loading = room.words.to_forget, room.world.mediations.load

    async def to_forget(limit: int) -> list[str]:
        return ["broken", *await found(limit)]

    async def load(id: str):
        if id == "broken":
            raise ValueError
        return await loading(id)

    monkeypatch.setattr(room.words, "to_forget", to_forget)
    monkeypatch.setattr(room.world.mediations, "load", load)
    assert await room.wall.erasing.sweep() == 1
    assert (await room.mediation).sitting.kept.keys_gone


async def test_keys_of_what_is_still_kept_do_not_go(room: Room) -> None:
    await _ended(room)
    kept = (await room.mediation).sitting.kept
    after = await room.do(keys_gone, KeysGone())

    assert after.sitting.kept == kept


async def _power_cut(*args: object) -> None:
    raise ConnectionError
