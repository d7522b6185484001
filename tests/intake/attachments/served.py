"""Intake behind a real port of its own, for files that arrive piece by piece."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import httpx
import uvicorn
from fastapi import FastAPI
from motor.motor_asyncio import AsyncIOMotorDatabase

from deploy.local.stack import Stack
from services.kit.writing.documents import Document
from tests.dispute.live import Live, eventually
from tests.intake.world import form

Database = AsyncIOMotorDatabase[Document]


class Served:
    """A process of intake behind a real port, and a clerk who may use it."""

    def __init__(self, live: Live, url: str) -> None:
        self.live = live
        self.window = live.app.state.window
        self.url = url
        self.http = httpx.AsyncClient(base_url=url, timeout=60)
        self.http.headers.update(live.bearer("clerk"))

    @property
    def database(self) -> Database:
        return self.window.attachments.files._database

    async def registered(self) -> dict:
        key = {"Idempotency-Key": uuid4().hex}
        return (await self.http.post("/v1/cases", json=form(), headers=key)).json()

    async def put(self, case_id: str, content, key: str = "") -> httpx.Response:
        headers = {
            "Idempotency-Key": key or uuid4().hex,
            "Content-Disposition": "attachment; filename=a.pdf",
        }
        path = f"/v1/cases/{case_id}/attachments"
        return await self.http.post(path, content=content, headers=headers)

    async def listed(self, case_id: str) -> list[dict]:
        return (await self.http.get(f"/v1/cases/{case_id}/attachments")).json()

    async def files(self) -> int:
        return len(await self.database["attachments.chunks"].distinct("files_id"))


@asynccontextmanager
async def serving(stack: Stack, app: FastAPI) -> AsyncIterator[Served]:
    settings = uvicorn.Config(app, port=0, log_config=None, timeout_graceful_shutdown=5)
    server = uvicorn.Server(settings)
    running = asyncio.create_task(server.serve())

    async def started() -> bool:
        return server.started

    await eventually(started)
    port = server.servers[0].sockets[0].getsockname()[1]
    served = Served(Live(stack, app), f"http://127.0.0.1:{port}")
    async with served.http:
        yield served
    server.should_exit = True
    await running
