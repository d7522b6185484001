"""What moves a clock, and the moments at which it is done."""

from functools import partial

from services.routing.domain.deciding.wishes import (
    DecideExtension,
    DecideParking,
    Decider,
    ReviewParking,
    decide_extension,
    decide_parking,
    review_parking,
)
from services.routing.domain.norms import Ruling
from services.routing.domain.planning import plan
from tests.kit.limits.world import moment
from tests.routing.world import CASE, World, case_accepted, city

STARTED = moment("Mon 2026-03-02 17:00")
"""When a world begins."""

EVIDENCE = "QH-2026-0012"
DISPATCHER = Decider("dispatcher-1", frozenset({"dispatcher"}))
SUPERVISOR = Decider("supervisor-1", frozenset({"supervisor"}))


def head_of(department: str) -> Decider:
    return Decider(f"head-of-{department}", frozenset({"department"}), department)


def go(world: World, text: str) -> None:
    """Nothing rings: whoever keeps the alarms may be late."""
    world.city.clock.now = moment(text)


async def at(world: World, text: str) -> None:
    go(world, text)
    await world.city.ring()


async def pause(world: World, who: str, until: str, reason: str = "weather") -> None:
    own = {"reason": reason, "evidence": EVIDENCE, "until": moment(until)}
    await world.act(who, "pause", **own)


async def due(world: World, who: str):
    return (await world.task(who)).due_at


async def ask(world: World, who: str, by: str = "officer-1") -> None:
    await world.act(who, "extend", reason="complex_matter", by=by)


async def rule(world: World, who: str, verdict: str, by=DISPATCHER) -> None:
    """On the extension that was asked for."""
    task_id = (await world.task(who)).task_id
    await world.command(decide_extension, DecideExtension(task_id, verdict, by))


async def park(world: World, who: str, verdict: str = "granted") -> None:
    await world.act(who, "request-parking", reason="no_budget")
    await agree(world, who, verdict)


async def agree(world: World, who: str, verdict: str = "granted") -> None:
    task_id = (await world.task(who)).task_id
    await world.command(decide_parking, DecideParking(task_id, verdict))


async def review(world: World, who: str, keep: bool) -> None:
    task_id = (await world.task(who)).task_id
    await world.command(review_parking, ReviewParking(task_id, keep))


async def ruled(world: World, limit: str, lead: str, *others: str, **said) -> None:
    """A case as if the rules had found that limit for it."""
    limits = city().limits
    ruling = Ruling(limits[limit], "test", lead, others, "test", limit_name=limit)
    decide = partial(plan, world.norms, ruling)
    await world.handlings.command(CASE, case_accepted(**said), decide)
    await world.city.settle()
