"""The services' databases, for one command's time."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorDatabase
from pymongo import MongoClient
from pymongo.database import Database

from tools.access.installation import SERVICES, Installation

Document = dict[str, Any]
PATIENCE = 5_000


@contextmanager
def databases(installation: Installation) -> Iterator[dict[str, Database[Document]]]:
    client: MongoClient[Document] = MongoClient(
        installation.mongo, serverSelectionTimeoutMS=PATIENCE, tz_aware=True
    )
    with client:
        yield {name: client[installation.database(name)] for name in SERVICES}


@asynccontextmanager
async def database(
    installation: Installation, service: str
) -> AsyncIterator[AsyncIOMotorDatabase[Document]]:
    client: AsyncIOMotorClient[Document] = AsyncIOMotorClient(
        installation.mongo, serverSelectionTimeoutMS=PATIENCE, tz_aware=True
    )
    try:
        yield client[installation.database(service)]
    finally:
        client.close()
