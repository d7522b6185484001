"""`python -m tools.checker --told FILE`: is anything lost, doubled, out of order?"""

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from tools.access.installation import Installation
from tools.checker.collecting import collected, read_told
from tools.checker.verdict import Verdict, judged

SHOWN = 20


def main(
    told: Annotated[Path, typer.Option(help="What clients were told")] = Path(
        ".local/demo/told.jsonl"
    ),
) -> None:
    """Reads topics, databases and the mailbox; compares them with what was promised."""
    evidence = asyncio.run(collected(Installation(), read_told(told)))
    verdict = judged(evidence)
    show(verdict, Console())
    raise typer.Exit(0 if verdict.clean else 1)


def show(verdict: Verdict, console: Console) -> None:
    """Three figures, and the first findings behind each."""
    table = Table("figure", "count", "findings")
    for name, count in verdict.figures().items():
        findings = getattr(verdict, name)[:SHOWN]
        table.add_row(name, str(count), "\n".join(map(str, findings)))
    console.print(table)


if __name__ == "__main__":
    typer.run(main)
