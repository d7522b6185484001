"""Every alarm there is: how it comes to be set, when it rings, and what it says."""

from collections.abc import Callable
from typing import Any, NamedTuple

from contracts.routing import (
    CaseSupervised,
    FirstContactMissed,
    StillFixedAsked,
    TaskDueSoon,
    TaskOverdue,
    TaskResumed,
    TaskSupervised,
)
from tests.kit.limits.world import moment
from tests.routing.limits.steps import at, park, pause, ruled


class Ringing(NamedTuple):
    begin: Callable[..., Any]
    rings: str
    says: type
    of: dict[str, Any]

    @property
    def moment(self):
        return moment(self.rings)

    def said(self, world) -> list[Any]:
        wanted = self.of.items()
        facts = [fact.model_dump() for fact in world.said(self.says)]
        return [fact for fact in facts if fact.items() >= wanted]


async def unsigned(world):
    await world.accept(category="transit")


async def signed(world):
    await unsigned(world)
    await world.sign("transport")


async def returned(world):
    await signed(world)
    await at(world, "Tue 2026-03-03 10:00")
    await world.give_back("transport")


async def paused(world):
    await signed(world)
    await pause(world, "transport", "Wed 2026-03-04 10:00")


async def parked(world):
    await signed(world)
    await at(world, "Tue 2026-03-03 10:00")
    await park(world, "transport")


async def nobody(world):
    await world.accept(category="other")


async def licence(world):
    await ruled(world, "licence", "market", kind="service")


async def resolved(world):
    await world.accept(category="consumer")
    await world.sign("market")
    await world.complete("market")


LEAD = {"department": "transport"}
ALARMS = {
    "warn": Ringing(signed, "Fri 2026-03-06 17:48", TaskDueSoon, LEAD),
    "due": Ringing(signed, "Mon 2026-03-09 18:00", TaskOverdue, LEAD),
    "contact": Ringing(signed, "Tue 2026-03-03 18:00", FirstContactMissed, LEAD),
    "pause": Ringing(paused, "Wed 2026-03-04 10:00", TaskResumed, LEAD),
    "still": Ringing(resolved, "Wed 2026-04-01 18:00", StillFixedAsked, {}),
    "review": Ringing(
        parked, "Thu 2026-04-02 18:00", TaskSupervised, {"reason": "review"}
    ),
    "statutory": Ringing(
        licence, "Mon 2026-03-30 18:00", CaseSupervised, {"reason": "statutory"}
    ),
    "undecided": Ringing(
        returned, "Tue 2026-03-03 16:00", CaseSupervised, {"reason": "return_undecided"}
    ),
    "day-and-night": Ringing(
        unsigned,
        "Mon 2026-03-02 17:30",
        TaskSupervised,
        {"department": "urban-mgmt", "reason": "unsigned", "level": 1},
    ),
}


def _levels(begin, says, of, *moments: str) -> dict[str, Ringing]:
    levels = enumerate(moments, start=1)
    return {
        f"{of['reason']}-{n}": Ringing(begin, rings, says, of | {"level": n})
        for n, rings in levels
    }


ALARMS |= _levels(
    unsigned,
    TaskSupervised,
    LEAD | {"reason": "unsigned"},
    "Tue 2026-03-03 12:00",
    "Thu 2026-03-05 18:00",
    "Fri 2026-03-06 18:00",
)
ALARMS |= _levels(
    signed,
    TaskSupervised,
    LEAD | {"reason": "overdue"},
    "Mon 2026-03-09 18:00",
    "Wed 2026-03-11 18:00",
    "Thu 2026-03-12 18:00",
)
ALARMS |= _levels(
    nobody,
    CaseSupervised,
    {"reason": "nobody_assigned"},
    "Mon 2026-03-02 21:00",
    "Mon 2026-03-02 23:00",
    "Tue 2026-03-03 01:00",
)
