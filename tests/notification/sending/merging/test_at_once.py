"""Two messages to one person that are decided in the same instant leave as one."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from inspect import iscoroutinefunction
from typing import Any

import pytest

from services.notification.delivery.office import Office
from services.notification.domain.message import LEASE
from tests.notification.sending.providers import MINUTE, MemoryGateway
from tests.notification.world import NO_MAIL, World, accepted, answered

TWO = "您有2条办事通知"
AHEAD = range(24)
"""Steps that one is ahead of the other: through all that a sending does."""


@dataclass
class Hesitating:
    """Lets others go on before and after whatever it is asked to do."""

    asked: Any

    def __getattr__(self, name: str) -> Any:
        does = getattr(self.asked, name)
        return self._slowly(does) if iscoroutinefunction(does) else does

    def _slowly(self, does: Callable[..., Any]) -> Callable[..., Any]:
        async def slowly(*args: Any) -> Any:
            await asyncio.sleep(0)
            done = await does(*args)
            await asyncio.sleep(0)
            return done

        return slowly


async def one_ahead(
    world: World, ahead: int, first: Office, second: Office
) -> list[BaseException]:
    """Both messages are sent side by side, each by its own office, step by step."""

    async def later(id: str) -> None:
        for _ in range(ahead):
            await asyncio.sleep(0)
        await second.lines["sms"].step(id)

    due = await world.queries.due_at_desk((), 9)
    elder, younger = due if ahead % 2 else reversed(due)
    steps = (first.lines["sms"].step(elder), later(younger))
    said = await asyncio.gather(*steps, return_exceptions=True)
    return [each for each in said if isinstance(each, BaseException)]


async def two_fresh(world: World) -> None:
    await world.receive(world.contact(NO_MAIL), accepted(), answered())
    slow = {"messages": Hesitating(world.messages)}
    world.house = replace(world.house, queries=Hesitating(world.queries), **slow)


async def all_told(world: World, sms: MemoryGateway) -> None:
    """Everybody once; the second one ten minutes later, or both as one."""
    for _ in range(5):
        await world.send(after=4 * MINUTE)
    assert world.told().count("message-sent applicant sms") == 2
    assert max(sms.accepted.values()) == 1
    assert len(sms.letters) == 2 or [each.subject for each in sms.letters] == [TWO]


@pytest.mark.parametrize("ahead", AHEAD)
async def test_of_two_processes(world, sms, ahead) -> None:
    await two_fresh(world)
    faults = await one_ahead(world, ahead, world.opened(), world.opened())

    assert (len(sms.letters), faults) in ((0, []), (1, []))
    await all_told(world, sms)


@pytest.mark.parametrize("ahead", AHEAD)
async def test_of_two_workers_of_one_line(world, sms, ahead) -> None:
    await two_fresh(world)
    office = world.opened()
    faults = await one_ahead(world, ahead, office, office)

    assert (len(sms.letters), faults) in ((0, []), (1, []))
    await all_told(world, sms)


@pytest.mark.parametrize("ahead", AHEAD)
async def test_whoever_dies_meanwhile_is_neither_lost_nor_told_twice(
    world, sms, ahead
) -> None:
    """The provider has one of them; who gave it that has told nobody."""
    await two_fresh(world)
    sms.after = [asyncio.CancelledError()]
    await one_ahead(world, ahead, world.opened(), world.opened())
    assert len(sms.letters) <= 1

    sms.after = []
    world.office = world.opened()
    await world.send(after=LEASE)
    await all_told(world, sms)


async def test_those_that_step_back_from_each_other_leave_as_one_in_a_moment(
    world, sms
) -> None:
    await two_fresh(world)
    await one_ahead(world, 0, world.opened(), world.opened())
    assert sms.letters == []
    await world.send(after=MINUTE / 10)

    assert [letter.subject for letter in sms.letters] == [TWO]
    assert world.told().count("message-queued applicant sms") == 2
