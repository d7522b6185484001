"""Waits until everybody has an answer and has been told, as long as anything moves."""

import asyncio
from collections.abc import Callable, Iterable

from rich.progress import Progress

from tools.checker.records import Told
from tools.demo.following import Course

LOOK_EVERY = 0.25
STALLED_AFTER = 90.0


async def all_told(
    told: Iterable[Told],
    course: Course,
    progress: Progress,
    troubles: Callable[[], list[str]],
) -> None:
    """Raises `RuntimeError` naming some of the cases when nothing moves any more."""
    cases = {one.case_id: one for one in told}
    owed = {case for case, one in cases.items() if one.reachable}
    answers = progress.add_task("answered by all departments", total=len(cases))
    letters = progress.add_task("residents told", total=len(owed))
    loop = asyncio.get_running_loop()
    heard, moved = -1, loop.time()
    while True:
        answered, reached = cases.keys() & course.answered, owed & course.told_at.keys()
        progress.update(answers, completed=len(answered))
        progress.update(letters, completed=len(reached))
        if len(answered) == len(cases) and len(reached) == len(owed):
            return
        if course.heard != heard:
            heard, moved = course.heard, loop.time()
        if loop.time() - moved > STALLED_AFTER or troubles():
            left = [cases[case] for case in cases.keys() - answered]
            left += [cases[case] for case in owed - reached if case in answered]
            raise RuntimeError(_stuck(left, troubles()))
        await asyncio.sleep(LOOK_EVERY)


def _stuck(left: list[Told], troubles: list[str]) -> str:
    numbers = ", ".join(sorted({one.case_no for one in left})[:5])
    why = "; ".join(troubles[:3]) or f"nothing has moved for {STALLED_AFTER:.0f} s"
    return (
        f"{len(left)} cases are not answered or not told ({why}).\n"
        f"Look at one with `./tongban case NO`, for example {numbers}; "
        "`./tongban parked list` and `./tongban lag` show what holds them up."
    )
