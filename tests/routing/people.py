"""What people around a case say and decide, as a test says it."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from contracts.codes import derived_id
from contracts.intake import (
    CaseEvaluated,
    CaseReopened,
    CaseSupplemented,
    CaseUrged,
    CaseWithdrawn,
)
from contracts.routing import CaseConcluded
from services.kit.testing.clock import MONDAY
from services.routing.domain.deciding.afterwards import (
    FollowUpAnswers,
    Merge,
    Redo,
    follow_up,
    merge,
    redo,
)
from services.routing.domain.deciding.meetings import (
    CallMeeting,
    RecordMeeting,
    call_meeting,
    record_meeting,
)
from services.routing.domain.deciding.moving import Waive, waive
from services.routing.domain.deciding.returns import Designate, designate
from services.routing.domain.deciding.wishes import (
    DecideExclusion,
    Decider,
    decide_exclusion,
)

CASE = derived_id("a case")
OTHER_CASE = derived_id("another case")
OFFICE = Decider("supervisor-1", frozenset({"supervisor"}))


class People:
    """Of a `World`: the resident, the dispatcher, the supervisor."""

    hear: Callable[..., Any]
    command: Callable[..., Any]
    task: Callable[..., Any]
    handling: Callable[..., Any]
    act: Callable[..., Any]
    said: Callable[..., Any]
    handlings: Any
    norms: Any
    city: Any

    async def urge(self) -> None:
        await self.hear(CaseUrged(case_id=CASE))

    async def supplement(self) -> None:
        await self.hear(CaseSupplemented(case_id=CASE))

    async def withdraw(self) -> None:
        await self.hear(CaseWithdrawn(case_id=CASE))

    async def evaluate(self, grade: int, named: bool = True) -> None:
        await self.hear(CaseEvaluated(case_id=CASE, grade=grade, named=named))

    async def reopen(self) -> None:
        await self.hear(CaseReopened(case_id=CASE, reason="not_solved"))

    async def whistle(self, street: str, *departments: str) -> None:
        await self.act(street, "whistle", departments=departments)

    async def hand_down(self, by: str, to: str, days: int = 1) -> None:
        part = {"departments": (to,), "amount": days, "unit": "working_days"}
        await self.act(by, "sub-assign", **part)

    async def assess(self, by: str, grade: int, *departments: str) -> None:
        await self.act(by, "assess", grade=grade, departments=departments)

    async def waive(self, department: str, reason: str = "silent") -> None:
        task_id = (await self.task(department)).task_id
        await self.command(waive, Waive(task_id, reason))

    async def designate(self, department: str, to: str) -> None:
        task_id = (await self.task(department)).task_id
        await self.command(designate, Designate(task_id, to))

    async def call_meeting(self, *departments: str) -> None:
        at = MONDAY + timedelta(days=1)
        await self.command(call_meeting, CallMeeting(departments, at))

    async def record_meeting(self, *departments: str, minutes: str = "sealed") -> None:
        await self.command(record_meeting, RecordMeeting(departments, minutes))

    async def merge(self, into: str = OTHER_CASE, *, new_facts: bool = False) -> None:
        other = await self.handlings.load(into)
        await self.command(merge, Merge(other, new_facts))

    async def merge_another(self, case_id: str, into: str) -> None:
        command = Merge(await self.handlings.load(into), new_facts=False)
        await self.handlings.command(case_id, command, partial(merge, self.norms))

    async def follow_up(self, reached: str = "reached", **answers: Any) -> None:
        await self.command(follow_up, FollowUpAnswers(reached, **answers))

    async def redo(self) -> None:
        await self.command(redo, Redo())

    async def decide_exclusion(
        self, department: str, decision: str = "granted", by: Decider = OFFICE
    ) -> None:
        task_id = (await self.task(department)).task_id
        reason = "found_beyond_means" if decision == "granted" else "reasonable"
        decided = DecideExclusion(task_id, decision, reason, by)
        await self.command(decide_exclusion, decided)

    async def do_all(self, outcome: str = "resolved") -> None:
        """Everybody signs and completes, the lead last."""
        open_tasks = (await self.handling()).open_tasks
        for task in sorted(open_tasks, key=lambda each: each.leads):
            own = partial(self.act, task.department, task_id=task.task_id)
            if task.state == "assigned":
                await own("acknowledge")
            await own("complete", outcome=outcome)

    def concluded(self) -> list[str]:
        return [fact.outcome for fact in self.said(CaseConcluded)]
