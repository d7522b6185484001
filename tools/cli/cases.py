"""`tongban case NO`: where a case has been, and where it is."""

import asyncio
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from tools.access.installation import Installation
from tools.cli.databases import databases
from tools.cli.journey import Step, journey
from tools.cli.words import HERE, LANGUAGES, Words, words_of


def case(
    number: Annotated[str, typer.Argument(help="The case number people see")],
    language: Annotated[str, typer.Option("--lang", help="zh or en")] = "zh",
) -> None:
    """The journey of a case: each step with who, when and its trace."""
    if language not in LANGUAGES:
        raise typer.BadParameter(f"languages are {', '.join(LANGUAGES)}")
    installation = Installation()
    case_id = found(installation, number)
    steps = asyncio.run(journey(installation, case_id))
    console = Console()
    traces = installation.ports.url("zipkin")
    console.print(table_of(steps, words_of(installation, language), number))
    for trace in dict.fromkeys(step.trace for step in steps if step.trace):
        console.print(f"{traces}/zipkin/traces/{trace}", soft_wrap=True)


def found(installation: Installation, number: str) -> str:
    """The id of the case with this number. Raises `RuntimeError` if there is none."""
    with databases(installation) as services:
        row = services["intake"]["cases"].find_one(
            {"state.case_no": number}, {"_id": 1}
        )
    if row is None:
        raise RuntimeError(f"no case has the number {number}")
    return str(row["_id"])


def table_of(steps: list[Step], words: Words, number: str) -> Table:
    table = Table("when", "who", "what", "trace", title=number)
    for step in steps:
        when = step.at.astimezone(HERE).strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]
        what = words.sentence(step.type, step.fact)
        table.add_row(when, step.who, what, step.trace)
    return table
