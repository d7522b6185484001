"""The latest cases the city accepted, read from the topic as an auditor may."""

import heapq
from collections.abc import Callable, Iterable

from contracts.intake import CaseAccepted
from contracts.topics import TOPICS, Unreadable, decode
from tools.access.installation import Installation
from tools.access.reading import read_topics

AUDITOR = "auditor"
CASES = "intake.cases"


async def accepted(
    installation: Installation, last: int, seen: Callable[[], None]
) -> list[CaseAccepted]:
    """At most `last` of them, oldest first; a repeat counts once."""
    found: dict[str, CaseAccepted] = {}
    topics = [topic for topic in TOPICS if topic.name == CASES]
    async for record in read_topics(installation.login(AUDITOR), topics):
        seen()
        try:
            fact = decode(record.value).data
        except Unreadable:
            continue
        if isinstance(fact, CaseAccepted):
            found[fact.case_id] = fact
    return latest(found.values(), last)


def latest(cases: Iterable[CaseAccepted], last: int) -> list[CaseAccepted]:
    newest = heapq.nlargest(last, cases, key=_when)
    return sorted(newest, key=_when)


def _when(case: CaseAccepted) -> tuple[float, str]:
    return case.accepted_at.timestamp(), case.case_no
