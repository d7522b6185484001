"""Every endpoint that changes something: who may, what is said, what comes before."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from services.kit.testing.clock import MONDAY
from services.routing.domain.deciding.wishes import DecideParking, decide_parking
from tests.routing.callers import bearer
from tests.routing.people import CASE, OTHER_CASE
from tests.routing.world import World

STREET, BUREAU = "street-qingshi", "housing"
Deed = Callable[[World], Awaitable[None]]
DISPATCHER, SUPERVISOR = ("dispatcher",), ("supervisor",)
OFFICE = ("supervisor", "dispatcher")
ANYBODY = ("dispatcher", "supervisor", "department")
"""Who approves an extension is the city's data: asked later, by the domain."""

LATER = (MONDAY + timedelta(days=2)).isoformat()
PAUSE = {"reason": "weather", "evidence": "QH-2026-0012", "until": LATER}
DONE = {"outcome": "resolved", "answer": "已到现场看过"}
MEETING = {"departments": [BUREAU], "at": LATER}
MINUTES = {"departments": [BUREAU], "minutes": "会上商定由住建局承办"}


async def led(world: World) -> None:
    """Led by the street, with housing; both have signed."""
    await world.accept(category="other")
    await world.assign(STREET, BUREAU)
    for department in (STREET, BUREAU):
        await world.sign(department)


async def unsigned(world: World) -> None:
    await world.accept(category="other")
    await world.assign(STREET, BUREAU)


async def alone(world: World) -> None:
    await world.accept(category="other")
    await world.assign(STREET)
    await world.sign(STREET)


async def done(world: World) -> None:
    await alone(world)
    await world.complete(STREET)


async def called(world: World) -> None:
    await alone(world)
    await world.whistle(STREET, BUREAU)


async def paused(world: World) -> None:
    await alone(world)
    until = MONDAY + timedelta(days=2)
    await world.act(STREET, "pause", **PAUSE | {"until": until})


async def returned(world: World) -> None:
    await led(world)
    await world.give_back(STREET)


async def returned_twice(world: World) -> None:
    await led(world)
    await world.give_back(BUREAU)
    await world.give_back(STREET)


async def late(world: World) -> None:
    """The bureau leads, and the street is silent past its limit."""
    await world.accept(category="other")
    await world.assign(BUREAU, STREET)
    world.city.clock.now = (await world.task(STREET)).due_at


async def wished(world: World, action: str, reason: str) -> None:
    await alone(world)
    await world.act(STREET, action, reason=reason)


async def extension(world: World) -> None:
    await wished(world, "extend", "complex_matter")


async def parking(world: World) -> None:
    await wished(world, "request-parking", "no_land")


async def parked(world: World) -> None:
    await parking(world)
    task_id = (await world.task(STREET)).task_id
    await world.command(decide_parking, DecideParking(task_id, "granted"))


async def exclusion(world: World) -> None:
    await done(world)
    await world.act(STREET, "request-exclusion", reason="beyond_means")


async def triage(world: World) -> None:
    await world.accept(category="other")


async def meeting(world: World) -> None:
    await led(world)
    await world.call_meeting(BUREAU)


async def two(world: World) -> None:
    await world.accept_another(OTHER_CASE, category="transit")
    await led(world)


@dataclass(frozen=True)
class Endpoint:
    """`wrong`: a body that is none; None: there is nothing that could be wrong.

    The first of those who may do it does it.
    """

    before: Deed
    body: dict[str, Any] = field(default_factory=dict)
    wrong: dict[str, Any] | None = None
    may: tuple[str, ...] = ("department",)

    @property
    def by(self) -> dict[str, str]:
        role = self.may[0]
        return bearer(role, STREET if role == "department" else None)


def decided(by: tuple[str, ...], before: Deed, *bodies: dict[str, Any]) -> Endpoint:
    """The right body and a wrong one."""
    body, wrong = (*bodies, *(None, None))[:2]
    return Endpoint(before, body or {}, wrong, by)


OF_TASK = {
    "acknowledge": Endpoint(unsigned),
    "record-contact": Endpoint(led, {"reached": True}, {}),
    "return": Endpoint(
        led, {"reason": "not_our_duty", "law": "潍坊 22"}, {"reason": "not_our_duty"}
    ),
    "pause": Endpoint(alone, PAUSE, PAUSE | {"until": "tomorrow"}),
    "resume": Endpoint(paused),
    "extend": Endpoint(alone, {"reason": "complex_matter"}, {"reason": "Not a code"}),
    "request-parking": Endpoint(alone, {"reason": "no_land"}, {"reason": "tired"}),
    "whistle": Endpoint(alone, {"departments": [BUREAU]}, {"departments": []}),
    "sub-assign": Endpoint(
        alone,
        {"to": "community-bingdili", "amount": 1, "unit": "working_days"},
        {"to": "community-bingdili", "amount": 0, "unit": "working_days"},
    ),
    "request-mediation": Endpoint(alone),
    "complete": Endpoint(alone, DONE, DONE | {"outcome": "merged"}),
    "assess": Endpoint(called, {"grade": 5, "department": BUREAU}, {"grade": 6}),
    "request-exclusion": Endpoint(done, {"reason": "disproved"}, {"reason": "tired"}),
    "decide-return": decided(
        DISPATCHER, returned, {"decision": "dismissed"}, {"decision": "perhaps"}
    ),
    "transfer": decided(DISPATCHER, led, {"to": "planning"}, {"to": "nobody-at-all"}),
    "designate": decided(
        SUPERVISOR, returned_twice, {"to": "planning"}, {"to": "nobody-at-all"}
    ),
    "waive": decided(SUPERVISOR, late, {"reason": "silent"}, {"reason": "tired"}),
    "decide-extension": decided(
        ANYBODY, extension, {"decision": "granted"}, {"decision": "perhaps"}
    ),
    "decide-parking": decided(SUPERVISOR, parking, {"decision": "granted"}, {}),
    "review-parking": decided(SUPERVISOR, parked, {"keep": True}, {}),
    "decide-exclusion": decided(
        OFFICE,
        exclusion,
        {"decision": "granted", "reason": "found_beyond_means"},
        {"decision": "granted", "reason": "reasonable"},
    ),
}
OF_CASE = {
    "assign": decided(DISPATCHER, triage, {"lead": BUREAU}, {"lead": "nobody-at-all"}),
    "call-in": decided(
        DISPATCHER, led, {"department": "planning"}, {"department": "nobody-at-all"}
    ),
    "joint-meeting": decided(OFFICE, led, MEETING, MEETING | {"departments": []}),
    "joint-meeting/minutes": decided(
        OFFICE, meeting, MINUTES, MINUTES | {"minutes": ""}
    ),
    "merge": decided(
        DISPATCHER, two, {"into": OTHER_CASE, "new_facts": False}, {"into": OTHER_CASE}
    ),
    "follow-up": decided(
        OFFICE,
        done,
        {"reached": "reached", "resolved": True},
        {"reached": "unreachable", "resolved": True},
    ),
    "redo": decided(SUPERVISOR, done),
}


EACH = {f"tasks/{{id}}/{name}": one for name, one in OF_TASK.items()} | {
    f"handlings/{{case_id}}/{name}": one for name, one in OF_CASE.items()
}


async def path_of(world: World, endpoint: str) -> str:
    handling = await world.handling()
    own = [task.task_id for task in handling.tasks if task.department == STREET]
    return "/v1/" + endpoint.format(id=own[-1] if own else "", case_id=CASE)
