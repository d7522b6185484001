"""Cases by what they are like, on MongoDB: keyed marks that nobody can read."""

from collections.abc import Sequence

from pymongo import DESCENDING

from services.intake.domain.likeness import NO_REPEAT, Trace, bands_between
from services.intake.domain.sight import Sight
from services.intake.seams import Crowd, Sought
from services.intake.store import CASES, Collection, Database, seen_by
from services.kit.writing.away import unavailable_when_away
from services.kit.writing.documents import Document
from services.kit.writing.mongo import SETTLED

OF_A_TRACE = (
    "case_no",
    "case_state",
    "received_at",
    "category",
    "state.item",
    "state.marks.persons",
    "state.marks.likeness",
)
BY_TIME = [("received_at", DESCENDING)]
"""As `likeness` is indexed: of a text that thousands send, only the newest are read."""


class MongoRepeats:
    """Reads only, and of a case no more than its trace."""

    def __init__(self, database: Database) -> None:
        self._cases: Collection = database.get_collection(CASES, read_concern=SETTLED)

    async def candidates(self, sought: Sought, limit: int) -> Sequence[Trace]:
        trace = sought.trace
        bands = bands_between(trace.likeness, sought.since, sought.until)
        by_person = {"persons": {"$in": list(trace.persons)}, **_same_matter(trace)}
        ways = [by_person] if trace.persons else []
        ways += [{"likeness": {"$in": bands}}] if bands else []
        if not ways:
            return []
        like = [{**way, **_time_of(sought)} for way in ways]
        return await self._newest({"$or": like}, limit)

    async def seen(self, sight: Sight, case_ids: Sequence[str]) -> Sequence[Trace]:
        query = {"$and": [{"_id": {"$in": list(case_ids)}}, seen_by(sight)]}
        return await self._newest(query, len(case_ids))

    async def people(self, crowd: Crowd) -> int:
        query = {
            "place": crowd.place,
            "category": crowd.category,
            "received_at": {"$gte": crowd.since},
            "who": {"$ne": crowd.who},
        }
        with unavailable_when_away():
            return len(await self._cases.distinct("who", query))

    async def _newest(self, query: Document, limit: int) -> list[Trace]:
        with unavailable_when_away():
            found = self._cases.find(query, OF_A_TRACE).sort(BY_TIME).limit(limit)
            traces = map(_trace, await found.to_list(limit))
        return sorted(traces, key=lambda each: each.place, reverse=True)


def _time_of(sought: Sought) -> Document:
    return {
        "_id": {"$ne": sought.trace.case_id},
        "received_at": {"$gte": sought.since, "$lte": sought.until},
        "case_state": {"$nin": sorted(NO_REPEAT)},
    }


def _same_matter(trace: Trace) -> Document:
    """`same_matter` as a query."""
    akin = {"category": {"$in": [trace.category, *trace.kin]}}
    if trace.item is None:
        return akin
    unnamed = {"state.item": None, **akin}
    return {"$or": [{"state.item": trace.item}, unnamed]}


def _trace(found: Document) -> Trace:
    """A case that an earlier version stored has neither persons nor likeness."""
    state = found["state"]
    marks = state.get("marks", {})
    return Trace(
        case_id=found["_id"],
        case_no=found["case_no"],
        state=found["case_state"],
        received_at=found["received_at"],
        item=state.get("item"),
        category=found["category"],
        persons=tuple(marks.get("persons", ())),
        likeness=marks.get("likeness"),
    )
