"""Who changes the same thing waits for each other; who does not, does not."""

import asyncio

import pytest

from services.kit.reading import places
from services.kit.reading.places import place_of
from services.kit.writing.turns import Turns


async def test_work_under_one_name_goes_one_after_the_other():
    turns, inside = Turns(), []

    async def work(number):
        async with turns.of("case"):
            inside.append(number)
            await asyncio.sleep(0)
            assert inside[-1] == number

    await asyncio.gather(*map(work, range(20)))
    assert inside == list(range(20))


async def test_other_names_wait_for_nobody():
    turns = Turns()
    async with turns.of("one"), turns.of("another"):
        pass


async def test_a_name_that_nobody_uses_is_forgotten():
    turns = Turns()
    async with turns.of("case"):
        assert len(turns._locks) == 1

    assert not turns._locks


async def test_a_person_who_has_waited_for_long_goes_on_without_a_turn(monkeypatch):
    monkeypatch.setattr(places, "PATIENCE", 0.01)
    turns, ran = Turns(), []

    async with turns.of("case"):
        async with turns.of("case"):
            ran.append("the office")
        ran.append("the flood")
    async with turns.of("case"):
        assert ran == ["the office", "the flood"]


async def test_a_handler_that_waits_leaves_its_place_to_others():
    turns, room, ran = Turns(), asyncio.Semaphore(1), []

    async def handler(name):
        async with place_of(room), turns.of(name):
            ran.append(name)

    async with turns.of("busy"):
        waiting = asyncio.create_task(handler("busy"))
        await asyncio.sleep(0)
        await handler("free")
    await waiting
    assert ran == ["free", "busy"]


async def test_a_turn_is_free_again_after_an_error():
    turns = Turns()
    with pytest.raises(ZeroDivisionError):
        async with turns.of("case"):
            raise ZeroDivisionError

    assert not turns._locks
