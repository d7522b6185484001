"""Deliberation's books in memory; they pass the same suite as those on MongoDB."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from services.dispute.deliberating.domain.raising.recurring import Recurrence
from services.dispute.deliberating.domain.topic import Topic
from services.dispute.deliberating.seams import Meetings, Question, Tally
from services.kit.testing.documents import MemoryDocuments
from services.kit.writing.stored import state_from


class MemoryTopics:
    def __init__(self, documents: MemoryDocuments) -> None:
        self._documents = documents

    async def page(
        self, question: Question, past: tuple[int, str] | None, limit: int
    ) -> Sequence[Topic]:
        found = [
            topic
            for topic in await self._all()
            if _within(topic.area, question.area)
            and question.category in (None, topic.category)
            and question.state in (None, topic.state)
            and question.proposer in (None, topic.proposer)
            and (topic.public or not question.public)
            and (past is None or topic.place > past)
        ]
        return sorted(found, key=lambda topic: topic.place)[:limit]

    async def of_promise(self, commitment_id: str) -> str | None:
        for topic in await self._all():
            if any(c.commitment_id == commitment_id for c in topic.commitments):
                return topic.topic_id
        return None

    async def raised_by(self, case_id: str) -> Sequence[str]:
        topics = await self._all()
        return [t.topic_id for t in topics if case_id in t.originator_ids]

    async def meetings(self, area: str, since: datetime, until: datetime) -> Meetings:
        here = [t for t in await self._all() if _within(t.area, area)]
        met = [m for t in here for m in t.meetings if since <= m.at < until]
        held = sum(meeting.held for meeting in met)
        return Meetings(held, len(met) - held)

    async def to_forget(self, limit: int) -> Sequence[str]:
        return [t.topic_id for t in await self._all() if t.keys_to_go][:limit]

    async def _all(self) -> list[Topic]:
        rows = [await self._documents.find(id) for id in sorted(self._documents.ids)]
        return [state_from(row, Topic) for row in rows if row]


class MemoryRecurrences:
    def __init__(self, documents: MemoryDocuments) -> None:
        self._documents = documents

    async def counting(self, case_id: str) -> Sequence[str]:
        rows = [await self._documents.find(id) for id in self._documents.ids]
        counts = [(row["_id"], state_from(row, Recurrence)) for row in rows if row]
        return [
            id
            for id, known in counts
            if any(each.case_id == case_id for each in known.counted)
        ]


class MemoryVoices:
    def __init__(self) -> None:
        self._supporters: set[tuple[str, str]] = set()
        self._answers: dict[tuple[str, str], tuple[str, ...]] = {}

    async def support(self, topic_id: str, who: str) -> None:
        self._supporters.add((topic_id, who))

    async def withdraw(self, topic_id: str, who: str) -> None:
        self._supporters.discard((topic_id, who))

    async def supports(self, topic_id: str, who: str) -> bool:
        return (topic_id, who) in self._supporters

    async def supporters(self, topic_ids: Sequence[str]) -> Mapping[str, int]:
        return Counter(id for id, _ in self._supporters if id in topic_ids)

    async def answer(
        self, topic_id: str, who: str, picked: Sequence[str]
    ) -> Sequence[str]:
        return self._answers.setdefault((topic_id, who), tuple(picked))

    async def tally(self, topic_id: str) -> Tally:
        mine = [picked for (id, _), picked in self._answers.items() if id == topic_id]
        return Tally(len(mine), Counter(each for picked in mine for each in picked))

    async def remove(self, topic_id: str) -> None:
        self._supporters = {row for row in self._supporters if row[0] != topic_id}
        self._answers = {k: v for k, v in self._answers.items() if k[0] != topic_id}


class MemoryNumbers:
    def __init__(self) -> None:
        self._last: Counter[str] = Counter()

    async def next(self, day: str, count: int) -> Sequence[int]:
        self._last[day] += count
        return range(self._last[day] - count + 1, self._last[day] + 1)


def _within(area: str, parent: str) -> bool:
    return bool(parent) and area.startswith(parent)
