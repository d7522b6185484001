"""Residents who do not just wait; the clerk at the window speaks for them."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from contracts.intake import CaseAnswered
from contracts.routing import TaskAcknowledged, TaskAssigned
from tools.demo.playing.deciding import decided
from tools.demo.playing.habits import grade_of, story_of
from tools.demo.playing.people import Caller

SAYS: dict[str, tuple[str, dict[str, Any]]] = {
    "withdrawn": ("withdraw", {}),
    "urged": ("urge", {}),
    "supplemented": ("supplement", {"text": "补充一点:昨天又发生了一次。"}),
}


class Residents:
    """`can_be_asked`: of which case somebody left a way to be reached."""

    def __init__(self, caller: Caller, can_be_asked: Callable[[str], bool]) -> None:
        self._caller = caller
        self._can_be_asked = can_be_asked
        self._leads: set[str] = set()
        self._answers: Counter[str] = Counter()

    async def assigned(self, fact: TaskAssigned) -> None:
        if fact.role == "lead" and fact.round == 1:
            self._leads.add(fact.task_id)

    async def acknowledged(self, fact: TaskAcknowledged) -> None:
        """By now the lead has read what was handed in."""
        said = SAYS.get(story_of(fact.case_id))
        if said and fact.task_id in self._leads:
            await self._say(fact.case_id, *said)

    async def answered(self, fact: CaseAnswered) -> None:
        self._answers[fact.case_id] += 1
        grade = grade_of(fact.case_id, self._answers[fact.case_id])
        if grade is not None and self._can_be_asked(fact.case_id):
            await self._say(fact.case_id, "evaluate", {"grade": grade, "named": True})

    async def _say(self, case_id: str, what: str, body: dict[str, Any]) -> None:
        path = f"/v1/cases/{case_id}/{what}"
        await decided(self._caller, path, body, "intake")
