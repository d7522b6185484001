"""The demonstration from its first case to its last letter."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import httpx
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
)

from tools.access.installation import Installation
from tools.checker.collecting import collected, line_of
from tools.checker.verdict import Verdict, judged
from tools.demo.filing import Filed, file_all
from tools.demo.following import Course
from tools.demo.playing.departments import Seen
from tools.demo.playing.offices import Offices
from tools.demo.playing.people import Caller
from tools.demo.submission import Submission
from tools.demo.waiting import all_told
from tools.demo.working import at_work

LOOKS = 5
"""So often it looks again while nothing more arrives."""

PAUSE = 4.0


@dataclass
class Day:
    """What happened, seen from where everybody stood."""

    filed: Filed = field(default_factory=Filed)
    course: Course = field(default_factory=Course)
    seen: Seen = field(default_factory=Seen)


async def play(
    installation: Installation,
    submissions: Sequence[Submission],
    run: str,
    console: Console,
) -> tuple[Day, Verdict]:
    day = Day()
    async with AsyncExitStack() as house:
        client = await house.enter_async_context(_client())
        offices = Offices(installation, run, day.seen)
        house.push_async_callback(offices.close)
        await offices.open()
        follower = await house.enter_async_context(
            at_work(installation, client, day.course, day.filed)
        )
        with _progress(console) as progress:
            bar = progress.add_task("cases handed over", total=len(submissions))
            callers = {
                r: Caller(client, installation, r) for r in ("clerk", "resident")
            }
            filing = file_all(
                submissions, callers, day.filed, lambda: progress.advance(bar)
            )
            await filing
            kept(installation, day.filed)
            await all_told(
                day.filed.told,
                day.course,
                progress,
                lambda: [*follower.troubles, *offices.troubles],
            )
        return day, await _checked(installation, day.filed, console)


def kept(installation: Installation, filed: Filed) -> None:
    """What clients were told, for `python -m tools.checker`."""
    folder = installation.root / "demo"
    folder.mkdir(exist_ok=True)
    lines = "\n".join(map(line_of, filed.told))
    (folder / "told.jsonl").write_text(lines + "\n")


async def _checked(
    installation: Installation, filed: Filed, console: Console
) -> Verdict:
    """Letters may still be on their way: it looks again for as long as they arrive."""
    console.print("counting from outside what was lost, doubled, out of order …")
    verdict = judged(await collected(installation, filed.told))
    looks = 0
    while verdict.lost and looks < LOOKS:
        await asyncio.sleep(PAUSE)
        before = len(verdict.lost)
        verdict = judged(await collected(installation, filed.told))
        looks = 0 if len(verdict.lost) < before else looks + 1
    return verdict


def _client() -> httpx.AsyncClient:
    limits = httpx.Limits(max_connections=32)
    return httpx.AsyncClient(timeout=30, limits=limits, trust_env=False)


def _progress(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description:<28}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
    )
