"""One task in the department's hands: its content, and everything it may say of it."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from contracts.sealed import CaseContent
from tongban_department.speaking.desk import Desk
from tongban_department.speaking.replies import About, Answer

Unit = Literal["working_days", "calendar_days", "working_hours", "hours", "minutes"]


@dataclass(frozen=True)
class Task:
    """Each action returns the fact it caused, once routing has said it.

    Raises `Rejected` with the reason in words; `NotKnownYet` when nobody has answered
    in time; `ValueError` for what no contract allows. Codes are the city's.
    """

    about: About
    desk: Desk = field(repr=False)
    _said: Counter[str] = field(default_factory=Counter, repr=False)

    @property
    def case_id(self) -> str:
        return self.about.case_id

    @property
    def task_id(self) -> str:
        return self.about.task_id

    async def content(self, patience: float | None = None) -> CaseContent:
        """The latest, opened; waits until it has come.

        Raises `NoContentYet` after so many seconds, `TaskOver` once it is revoked,
        `KeyNotHeld` if it was sealed for another key.
        """
        waits = self.desk.manners.patience if patience is None else patience
        return await self.desk.files.content(self.task_id, waits)

    async def acknowledge(self) -> Answer:
        return await self.say("acknowledge")

    async def record_contact(self, *, reached: bool) -> Answer:
        """The department has spoken to the resident, or tried to."""
        return await self.say("record-contact", reached=reached)

    async def give_back(self, reason: str, law: str) -> Answer:
        """`return`: not our duty; the dispatcher decides, the clock runs on."""
        return await self.say("return", reason=reason, law=law)

    async def pause(self, reason: str, evidence: str, until: datetime) -> Answer:
        """`evidence` is a file number."""
        return await self.say("pause", reason=reason, evidence=evidence, until=until)

    async def resume(self) -> Answer:
        return await self.say("resume")

    async def extend(self, reason: str) -> Answer:
        return await self.say("extend", reason=reason)

    async def request_parking(self, reason: str) -> Answer:
        return await self.say("request-parking", reason=reason)

    async def whistle(self, *departments: str) -> Answer:
        return await self.say("whistle", departments=departments)

    async def sub_assign(self, to: str, amount: int, unit: Unit) -> Answer:
        said = {"departments": (to,), "amount": amount, "unit": unit}
        return await self.say("sub-assign", **said)

    async def request_mediation(self) -> Answer:
        return await self.say("request-mediation")

    async def complete(
        self, outcome: str, answer: str | None = None, *, authority: str | None = None
    ) -> Answer:
        """`answer` is what the resident reads, so the lead needs one.

        It leaves this process sealed. `authority`: who has the power, if the outcome
        is that the city has not.
        """
        if answer is not None and not answer.strip():
            raise ValueError("answer: the resident would read nothing")
        sealed = None if answer is None else self.desk.keys.seal_answer(answer)
        said = {"outcome": outcome, "answer": sealed, "authority": authority}
        return await self.say("complete", **said)

    async def assess(self, grade: int, *departments: str) -> Answer:
        """1 bad to 5."""
        return await self.say("assess", grade=grade, departments=departments)

    async def request_exclusion(self, reason: str) -> Answer:
        return await self.say("request-exclusion", reason=reason)

    async def say(self, action: str, **said: Any) -> Answer:
        """Any action, such as one that the city has learnt since."""
        nth = self._said[action]
        self._said[action] += 1
        letter = self.desk.replies.letter(self.about, nth, action, said)
        return await self.desk.replies.send(letter, self.desk.manners)
