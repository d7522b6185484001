"""`tongban message`: letters that could not be written, and trying them again."""

import asyncio
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Column, Table

from services.kit.running.clock import utc_now
from services.kit.writing.mongo import MongoDocuments
from services.notification.domain.failing import TECHNICAL
from services.notification.operating import try_again
from tools.access.installation import Installation
from tools.cli.databases import database, databases

app = typer.Typer(no_args_is_help=True, help=__doc__)
AT_MOST = 100
SERVICE = "notification"
Ids = Annotated[
    list[str] | None, typer.Argument(help="Message ids; none: all that failed")
]


@dataclass(frozen=True)
class Unwritten:
    """A message that waits for its text, or for us, to be mended."""

    id: str
    case_id: str
    template: str
    recipient: str
    reason: str
    since: datetime

    @property
    def sentence(self) -> str:
        return (
            f"message {self.id} ({self.template}, to {self.recipient}) cannot be"
            f" written: {self.reason}; once that is mended: ./tongban message retry"
        )


@app.command("list")
def listed() -> None:
    """What could not be written, by template; `technical_failure` over HTTP."""
    rows = unwritten(Installation(), limit=0)
    table = Table(Column("template"), "error", "messages", "first", "to")
    for (template, reason), number in Counter(map(_kind, rows)).most_common():
        same = [row for row in rows if _kind(row) == (template, reason)]
        first = f"{min(row.since for row in same):%Y-%m-%d %H:%M}"
        to = ", ".join(sorted({row.recipient for row in same}))
        table.add_row(template, reason, str(number), first, to)
    Console().print(table if table.rows else "every message could be written")


@app.command()
def retry(ids: Ids = None) -> None:
    """Tries them again now, once the template or what it names is mended."""
    installation = Installation()
    wanted = ids or [row.id for row in unwritten(installation, limit=0)]
    tried = asyncio.run(_tried(installation, wanted))
    typer.echo(f"{tried} of {len(wanted)} are tried again within seconds")


def unwritten(
    installation: Installation, case_id: str | None = None, limit: int = AT_MOST
) -> list[Unwritten]:
    """Oldest first; `limit` 0: all."""
    query = {"message_state": TECHNICAL} | ({"case_id": case_id} if case_id else {})
    with databases(installation) as services:
        found = services[SERVICE]["messages"].find(query).sort("created_at")
        return [_row(document["state"]) for document in found.limit(limit)]


def _row(state: dict[str, Any]) -> Unwritten:
    return Unwritten(
        state["message_id"],
        state["case_id"],
        state["template"],
        state["recipient"],
        state["reason"],
        state["created_at"],
    )


def _kind(row: Unwritten) -> tuple[str, str]:
    return row.template, row.reason


async def _tried(installation: Installation, ids: list[str]) -> int:
    async with database(installation, SERVICE) as found:
        messages = MongoDocuments(found, "messages")
        return sum([await try_again(messages, id, utc_now) for id in ids])
