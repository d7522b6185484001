"""`tongban partner`: whose apps hand matters over by Open311. 合作平台接入"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.table import Table

from services.intake.open311.keys import PARTNER_CODE, key_digest, new_key
from services.intake.open311.seams import Partner, Partners
from services.intake.open311.store import MongoPartners
from services.kit.running.clock import utc_now
from services.kit.sealing.digests import Digests
from services.kit.writing.mongo import MongoDocuments
from services.notification.hooks.operating import end_all
from services.notification.hooks.store import MongoEndpoints
from tools.access.installation import Installation
from tools.cli.databases import database

SERVICE, NOTIFICATION, WEBHOOKS = "intake", "notification", "webhooks"
FORM = "a-z, 0-9 and -, beginning with a letter, 2 to 40 characters"
T = TypeVar("T")

app = typer.Typer(no_args_is_help=True, help=__doc__)
Name = Annotated[str, typer.Argument(help=f"{FORM}. 平台代码")]


@app.callback()
def partners() -> None:
    """Partners whose apps use Open311. 通过 Open311 接入的合作平台"""


@app.command("add")
def add(name: Name) -> None:
    """Makes its api_key and shows it, this once; a revoked one gets a new key. 新增"""
    if not re.fullmatch(PARTNER_CODE, name):
        raise typer.BadParameter(f"NAME is {FORM}")
    installation, key = Installation(), new_key()
    digest = key_digest(_digests(installation), key)
    partner = Partner(name, digest, utc_now())
    if not _run(installation, lambda book: book.add(partner)):
        raise RuntimeError(f"{name} has a key: `tongban partner revoke {name}` first")
    typer.echo(f"the api_key of {name}; nobody can show it again. 请立即妥善保存:")
    typer.echo(key)


@app.command("list")
def listed() -> None:
    """Every partner, and whether its key is good. 合作平台一览"""
    table = Table("partner", "since", "revoked")
    for partner in _run(Installation(), lambda book: book.all()):
        revoked = f"{partner.revoked_at:%Y-%m-%d %H:%M}" if partner.revoked_at else ""
        table.add_row(partner.code, f"{partner.added_at:%Y-%m-%d %H:%M}", revoked)
    Console().print(table if table.rows else "there is no partner")


@app.command("revoke")
def revoke(name: Name) -> None:
    """Its key ends now, and its webhooks; what it has filed goes on. 停用"""
    installation = Installation()
    revoked = _run(installation, lambda book: book.revoke(name, utc_now()))
    ended = asyncio.run(_webhooks_end(installation, name))
    if not revoked and not ended:
        raise RuntimeError(f"no partner {name} has a good key: `tongban partner list`")
    typer.echo(f"the key of {name} opens nothing any more. {name} 的密钥已停用")


async def _webhooks_end(installation: Installation, name: str) -> int:
    async with database(installation, NOTIFICATION) as found:
        documents = MongoDocuments(found, WEBHOOKS)
        return await end_all(MongoEndpoints(found[WEBHOOKS]), documents, name, utc_now)


def _run(installation: Installation, ask: Callable[[Partners], Awaitable[T]]) -> T:
    async def asked() -> T:
        async with database(installation, SERVICE) as found:
            book = MongoPartners(found)
            await book.create_indexes()
            return await ask(book)

    return asyncio.run(asked())


def _digests(installation: Installation) -> Digests:
    """Intake's own: it alone can tell whose a key is."""
    path = installation.places.secrets / SERVICE / "digests.key"
    return Digests(path.read_text().strip())
