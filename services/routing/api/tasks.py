"""HTTP of a department's own tasks: the same actions as on its `replies`."""

from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any
from uuid import uuid4

from fastapi import APIRouter, Depends, Response

from contracts.codes import TaskId
from contracts.sealed import AnswerText
from services.kit.serving.etags import IfMatch
from services.routing.api import bodies
from services.routing.api.desk import AtDesk, Handler, case_of, tagged
from services.routing.api.repeats import Keyed, saying_what_is_done
from services.routing.domain.acting.act import act
from services.routing.domain.acting.own import TaskAction
from services.routing.domain.waking import on_time
from services.routing.showing.handling import HandlingView

router = APIRouter(prefix="/v1/tasks/{id}")
Empty = bodies.Nothing | None


@dataclass(frozen=True)
class OnTask:
    """One department's action on a task of its own."""

    desk: AtDesk
    caller: Handler
    id: TaskId
    request: Keyed
    if_match: IfMatch
    response: Response

    async def take(self, action: str, **fields: Any) -> HandlingView:
        department = self.caller.department or ""
        command = TaskAction(
            self.request or str(uuid4()),
            department,
            self.id,
            action,
            by=self.caller.subject,
            **fields,
        )
        case_id = await case_of(self.desk, self.id, self.caller)
        norms = self.desk.norms
        stored = await self.desk.handlings.command(
            case_id,
            command,
            on_time(norms, saying_what_is_done(partial(act, norms))),
            if_match=self.if_match,
        )
        return tagged(self.desk, stored, self.caller, self.response)


Task = Annotated[OnTask, Depends()]


@router.post("/acknowledge")
async def acknowledge(task: Task, body: Empty = None) -> HandlingView:
    """The department signs for the task."""
    return await task.take("acknowledge")


@router.post("/record-contact")
async def record_contact(task: Task, body: bodies.ContactIn) -> HandlingView:
    """The department has spoken to the resident, or tried to."""
    return await task.take("record-contact", reached=body.reached)


@router.post("/return")
async def give_back(task: Task, body: bodies.ReturnIn) -> HandlingView:
    """It is not the department's duty: the dispatcher decides, the clock runs on."""
    return await task.take("return", reason=body.reason, law=body.law)


@router.post("/pause")
async def pause(task: Task, body: bodies.PauseIn) -> HandlingView:
    """The clock stands still, at the latest until `until`."""
    return await task.take("pause", **body.model_dump())


@router.post("/resume")
async def resume(task: Task, body: Empty = None) -> HandlingView:
    """A paused or parked task goes on."""
    return await task.take("resume")


@router.post("/extend")
async def extend(task: Task, body: bodies.ReasonIn) -> HandlingView:
    """Asks for more time, once and before the end; how much is the city's data."""
    return await task.take("extend", reason=body.reason)


@router.post("/request-parking")
async def ask_for_parking(task: Task, body: bodies.ReasonIn) -> HandlingView:
    """A real problem that cannot be solved now (挂账); a supervisor decides."""
    return await task.take("request-parking", reason=body.reason)


@router.post("/whistle")
async def whistle(task: Task, body: bodies.WhistleIn) -> HandlingView:
    """A street calls departments to its case (吹哨报到)."""
    return await task.take("whistle", departments=tuple(body.departments))


@router.post("/sub-assign")
async def sub_assign(task: Task, body: bodies.SubAssignIn) -> HandlingView:
    """A part goes down to a unit or community; the department stays answerable."""
    part = {"amount": body.amount, "unit": body.unit}
    return await task.take("sub-assign", departments=(body.to,), **part)


@router.post("/request-mediation")
async def ask_for_mediation(task: Task, body: Empty = None) -> HandlingView:
    """The mediation centre joins as a co-handler."""
    return await task.take("request-mediation")


@router.post("/complete")
async def complete(task: Task, body: bodies.CompleteIn) -> HandlingView:
    """The department's part is done. The answer is sealed at once."""
    answer = AnswerText(text=body.answer) if body.answer else None
    sealed = task.desk.sealer.seal("intake", answer) if answer else None
    said = {"outcome": body.outcome, "authority": body.authority}
    return await task.take("complete", answer=sealed, **said)


@router.post("/assess")
async def assess(task: Task, body: bodies.AssessIn) -> HandlingView:
    """After a whistle, who called and who came judge each other's part."""
    named = (body.department,) if body.department else ()
    return await task.take("assess", grade=body.grade, departments=named)


@router.post("/request-exclusion")
async def ask_for_exclusion(task: Task, body: bodies.ReasonIn) -> HandlingView:
    """An unreasonable demand should not count in the department's rates."""
    return await task.take("request-exclusion", reason=body.reason)
