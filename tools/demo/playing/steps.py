"""What a department may do with a task, one step after another."""

from datetime import UTC, datetime, timedelta
from typing import Any

from contracts.intake import ContentGranted
from contracts.routing import (
    CoHandlerReported,
    ExtensionDecided,
    ParkingRefused,
    ReplyRejected,
    ReturnDecided,
    TaskParked,
    TaskPaused,
    TaskResumed,
    TaskSubAssigned,
    TaskUrged,
)
from tools.demo.playing.errand import Errand, Step

EVIDENCE = "QH-2026-0012"
PAUSE = timedelta(days=1)
OTHERS_AT_WORK = "co-handlers-open"


async def contact(errand: Errand) -> None:
    await errand.say(action="record-contact", reached=True)


def pause(reason: str) -> Step:
    """Until what is missing is there, which is at once."""

    async def step(errand: Errand) -> None:
        until = datetime.now(UTC) + PAUSE
        asked = {"reason": reason, "evidence": EVIDENCE, "until": until}
        paused = await errand.asks(TaskPaused, action="pause", **asked)
        if isinstance(paused, TaskPaused):
            await errand.asks(TaskResumed, action="resume")

    return step


async def extend(errand: Errand) -> None:
    await errand.asks(ExtensionDecided, action="extend", reason="complex_matter")


async def park(errand: Errand) -> None:
    """It can be solved after all, as soon as everybody has agreed that it cannot."""
    asked = {"action": "request-parking", "reason": "no_budget"}
    told = await errand.asks(TaskParked, ParkingRefused, **asked)
    if isinstance(told, TaskParked):
        await errand.asks(TaskResumed, action="resume")


async def give_back(errand: Errand) -> None:
    """If it has to keep the task, it goes on with it."""
    why = {"reason": "not_our_duty", "law": "职责清单 3"}
    await errand.asks(ReturnDecided, action="return", **why)


def whistle(for_: str) -> Step:
    async def step(errand: Errand) -> None:
        await errand.say(action="whistle", departments=[for_])

    return step


async def judge_who_whistled(errand: Errand) -> None:
    await errand.say(action="assess", grade=4)


def hand_down(to: str) -> Step:
    """Whoever completes before a part is done takes it away from those who do it."""

    async def step(errand: Errand) -> None:
        part = {"departments": [to], "amount": 2, "unit": "hours"}
        given = await errand.asks(TaskSubAssigned, action="sub-assign", **part)
        while isinstance(given, TaskSubAssigned):
            told = await errand.waits_for(CoHandlerReported)
            if (
                isinstance(told, CoHandlerReported)
                and told.by_task == given.sub_task_id
            ):
                return

    return step


async def wait_for_the_resident(errand: Errand) -> None:
    """Who urges or supplements is about to: the answer takes it into account."""
    await errand.waits_for(TaskUrged, ContentGranted)


async def wait_for_the_end(errand: Errand) -> None:
    """The resident is about to withdraw the case."""
    while True:
        await errand.hears()


def complete(answer: dict[str, Any]) -> Step:
    """The lead completes last: if it is too early, once more after the last report."""

    async def step(errand: Errand) -> None:
        while True:
            no = await errand.asks(action="complete", **answer)
            if not isinstance(no, ReplyRejected) or no.reason != OTHERS_AT_WORK:
                return
            await _others_done(errand)

    return step


async def _others_done(errand: Errand) -> None:
    while True:
        told = await errand.waits_for(CoHandlerReported)
        if isinstance(told, CoHandlerReported) and told.open == 0:
            return
