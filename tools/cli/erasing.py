"""Erasing what people said in a case: its keys go, its course stays."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from motor.motor_asyncio import AsyncIOMotorDatabase

from services.intake.attachments.store import LOOSE, MongoFiles
from services.intake.likeness.store import forgetting
from services.intake.store import CASES
from services.kit.sealing.mongo_keys import MongoKeys
from services.kit.writing.mongo import DURABLE
from services.routing.store.feed import CONTENTS_OF
from tools.cli.databases import Document

Database = AsyncIOMotorDatabase[Document]
OVER = {"answered", "withdrawn"}
RECORD = "erasures"
"""In intake's database, by case: who wanted it, when, why, and when it was done."""

DONE: list[dict[str, Any]] = [{"$set": {"erased_at": "$$NOW"}}]


@dataclass(frozen=True)
class Order:
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class Keepers:
    """The databases in which something that people said lies sealed."""

    intake: Database
    notification: Database
    routing: Database
    """Minutes of joint meetings, and what departments were told of the case."""


async def erase(keepers: Keepers, case_no: str, order: Order) -> int:
    """Leaves a tombstone for each key and returns how many; safe to repeat.

    What the applicant and the text were found by goes too.

    Raises `RuntimeError` for a case that is not there, or that somebody still needs.
    The order is on record before the first key goes.
    """
    intake, notification = keepers.intake, keepers.notification
    case_id = await _closed_case(intake, case_no)
    record = intake.get_collection(RECORD, write_concern=DURABLE)
    said = {"$set": {"case_no": case_no}, "$push": {"orders": asdict(order)}}
    await record.update_one({"_id": case_id}, said, upsert=True)
    cases = intake.get_collection(CASES, write_concern=DURABLE)
    await cases.update_one({"_id": case_id}, forgetting(case_id))
    for keeper in (intake, keepers.routing):
        await MongoKeys(keeper).destroy(case_id)
    await _without_files(intake, case_id)
    contacts = {case_id, *await _contacts(notification, case_id)}
    for contact in sorted(contacts):
        await MongoKeys(notification).destroy(contact)
    feed = keepers.routing.get_collection("feed", write_concern=DURABLE)
    await feed.update_many({CONTENTS_OF: case_id}, {"$set": {"value": None}})
    await record.update_one({"_id": case_id}, DONE)
    return 2 + len(contacts)


async def _closed_case(intake: Database, case_no: str) -> str:
    found = await intake["cases"].find_one({"case_no": case_no}, {"case_state": 1})
    if found is None:
        raise RuntimeError(f"no case has the number {case_no}")
    if found["case_state"] not in OVER:
        raise RuntimeError(f"case {case_no} is {found['case_state']}: answer it first")
    return str(found["_id"])


async def _without_files(intake: Database, case_id: str) -> None:
    """Unreadable by now; they need not lie there. Also those that were just coming."""
    case = await intake["cases"].find_one({"_id": case_id}, {"state.attachments": 1})
    had = (case or {}).get("state", {}).get("attachments", ())
    coming = [row["_id"] async for row in intake[LOOSE].find({"case_id": case_id})]
    files = MongoFiles(intake)
    for file in sorted({each["file"] for each in had} | {*coming}):
        await files.remove(file)


async def _contacts(notification: Database, case_id: str) -> list[str]:
    """The applicant's card lies under the case's id, a party's under its own."""
    found = notification["contacts"].find({"case_id": case_id}, {"_id": 1})
    return [row["_id"] async for row in found]
