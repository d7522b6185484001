"""Messages in MongoDB: what is due, what waits, and who may see which."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from motor.motor_asyncio import AsyncIOMotorCollection
from pymongo import ASCENDING, DESCENDING

from services.kit.writing.away import unavailable_when_away
from services.kit.writing.documents import Document, Documents
from services.kit.writing.stored import state_from
from services.notification.domain.course.company import Neighbour
from services.notification.domain.message import Message, whom
from services.notification.sight import Sight

Filters = Mapping[str, str | None]
Place = tuple[datetime, str]
"""In a list: when the last row that was shown was made, and its id."""

STATE = {"schema": 1, "state": 1}
INDEXES = (
    "line+due_at",
    "to+sent_at",
    "case_id+message_state",
    "message_state+area",
    "created_at+_id",
)
CREATORS_OWN = timedelta(seconds=1)
"""For so long a fresh message is left to the process that made it."""


CONTACT_INDEXES = ("case_id", "case_no", "people")
PEOPLE = {"state.people": 1}
NEIGHBOUR = {
    "message_state": 1,
    "due_at": 1,
    "sent_at": 1,
    "state.urgency": 1,
    "state.carrier": 1,
}


class MessageStore:
    """`reads` keeps who looked at whose number, and when."""

    def __init__(
        self,
        messages: AsyncIOMotorCollection[Document],
        contacts: AsyncIOMotorCollection[Document],
        reads: AsyncIOMotorCollection[Document],
        documents: Documents,
    ) -> None:
        self._messages = messages
        self._contacts = contacts
        self._reads = reads
        self._documents = documents

    async def due(self, line: str, limit: int) -> list[str]:
        """Oldest first, by the database's clock."""
        return await self._due(line, limit)

    async def due_at_desk(self, served: Collection[str], limit: int) -> list[str]:
        """Also what stands in the queue of a channel that nobody serves (any more)."""
        return await self._due({"$nin": list(served)}, limit)

    async def _due(self, line: str | Document, limit: int) -> list[str]:
        now = await self._documents.now()
        query = {
            "line": line,
            "due_at": {"$type": "date", "$lte": now - CREATORS_OWN},
            "$or": [{"retry_at": None}, {"retry_at": {"$lte": now}}],
        }
        with unavailable_when_away():
            found = self._messages.find(query, {"_id": 1}).sort("due_at", ASCENDING)
            return [document["_id"] async for document in found.limit(limit)]

    async def same_person(self, contact_id: str, recipient: str) -> Collection[str]:
        """`to` of every message to that person, whatever case it is of."""
        own = whom(contact_id, recipient)
        with unavailable_when_away():
            mine = await self._contacts.find_one({"_id": contact_id}, PEOPLE)
            keys = _people(mine).get(recipient, [])
            if not keys:
                return {own}
            found = self._contacts.find({"people": {"$in": keys}}, PEOPLE)
            return {own} | {to async for one in found for to in _reached(one, keys)}

    async def around(
        self, to: Collection[str], channel: str, since: datetime
    ) -> list[Neighbour]:
        """What waits in that queue, is being sent, or was sent since; oldest first."""
        with unavailable_when_away():
            found = self._messages.find(around(to, channel, since), NEIGHBOUR)
            ordered = found.sort([("created_at", ASCENDING), ("_id", ASCENDING)])
            return [_neighbour(document) async for document in ordered]

    async def waiting(self, case_id: str) -> list[str]:
        query = {"case_id": case_id, "message_state": "waiting_for_contact"}
        return await _ids(self._messages, query)

    async def by_hand(self, contact_id: str) -> list[str]:
        """What is handed to people, for this person in whatever role."""
        theirs = {"to": {"$regex": f"^{re.escape(contact_id)} "}}
        return await _ids(
            self._messages, theirs | {"message_state": "handed_to_person"}
        )

    async def case_of(self, case_no: str) -> str | None:
        """Whose contact bears that number."""
        query = {"case_no": case_no}
        found = await _ids(self._contacts, query) if case_no else []
        return found[0] if found else None

    async def contacts_of(self, case_id: str) -> list[str]:
        return await _ids(self._contacts, {"case_id": case_id})

    async def newest(
        self, sight: Sight, filters: Filters, past: Place | None, limit: int
    ) -> Sequence[Message]:
        """Messages in an area and below, the newest first; no area, nothing."""
        older = beyond(past, "$lt")
        return await self._listed(sight, [_given(filters), older], DESCENDING, limit)

    async def oldest(
        self, sight: Sight, filters: Filters, past: Place | None, limit: int
    ) -> Sequence[Message]:
        """The same, as a queue is worked off: what has waited longest comes first."""
        newer = beyond(past, "$gt")
        return await self._listed(sight, [_given(filters), newer], ASCENDING, limit)

    async def _listed(
        self, sight: Sight, which: list[Document], order: int, limit: int
    ) -> Sequence[Message]:
        if not sight.area:
            return []
        query: Document = {"$and": [seen_by(sight), *which]}
        with unavailable_when_away():
            found = self._messages.find(query, STATE)
            ordered = found.sort([("created_at", order), ("_id", order)])
            documents = await ordered.limit(limit).to_list(limit)
        return [state_from(row, Message) for row in documents]

    async def log_read(self, id: str, reader: str, at: datetime) -> None:
        """Durable before anything is shown."""
        await self.log_act(id, reader, at, "contact")

    async def log_act(self, id: str, by: str, at: datetime, what: str) -> None:
        """Durable before anything is done."""
        line = {"message_id": id, "reader": by, "at": at, "what": what}
        with unavailable_when_away():
            await self._reads.insert_one(line)

    async def counted(
        self, area: str, since: datetime, until: datetime
    ) -> list[tuple[tuple[str, str, str], int]]:
        """By state, channel and template; no area, nothing."""
        if not area:
            return []
        made = {"created_at": {"$gte": since, "$lt": until}}
        keys = {"0": "$message_state", "1": "$state.channel", "2": "$state.template"}
        steps: list[Document] = [
            {"$match": {"$and": [_in_area(area), made]}},
            {"$group": {"_id": keys, "n": {"$sum": 1}}},
            {"$sort": {"n": -1, "_id": 1}},
        ]
        with unavailable_when_away():
            found = self._messages.aggregate(steps)
            return [(_named(row["_id"]), row["n"]) async for row in found]

    async def by_state(self) -> Mapping[tuple[str, ...], float]:
        with unavailable_when_away():
            counted = self._messages.aggregate(
                [{"$group": {"_id": "$message_state", "n": {"$sum": 1}}}]
            )
            return {(row["_id"],): float(row["n"]) async for row in counted}


def _people(contact: Document | None) -> Mapping[str, Sequence[str]]:
    """By recipient; of one that was kept before there were any, nothing."""
    people: Mapping[str, Sequence[str]] = (
        (contact or {}).get("state", {}).get("people", {})
    )
    return people


def _reached(contact: Document, keys: Collection[str]) -> Iterator[str]:
    for recipient, known in _people(contact).items():
        if not set(keys).isdisjoint(known):
            yield whom(contact["_id"], recipient)


def _neighbour(document: Document) -> Neighbour:
    return Neighbour(
        document["_id"],
        document["message_state"],
        document["state"]["urgency"],
        document["state"]["carrier"],
        document["due_at"],
        document["sent_at"],
    )


def _named(key: Mapping[str, str | None]) -> tuple[str, str, str]:
    return key.get("0") or "", key.get("1") or "", key.get("2") or ""


async def _ids(
    collection: AsyncIOMotorCollection[Document], query: Document
) -> list[str]:
    with unavailable_when_away():
        return [
            document["_id"] async for document in collection.find(query, {"_id": 1})
        ]


def _in_area(area: str) -> Document:
    """A message whose case is not known yet is seen by the whole city only."""
    below = {"area": {"$regex": f"^{area}"}}
    return {"$or": [below, {"area": ""}]} if len(area) == 4 else below


def seen_by(sight: Sight) -> Document:
    """`Sight.sees` as a query."""
    return _in_area(sight.area) | {"state.audience": {"$nin": sorted(sight.hidden)}}


def _given(filters: Filters) -> Document:
    return {key: value for key, value in filters.items() if value is not None}


def around(to: Collection[str], channel: str, since: datetime) -> Document:
    """What has not been sent yet has no time of it, which the index knows."""
    theirs = {"to": {"$in": list(to)}, "line": channel}
    unsent = {"sent_at": None, "message_state": {"$in": ["queued", "sending"]}}
    return {"$or": [theirs | {"sent_at": {"$gt": since}}, theirs | unsent]}


def beyond(past: Place | None, which: str) -> Document:
    """The first bound is for the index: it begins there, rather than at its end."""
    if past is None:
        return {}
    at, id = past
    same = {"created_at": at, "_id": {which: id}}
    bound = {"created_at": {f"{which}e": at}}
    return bound | {"$or": [{"created_at": {which: at}}, same]}
