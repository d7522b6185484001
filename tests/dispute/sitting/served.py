"""The mediation centre's HTTP before a room in memory, and those who ask it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
from fastapi import FastAPI

from services.dispute.api import router
from services.dispute.api.desk import PARTY_HEADER, Desk
from services.dispute.signing.room import Room as Agreements
from services.kit.running.settings import ServiceSettings
from services.kit.sealing.digests import Digests
from services.kit.sealing.keys import new_private_jwk, new_secret, public_jwk
from services.kit.serving.api import service_api
from services.kit.serving.principal import Principal
from services.kit.serving.tokens import issue
from tests.dispute.sitting.room import Room
from tests.dispute.world import LI, ZHANG, World

SIGNING = new_private_jwk()


class LinksInMemory:
    """Of the store only what finds a party by its link, and notes who reads."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.reads: list[tuple[str, str]] = []

    async def log_read(self, id: str, reader: str, at: datetime, what: str) -> None:
        self.reads.append((reader, what))

    async def with_token(self, token_hash: str) -> str | None:
        documents = self._world.mediations.documents
        found = [await documents.find(id) for id in documents.ids]
        return next((d["_id"] for d in found if token_hash in d["token_hashes"]), None)


class Served:
    """`paths` of a mediation begin with its own; `reads`: who was noted, for what."""

    def __init__(
        self, room: Room, http: httpx.AsyncClient, reads: list[tuple[str, str]]
    ) -> None:
        self.room = room
        self.reads = reads
        self.http = http
        self.path = f"/v1/mediations/{room.world.id}"

    @property
    def zhang(self) -> dict[str, str]:
        return {PARTY_HEADER: self.room.world.invited[ZHANG.name]}

    @property
    def li(self) -> dict[str, str]:
        return {PARTY_HEADER: self.room.world.invited[LI.name]}

    async def post(
        self, path: str, body: dict[str, Any], who: dict[str, str], key: str = ""
    ) -> httpx.Response:
        headers = who | {"Idempotency-Key": key or uuid4().hex}
        return await self.http.post(self._of(path), json=body, headers=headers)

    async def put(
        self, path: str, body: dict[str, Any], who: dict[str, str]
    ) -> httpx.Response:
        return await self.http.put(self._of(path), json=body, headers=who)

    async def get(self, path: str, who: dict[str, str]) -> httpx.Response:
        return await self.http.get(self._of(path), headers=who)

    def _of(self, path: str) -> str:
        return path if path.startswith("/v1") else f"{self.path}/{path}"


def bearer(
    subject: str, *roles: str, area: str = "9901", department: str | None = None
) -> dict[str, str]:
    caller = {
        "subject": subject,
        "roles": roles or ("mediator",),
        "area": area,
        "department": department,
    }
    token = issue(SIGNING, Principal.model_validate(caller))
    return {"Authorization": f"Bearer {token}"}


CHEN, LIN = bearer("demo-mediator"), bearer("lin-an")
NOBODY = bearer("not-on-the-roster")
CHIEF = bearer("the-chief", "body_admin")


@asynccontextmanager
async def served(
    room: Room, keys: Path, agreements: Agreements | None = None
) -> AsyncIterator[Served]:
    (keys / "tokens.jwk").write_text(public_jwk(SIGNING))
    settings = ServiceSettings(service="dispute", public_keys=keys)
    api = service_api(settings, "dispute", _nothing_else, router)
    world = room.world
    api.state.digests = Digests(new_secret())
    api.state.wall = room.wall
    links = LinksInMemory(world)
    api.state.desk = Desk(
        mediations=world.mediations,
        store=links,
        rules=world.rules,
        vault=world.vault,
        invitations=world.invitations,
        clock=world.city.clock,
        room=agreements,  # type: ignore[arg-type]
    )
    transport = httpx.ASGITransport(api)
    async with httpx.AsyncClient(transport=transport, base_url="http://city") as http:
        yield Served(room, http, links.reads)


@asynccontextmanager
async def _nothing_else(api: FastAPI) -> AsyncIterator[None]:
    yield
