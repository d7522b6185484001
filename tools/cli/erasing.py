"""Erasing what people said in a case: its keys go, its course stays."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

import httpx
from motor.motor_asyncio import AsyncIOMotorDatabase

from services.kit.sealing.mongo_keys import MongoKeys
from services.kit.serving.principal import CITY_DIGITS, Principal
from services.kit.serving.tokens import issue
from services.kit.writing.mongo import DURABLE
from services.routing.store.feed import CONTENTS_OF
from tools.access.installation import Installation
from tools.cli.databases import Document

Database = AsyncIOMotorDatabase[Document]
RECORD = "erasures"
"""In intake's database, by case: who wanted it, when, why, and when it was done."""

DONE: list[dict[str, Any]] = [{"$set": {"erased_at": "$$NOW"}}]
PATIENCE = 20.0
A_MOMENT = timedelta(minutes=1)


@dataclass(frozen=True)
class Order:
    """`reason`: a code of `erasure_reasons` in city.yaml."""

    by: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class Keepers:
    """Where something that people said lies sealed, beside what intake itself erases.

    Notification hears of it from intake.
    """

    intake: Database
    """To find the case, and for the record."""
    routing: Database
    """Minutes of joint meetings, and what departments were told of the case."""


Erase = Callable[[Document, Order], Awaitable[None]]
"""Has intake erase a case; raises `RuntimeError` with why it will not."""


async def erase(keepers: Keepers, case_no: str, order: Order, at_intake: Erase) -> None:
    """Safe to repeat. Raises `RuntimeError` for a case that is not there, or needed.

    The order is on record before the first key goes.
    """
    case = await _case(keepers.intake, case_no)
    record = keepers.intake.get_collection(RECORD, write_concern=DURABLE)
    said = {"$set": {"case_no": case_no}, "$push": {"orders": asdict(order)}}
    await record.update_one({"_id": case["_id"]}, said, upsert=True)
    await at_intake(case, order)
    await MongoKeys(keepers.routing).destroy(case["_id"])
    feed = keepers.routing.get_collection("feed", write_concern=DURABLE)
    await feed.update_many({CONTENTS_OF: case["_id"]}, {"$set": {"value": None}})
    await record.update_one({"_id": case["_id"]}, DONE)


def over_http(installation: Installation) -> Erase:
    """As an operator of the case's city, with a token for this one request."""

    async def at_intake(case: Document, order: Order) -> None:
        operator = Principal(
            subject=order.by,
            roles=frozenset({"operator"}),
            area=case["area"][:CITY_DIGITS],
        )
        token = issue(installation.tokens_key, operator, A_MOMENT)
        url = f"{installation.ports.url('intake')}/v1/cases/{case['_id']}/erase"
        headers = {"authorization": f"Bearer {token}"}
        async with httpx.AsyncClient(timeout=PATIENCE, trust_env=False) as http:
            try:
                answer = await http.post(
                    url, json={"reason": order.reason}, headers=headers
                )
            except httpx.TransportError as error:
                raise RuntimeError("intake does not answer: start it first") from error
        if answer.is_error:
            raise RuntimeError(_why(answer))

    return at_intake


def _why(answer: httpx.Response) -> str:
    problem = answer.json()
    fields = (f"{each['pointer']} {each['en']}" for each in problem.get("errors", ()))
    return "; ".join((problem["title"], *fields))


async def _case(intake: Database, case_no: str) -> Document:
    wanted = {"case_no": case_no}
    found = await intake["cases"].find_one(wanted, {"area": 1})
    if found is None:
        raise RuntimeError(f"no case has the number {case_no}")
    return found
