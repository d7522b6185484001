"""`tongban parked`: events that could not be handled, and what to do about them."""

import asyncio
import getpass
from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.table import Table

from services.kit.reading.parking.operating import (
    drop,
    list_all,
    list_parked,
    parked_in,
    request_release,
    show,
)
from services.kit.reading.parking.parked import Parked, ParkedStore
from tools.access.installation import SERVICES, Installation
from tools.cli.databases import database

app = typer.Typer(no_args_is_help=True, help=__doc__)
T = TypeVar("T")
Service = Annotated[str, typer.Argument(help="intake, routing, dispute, notification")]
Place = Annotated[str, typer.Argument(help="topic/partition/offset, as listed")]


@app.command("list")
def listed(
    everything: Annotated[
        bool, typer.Option("--all", help="Also what is over")
    ] = False,
) -> None:
    """What waits for somebody, newest first, of every service."""
    read = list_all if everything else list_parked
    table = Table("service", "id", "state", "reason", "detail", "since")
    for service in SERVICES:
        for row in _asked(service, read):
            since = f"{row.at:%Y-%m-%d %H:%M:%S}"
            table.add_row(service, row.id, row.state, row.reason, row.detail, since)
    Console().print(table)


@app.command("show")
def shown(service: Service, place: Place) -> None:
    """One of them, without its contents: they may be personal data."""
    row: Parked = _asked(service, lambda store: show(store, place))
    table = Table(show_header=False)
    lines = {
        "id": row.id,
        "key": (row.received.key or b"").decode(errors="replace"),
        "state": row.state,
        "reason": row.reason,
        "detail": row.detail,
        "since": row.at,
        "bytes": len(row.received.value or b""),
        "trace": row.received.traceparent,
        "release": row.release,
        "settled": row.settled,
    }
    for name, value in lines.items():
        table.add_row(name, str(value or "-"))
    Console().print(table)


@app.command()
def release(service: Service, place: Place) -> None:
    """Tries it again, then what waits behind it."""
    _asked(service, lambda store: request_release(store, place, getpass.getuser()))
    typer.echo("asked for; the process that reads the partition drains it now")


@app.command("drop")
def dropped(
    service: Service,
    place: Place,
    reason: Annotated[str, typer.Option(help="Why; kept with your name")],
) -> None:
    """Leaves it out for good; what waits behind it flows."""
    _asked(service, lambda store: drop(store, place, getpass.getuser(), reason))
    typer.echo("dropped, and kept as a record")


def _asked(service: str, ask: Callable[[ParkedStore], Awaitable[T]]) -> T:
    if service not in SERVICES:
        raise RuntimeError(f"no service {service}: {', '.join(SERVICES)}")

    async def run() -> T:
        async with database(Installation(), service) as found:
            return await ask(parked_in(found))

    return asyncio.run(run())
