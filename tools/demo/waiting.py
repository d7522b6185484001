"""Waits until everybody has an answer and has been told, as long as anything moves."""

import asyncio
from collections.abc import Callable, Iterable

from rich.progress import Progress

from tools.checker.records import Told
from tools.demo.following import Course
from tools.demo.playing.habits import rounds_of

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
    ended = progress.add_task("answered by all departments", total=len(cases))
    letters = progress.add_task("residents told", total=len(cases))
    loop = asyncio.get_running_loop()
    heard, moved = -1, loop.time()
    while True:
        waiting = {case for case, one in cases.items() if not _finished(one, course)}
        untold = {case for case, one in cases.items() if not _told(one, course)}
        progress.update(ended, completed=len(cases) - len(waiting))
        progress.update(letters, completed=len(cases) - len(untold))
        if not waiting and not untold:
            return
        if course.heard != heard:
            heard, moved = course.heard, loop.time()
        if loop.time() - moved > STALLED_AFTER or troubles():
            left = [cases[case] for case in waiting | untold]
            raise RuntimeError(_stuck(left, troubles()))
        await asyncio.sleep(LOOK_EVERY)


def _finished(one: Told, course: Course) -> bool:
    rounds = rounds_of(one.case_id) if one.reachable else 1
    return course.finished(one.case_id, rounds)


def _told(one: Told, course: Course) -> bool:
    """Of the answer; who has withdrawn the case gets none."""
    owed = one.reachable and one.case_id not in course.withdrawn
    return not owed or one.case_id in course.told


def _stuck(left: list[Told], troubles: list[str]) -> str:
    numbers = ", ".join(sorted({one.case_no for one in left})[:5])
    why = "; ".join(troubles[:3]) or f"nothing has moved for {STALLED_AFTER:.0f} s"
    return (
        f"{len(left)} cases are not answered or not told ({why}).\n"
        f"Look at one with `./tongban case NO`, for example {numbers}; "
        "`./tongban parked list` and `./tongban lag` show what holds them up."
    )
