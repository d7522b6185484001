"""The services' databases as a test sees them: to look, to damage and to repair."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from bson import encode
from pymongo import MongoClient

from services.kit.writing.stored import new_document
from services.routing.domain.handling import Handling
from tests.faults.working.city import City
from tests.faults.working.machines import Machines
from tools.access.installation import SERVICES

Document = dict[str, Any]
Things = Mapping[tuple[str, str, str], bytes]


async def unpublished(city: City, service: str) -> int:
    """How many documents have letters that have not left."""

    def count(client: MongoClient[Document]) -> int:
        database = client[city.installation.database(service)]
        waiting = {"unpublished_since": {"$type": "date"}}
        names = database.list_collection_names()
        return sum(database[name].count_documents(waiting) for name in names)

    return await asyncio.to_thread(_with_client, city, count)


async def case_of(city: City, case_id: str) -> Document:
    """The case's document at intake; empty: there is none."""

    def find(client: MongoClient[Document]) -> Document:
        cases = client[city.installation.database("intake")]["cases"]
        return cases.find_one({"_id": case_id}) or {}

    return await asyncio.to_thread(_with_client, city, find)


async def set_steps(city: City, case_id: str, steps: object) -> None:
    """Damages a case behind the service's back, or repairs it."""

    def write(client: MongoClient[Document]) -> None:
        cases = client[city.installation.database("intake")]["cases"]
        cases.update_one({"_id": case_id}, {"$set": {"state.steps": steps}})

    await asyncio.to_thread(_with_client, city, write)


async def put_handlings(city: City, handlings: Iterable[Handling]) -> None:
    """As if routing had been told of them some time ago."""
    documents = [new_document(one.case_id, one) for one in handlings]

    def write(client: MongoClient[Document]) -> None:
        database = client[city.installation.database("routing")]
        database["handlings"].insert_many(documents)

    await asyncio.to_thread(_with_client, city, write)


async def everything(city: Machines, services: Iterable[str] = SERVICES) -> Things:
    """Each document of each collection, as bytes, by service, collection and id."""

    def read(client: MongoClient[Document]) -> Things:
        return {
            (service, name, str(document["_id"])): encode(document)
            for service in services
            for name in client[
                city.installation.database(service)
            ].list_collection_names()
            for document in client[city.installation.database(service)][name].find()
        }

    return await asyncio.to_thread(_with_client, city, read)


def _with_client(city: Machines, work: Callable[[MongoClient[Document]], Any]) -> Any:
    with MongoClient[Document](city.installation.mongo) as client:
        return work(client)
