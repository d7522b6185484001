"""`tongban parked`: events that could not be handled, and what to do about them."""

import asyncio
import getpass
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from services.kit.errors import Rejected
from services.kit.reading.parking.operating import (
    drop,
    list_all,
    list_parked,
    list_rejected,
    parked_in,
    request_release,
    show,
)
from services.kit.reading.parking.parked import Parked, ParkedStore
from tools.access.installation import SERVICES, Installation
from tools.cli.databases import database

app = typer.Typer(no_args_is_help=True, help=__doc__)
T = TypeVar("T")
Service = Annotated[
    str | None, typer.Option(help="Needed only where two services keep the same event")
]
Place = Annotated[str, typer.Argument(help="topic/partition/offset, as listed")]


@app.command("list")
def listed(
    everything: Annotated[
        bool, typer.Option("--all", help="Also what is over")
    ] = False,
) -> None:
    """What waits for somebody, and facts that were refused, newest first."""
    reads = (list_all,) if everything else (list_parked, list_rejected)
    rows = [
        (service, row)
        for service in SERVICES
        for read in reads
        for row in _asked(service, read)
    ]
    console = Console()
    for service, row in sorted(rows, key=lambda each: each[1].at, reverse=True):
        for line in told(service, row):
            console.print(line, soft_wrap=True)
    if not rows:
        console.print("nothing is parked")


def told(service: str, row: Parked) -> Iterator[Text]:
    """A paragraph each, its ID by itself: whatever the width, nothing is cut."""
    yield Text(row.id, style="bold")
    since = f"since {row.at:%Y-%m-%d %H:%M:%S}"
    release = ", its release is asked for" if row.release and row.is_active else ""
    yield Text(f"    {row.state} at {service} {since}{release}")
    yield Text(f"    {row.reason}: {row.detail}")
    if row.settled and row.settled.why:
        yield Text(f"    seen to by {row.settled.by}: {row.settled.why}")


@app.command("show")
def shown(place: Place, service: Service = None) -> None:
    """One of them, without its contents: they may be personal data."""
    service = service or keeper(place, _rows(place))
    row: Parked = _asked(service, lambda store: show(store, place))
    table = Table(show_header=False)
    lines = {
        "service": service,
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
def release(place: Place, service: Service = None) -> None:
    """Tries it again, then what waits behind it."""
    service = service or keeper(place, _rows(place))
    _asked(service, lambda store: request_release(store, place, getpass.getuser()))
    typer.echo("asked for; the process that reads the partition drains it now")


@app.command("drop")
def dropped(
    place: Place,
    reason: Annotated[str, typer.Option(help="Why; kept with your name")],
    service: Service = None,
) -> None:
    """Leaves it out for good; what waits behind it flows.

    Of a fact that was refused: it was seen to, and is not listed any more.
    """
    service = service or keeper(place, _rows(place))
    _asked(service, lambda store: drop(store, place, getpass.getuser(), reason))
    typer.echo("dropped, and kept as a record")


def keeper(place: str, rows: Mapping[str, Parked]) -> str:
    """The service that keeps it; of several, the only one where it still waits."""
    waiting = [service for service, row in rows.items() if row.is_active]
    services = waiting or list(rows)
    if not services:
        raise Rejected("not-parked", f"there is no {place}", "没有这条记录", 404)
    if len(services) > 1:
        en = f"{' and '.join(services)} keep it: name one with --service"
        raise Rejected("several-keep-it", en, "多个服务都有这条记录,请指明")
    return services[0]


def _rows(place: str) -> dict[str, Parked]:
    found = {
        service: _asked(service, lambda store: store.find(place))
        for service in SERVICES
    }
    return {service: row for service, row in found.items() if row}


def _asked(service: str, ask: Callable[[ParkedStore], Awaitable[T]]) -> T:
    if service not in SERVICES:
        raise RuntimeError(f"no service {service}: {', '.join(SERVICES)}")

    async def run() -> T:
        async with database(Installation(), service) as found:
            return await ask(parked_in(found))

    return asyncio.run(run())
