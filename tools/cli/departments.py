"""`tongban department`: another department joins the platform."""

from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console

from contracts.topics import all_topics, department_of
from tools.access.installation import Installation
from tools.cli.entry import Entry, added

RESTARTED = "intake, notification, dispute, routing"
"""Routing last: it is the one that gives a new department its first task."""

app = typer.Typer(no_args_is_help=True, help=__doc__)


class Kind(StrEnum):
    BUREAU = "bureau"
    STREET = "street"
    COMMUNITY = "community"
    UTILITY = "utility"
    PROPERTY_COMPANY = "property_company"
    SOCIETY = "society"
    BODY = "body"


@app.callback()
def departments() -> None:
    """Departments of the city."""


@app.command("add")
def add(
    code: Annotated[str, typer.Argument(help="a-z, 0-9 and -; it names its topics")],
    name: Annotated[str, typer.Option(help="What people call it")],
    kind: Annotated[Kind, typer.Option()],
    area: Annotated[str | None, typer.Option(help="For a street, a community")] = None,
    email: Annotated[str | None, typer.Option(help="Where it is written to")] = None,
) -> None:
    """Makes its entry, topics, rights, credentials and keys; says what to hand over."""
    installation = Installation()
    path = installation.city / "city.yaml"
    entry = Entry(code, name, kind.value, area, email)
    path.write_text(added(path.read_text(), entry))
    console = Console()
    installation.stack(console.print).add_departments()
    for line in handed_over(installation, code):
        console.print(line, soft_wrap=True)


def handed_over(installation: Installation, code: str) -> list[str]:
    clients = installation.places.clients
    topics = [t.name for t in all_topics([code]) if department_of(t.name) == code]
    return [
        f"Hand over to {code}:",
        f"  {clients / code}.properties   its Kafka login",
        f"  {clients / code}.jwk   the private key that opens what is sealed for it",
        f"  {installation.places.keys / 'intake.jwk'}   to seal its answers",
        f"  topics: {', '.join(topics)}",
        f"The services learn of it when restarted, in this order: {RESTARTED}",
    ]
