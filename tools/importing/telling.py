"""What the operator sees: a bar or plain lines, then a table."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from tools.importing.tally import Tally

EVERY = 5.0
"""Seconds between two plain lines."""


class Pace:
    """Rows of this run only: what was settled before took no time now."""

    def __init__(
        self, before: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._before = before
        self._clock = clock
        self._began = clock()

    @property
    def seconds(self) -> float:
        return self._clock() - self._began

    def rate(self, tally: Tally) -> float:
        return (tally.rows - self._before) / max(self.seconds, 1e-6)

    def left(self, share: float, before: float) -> str:
        """Told by how much of the file is read; nothing while that says nothing."""
        done = share - before
        if done <= 0.01:
            return ""
        minutes, seconds = divmod(round(self.seconds * (1 - share) / done), 60)
        return f", {minutes}:{seconds:02d} left"


def line(tally: Tally, rate: float, left: str) -> str:
    return (
        f"{tally.rows:,} rows, {rate:,.0f}/s{left}; created {tally.created:,},"
        f" history {tally.history:,}, repeats {tally.repeats:,},"
        f" rejected {tally.rejected:,}"
    )


@contextmanager
def telling(
    console: Console, pace: Pace, share: Callable[[], float]
) -> Iterator[Callable[[Tally], None]]:
    """Yields what is to be called after each step."""
    before = share()
    if not console.is_terminal:
        yield _plain(console, pace, share, before)
        return
    columns = (
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("", total=1.0)

        def step(tally: Tally) -> None:
            words = line(tally, pace.rate(tally), pace.left(share(), before))
            progress.update(task, completed=share(), description=words)

        yield step


def _plain(
    console: Console, pace: Pace, share: Callable[[], float], before: float
) -> Callable[[Tally], None]:
    told_at = 0.0

    def step(tally: Tally) -> None:
        nonlocal told_at
        if pace.seconds - told_at < EVERY:
            return
        told_at = pace.seconds
        left = pace.left(share(), before)
        console.print(
            f"{share():.0%} {line(tally, pace.rate(tally), left)}", soft_wrap=True
        )

    return step


def summary(tally: Tally, pace: Pace, dry: bool) -> Table:
    table = Table(title="Dry run: nothing was written" if dry else None)
    table.add_column("")
    table.add_column("rows", justify="right")
    counted = {
        "read": tally.rows,
        "created, and alive": tally.created,
        "created as history": tally.history,
        "repeats: there before": tally.repeats,
        "rejected": tally.rejected,
    }
    for name, number in counted.items():
        table.add_row(name, f"{number:,}")
    for reason, number in tally.reasons.most_common():
        table.add_row(f"  {reason}", f"{number:,}")
    for what, number in tally.cleaned.most_common():
        table.add_row(f"  {what}", f"{number:,}")
    table.add_section()
    table.add_row("seconds", f"{pace.seconds:,.1f}")
    table.add_row("rows a second", f"{pace.rate(tally):,.0f}")
    return table
