"""`tongban case NO`: where a case has been; `tongban erase NO`: what it said goes."""

import asyncio
import getpass
from collections.abc import Iterator
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from services.kit.running.clock import utc_now
from tools.access.installation import Installation
from tools.cli.databases import database, databases
from tools.cli.erasing import Keepers, Order, over_http
from tools.cli.erasing import erase as erase_case
from tools.cli.journey import Step, journey
from tools.cli.messages import unwritten
from tools.cli.words import HERE, LANGUAGES, Words, words_of

Number = Annotated[str, typer.Argument(help="The case number people see")]
AGAIN = "Nothing brings it back. The case number once more"


def case(
    number: Number,
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
    console.print(Text(number, style="bold underline"))
    for line in told(steps, words_of(installation, language)):
        console.print(line, soft_wrap=True)
    for message in unwritten(installation, case_id):
        console.print(Text(message.sentence, style="red"), soft_wrap=True)
    for trace in dict.fromkeys(step.trace for step in steps if step.trace):
        console.print(f"{traces}/zipkin/traces/{trace}", soft_wrap=True)


def erase(
    number: Number,
    reason: Annotated[
        str, typer.Option(help="Why: a code of `erasure_reasons` in city.yaml")
    ],
    again: Annotated[str, typer.Option(prompt=AGAIN, help="The number once more")],
) -> None:
    """Erases the words and the contacts of a case that is over; its course stays."""
    if again != number or not reason.strip():
        raise typer.BadParameter("a reason, and the same number twice, are needed")
    asyncio.run(_erased(number, Order(getpass.getuser(), utc_now(), reason)))
    typer.echo("erased; running services forget its keys in a minute")


async def _erased(number: str, order: Order) -> None:
    installation = Installation()
    async with (
        database(installation, "intake") as intake,
        database(installation, "routing") as routing,
    ):
        keepers = Keepers(intake, routing)
        await erase_case(keepers, number, order, over_http(installation))


def found(installation: Installation, number: str) -> str:
    """The id of the case with this number. Raises `RuntimeError` if there is none."""
    with databases(installation) as services:
        row = services["intake"]["cases"].find_one({"case_no": number}, {"_id": 1})
    if row is None:
        raise RuntimeError(f"no case has the number {number}")
    return str(row["_id"])


def told(steps: list[Step], words: Words) -> Iterator[Text]:
    """A step a paragraph: whatever the width, nothing is cut."""
    trace = ""
    for step in steps:
        when = step.at.astimezone(HERE).strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]
        yield Text(f"{when}  {step.who}", style="bold")
        yield Text(f"    {words.sentence(step.type, step.fact)}")
        if step.trace != trace:
            yield Text(f"    trace {step.trace}", style="dim")
        trace = step.trace
