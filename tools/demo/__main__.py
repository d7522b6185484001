"""`python -m tools.demo`: starts the platform and lets a city work on it."""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from aiokafka.errors import KafkaError
from rich.console import Console

from deploy.local.places import StackError
from tools.access.installation import Installation
from tools.checker.__main__ import show
from tools.demo.casebook import casebook
from tools.demo.city import play
from tools.demo.messages import submissions
from tools.demo.report import addresses, report, shown, trace_url, written
from tools.demo.submission import Submission

Cases = Annotated[
    Path | None, typer.Option(envvar="CASES", help="A .jsonl or .jsonl.gz of your own")
]
Limit = Annotated[
    int | None, typer.Option(envvar="LIMIT", min=1, help="At most so many of them")
]


def main(
    cases: Cases = None,
    limit: Limit = None,
    count: Annotated[int, typer.Option(min=1, help="Of our own cases")] = 200,
    no_up: Annotated[bool, typer.Option("--no-up", help="It runs already")] = False,
) -> None:
    """Files varied cases, answers them as departments do, counts what came of it."""
    console = Console()
    started = datetime.now(UTC)
    run = f"demo-{started:%Y%m%d%H%M%S}"
    wanted = _wanted(cases, limit, count, run)
    installation = Installation()
    if not no_up:
        installation.stack(console.print).start()
        installation = Installation()
    day, verdict = asyncio.run(play(installation, wanted, run, console))
    url = trace_url(installation, day.filed, day.course)
    figures = report(day.filed, day.course, day.seen, verdict, url)
    written(installation.root / "demo.json", figures)
    shown(console, figures, day.course, day.seen)
    if not verdict.clean:
        show(verdict, console)
    for surprise in day.filed.surprises:
        console.print(surprise, style="yellow")
    last = day.filed.told[-1].case_no if day.filed.told else ""
    addresses(console, installation, last, url)
    raise typer.Exit(0 if verdict.clean else 1)


def _wanted(
    cases: Path | None, limit: int | None, count: int, run: str
) -> list[Submission]:
    if cases is None:
        return list(casebook().submissions(run, min(count, limit or count)))
    if not cases.exists():
        raise typer.BadParameter(f"{cases}: no such file")
    return list(submissions(cases, run, limit))


def run_demo() -> None:
    try:
        typer.run(main)
    except (StackError, RuntimeError, ValueError, OSError, KafkaError) as error:
        Console(stderr=True).print(f"{error}", style="red", markup=False)
        sys.exit(1)


if __name__ == "__main__":
    run_demo()
