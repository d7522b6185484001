"""Intake's books in memory; they pass the same suite as those on MongoDB."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from services.intake.domain.case import Case
from services.intake.domain.likeness import (
    NO_REPEAT,
    Trace,
    bands_of,
    same_matter,
    same_person,
)
from services.intake.domain.sight import Sight, within
from services.intake.likeness.finding import trace_of
from services.intake.seams import UNFINISHED, Crowd, Past, Question, Sought, Tally
from services.kit.testing.documents import MemoryDocuments
from services.kit.writing.stored import Stored, state_from


class MemoryCases:
    def __init__(self, documents: MemoryDocuments) -> None:
        self._documents = documents

    async def find(self, sight: Sight, case_id: str) -> Stored[Case] | None:
        document = await self._documents.find(case_id)
        if document is None:
            return None
        stored = Stored(state_from(document, Case), document["version"])
        return stored if sight.sees(stored.state) else None

    async def page(
        self, sight: Sight, question: Question, past: Past, limit: int
    ) -> Sequence[Case]:
        cases = [case for case in await _all(self._documents) if sight.sees(case)]
        wanted = [
            case
            for case in sorted(cases, key=_place, reverse=True)
            if question.state in (None, case.state)
            and question.person in (None, *case.marks.persons)
            and (question.area is None or within(case.area, question.area))
            and (past is None or _place(case) < past)
        ]
        return wanted[:limit]

    async def with_code(self, case_no: str, code_digest: str) -> Case | None:
        asked = (case_no, code_digest)
        found = (
            case
            for case in await _all(self._documents)
            if (case.case_no, case.query_code_digest) == asked
        )
        return next(found, None)

    async def to_forget(self, limit: int) -> Sequence[str]:
        waiting = (c for c in await _all(self._documents) if c.index()["key_to_go"])
        return [case.case_id for case in waiting][:limit]


class MemoryRepeats:
    def __init__(self, documents: MemoryDocuments) -> None:
        self._documents = documents

    async def candidates(self, sought: Sought, limit: int) -> Sequence[Trace]:
        found = [
            trace_of(case)
            for case in await _all(self._documents)
            if case.case_id != sought.trace.case_id
            and case.state not in NO_REPEAT
            and sought.since <= case.received_at <= sought.until
            and _may_be_like(trace_of(case), sought.trace)
        ]
        return sorted(found, key=lambda each: each.place, reverse=True)[:limit]

    async def seen(self, sight: Sight, case_ids: Sequence[str]) -> Sequence[Trace]:
        found = [
            trace_of(case)
            for case in await _all(self._documents)
            if case.case_id in case_ids and sight.sees(case)
        ]
        return sorted(found, key=lambda each: each.place, reverse=True)

    async def people(self, crowd: Crowd) -> int:
        documents = [await self._documents.find(id) for id in self._documents.ids]
        return len(
            {
                document["who"]
                for document in documents
                if document
                and document["place"] == crowd.place
                and document["category"] == crowd.category
                and document["received_at"] >= crowd.since
            }
            - {crowd.who}
        )


class MemoryTallies:
    def __init__(self, documents: MemoryDocuments) -> None:
        self._documents = documents

    async def tallies(
        self, sight: Sight, since: datetime, until: datetime
    ) -> Sequence[Tally]:
        counted = Counter(
            (case.helper, case.channel, case.anonymity, _at_once(case))
            for case in await _all(self._documents)
            if sight.sees(case) and since <= case.received_at < until
            if case.state not in UNFINISHED
        )
        return [Tally(*alike, cases) for alike, cases in counted.items()]


class MemoryNumbers:
    """Yields once, so that two at once really are at once."""

    def __init__(self) -> None:
        self._days: Counter[str] = Counter()

    async def next(self, day: str) -> int:
        await asyncio.sleep(0)
        self._days[day] += 1
        return self._days[day]


async def _all(documents: MemoryDocuments) -> list[Case]:
    found = [await documents.find(id) for id in documents.ids]
    return [state_from(document, Case) for document in found if document]


def _may_be_like(one: Trace, other: Trace) -> bool:
    at = one.received_at
    same = same_person(one, other) and same_matter(one, other)
    bands = set(bands_of(one.likeness, at)) & set(bands_of(other.likeness, at))
    return same or bool(bands)


def _at_once(case: Case) -> bool:
    return any(step.code == "answered_at_once" for step in case.steps)


def _place(case: Case) -> tuple[datetime, str]:
    return case.received_at, case.case_id
