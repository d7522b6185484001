"""HTTP of routing: a department's own tasks, and the dispatcher's decisions."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Annotated, Literal, TypeVar
from uuid import uuid4

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from pydantic import AwareDatetime, BaseModel, Field

from contracts.codes import ArticleCode, CaseId, Code, DepartmentCode, TaskId
from contracts.sealed import AnswerText
from services.kit.running.clock import Clock
from services.kit.running.telemetry import about_case
from services.kit.sealing.readers import Sealer
from services.kit.serving.etags import IfMatch, etag
from services.kit.serving.idempotency import submission
from services.kit.serving.paging import Paging
from services.kit.serving.principal import Caller, Principal, needs
from services.kit.serving.problems import not_known_yet
from services.kit.writing.change import Change
from services.kit.writing.repository import Repository
from services.kit.writing.stored import Stored
from services.routing.domain.acting import TaskAction, act
from services.routing.domain.assigning import Assign, assign
from services.routing.domain.handling import Handling, TaskState
from services.routing.domain.norms import Norms
from services.routing.domain.returns import DecideReturn, decide_return
from services.routing.shown import HandlingView, InboxView, handling_view, task_row
from services.routing.store import Handlings, Inbox, Question

C = TypeVar("C")

router = APIRouter(prefix="/v1")


@dataclass(frozen=True)
class Desk:
    """What the endpoints work with; made when the service starts."""

    handlings: Repository[Handling]
    who_has: Handlings
    inbox: Inbox
    norms: Norms
    sealer: Sealer
    clock: Clock


async def desk(request: Request) -> Desk:
    made: Desk = request.app.state.desk
    return made


AtDesk = Annotated[Desk, Depends(desk)]
Handler = Annotated[Principal, Depends(needs("department"))]
Dispatcher = Annotated[Principal, Depends(needs("dispatcher"))]
Reader = Annotated[Principal, Depends(needs("department", "dispatcher", "supervisor"))]


class Nothing(BaseModel):
    """An empty object; the action needs no more."""


class ReturnIn(BaseModel):
    reason: Code
    law: ArticleCode


class CompleteIn(BaseModel):
    outcome: Code
    answer: str | None = Field(default=None, min_length=1, max_length=20_000)


class DecideIn(BaseModel):
    decision: Literal["upheld", "dismissed"]
    to: DepartmentCode | None = None


class AssignIn(BaseModel):
    lead: DepartmentCode
    co_handlers: list[DepartmentCode] = Field(default_factory=list, max_length=40)


async def action_id(
    request: Request,
    caller: Caller,
    idempotency_key: Annotated[str | None, Header()] = None,
) -> str:
    """With a key, a repeat is recognised, and another request under it refused.

    The path names the task and the action: most bodies are empty.
    """
    if idempotency_key is None:
        return str(uuid4())
    sent = await submission(request, caller, idempotency_key)
    digests = request.app.state.digests
    digest = digests.of("request", request.url.path, sent.digest)
    return f"{sent.id}#{digest}"


@dataclass(frozen=True)
class OnTask:
    """One department's action on a task of its own."""

    desk: AtDesk
    caller: Handler
    id: TaskId
    said: Annotated[str, Depends(action_id)]
    if_match: IfMatch
    response: Response

    async def take(self, action: str, **fields: str | None) -> HandlingView:
        department = self.caller.department or ""
        command = TaskAction(self.said, department, self.id, action, **fields)
        case_id = await case_of(self.desk, self.id, self.caller)
        stored = await self.desk.handlings.command(
            case_id, command, partial(act, self.desk.norms), if_match=self.if_match
        )
        return tagged(stored, self.caller, self.response)


Task = Annotated[OnTask, Depends()]


@router.post("/tasks/{id}/acknowledge")
async def acknowledge(task: Task, body: Nothing | None = None) -> HandlingView:
    return await task.take("acknowledge")


@router.post("/tasks/{id}/return")
async def give_back(task: Task, body: ReturnIn) -> HandlingView:
    return await task.take("return", reason=body.reason, law=body.law)


@router.post("/tasks/{id}/complete")
async def complete(task: Task, body: CompleteIn) -> HandlingView:
    answer = AnswerText(text=body.answer) if body.answer else None
    sealed = task.desk.sealer.seal("intake", answer) if answer else None
    return await task.take("complete", outcome=body.outcome, answer=sealed)


@router.post("/tasks/{id}/request-mediation")
async def ask_for_mediation(task: Task, body: Nothing | None = None) -> HandlingView:
    return await task.take("request-mediation")


@dataclass(frozen=True)
class OnHandling:
    """A dispatcher's decision about a handling of their area."""

    desk: AtDesk
    caller: Dispatcher
    if_match: IfMatch
    response: Response

    async def take(
        self, case_id: str, command: C, decide: Callable[..., Change[Handling]]
    ) -> HandlingView:
        stored = await self.desk.handlings.command(
            case_id,
            command,
            partial(decide, self.desk.norms),
            if_match=self.if_match,
        )
        return tagged(stored, self.caller, self.response)


Decision = Annotated[OnHandling, Depends()]


@router.post("/tasks/{id}/decide-return")
async def decide(id: TaskId, body: DecideIn, on: Decision) -> HandlingView:
    case_id = await case_of(on.desk, id, on.caller)
    command = DecideReturn(id, body.decision, body.to)
    return await on.take(case_id, command, decide_return)


@router.post("/handlings/{case_id}/assign")
async def name_departments(
    case_id: CaseId, body: AssignIn, on: Decision
) -> HandlingView:
    await known(on.desk, case_id, on.caller)
    command = Assign(body.lead, tuple(body.co_handlers))
    return await on.take(case_id, command, assign)


@router.get("/handlings/{case_id}")
async def read_handling(
    case_id: CaseId, desk: AtDesk, caller: Reader, response: Response
) -> HandlingView:
    await known(desk, case_id, caller)
    stored = await desk.handlings.read(case_id)
    if stored is None:
        raise not_known_yet()
    return tagged(stored, caller, response)


FIRST, LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


class Asked(BaseModel):
    state: TaskState | None = None
    due_before: Annotated[AwareDatetime, Field(ge=FIRST, le=LAST)] | None = None
    overdue: Literal["true"] | None = None


@router.get("/departments/{code}/tasks")
async def read_inbox(
    code: DepartmentCode,
    asked: Annotated[Asked, Query()],
    desk: AtDesk,
    caller: Reader,
    page: Paging,
) -> InboxView:
    now = desk.clock()
    late_at = now if asked.overdue else None
    question = Question(code, asked.state, asked.due_before, late_at)
    past = page.past(datetime, str)
    rows = await desk.inbox.page(caller, question, past, page.fetch)
    shown = page.of(rows, lambda row: (row["due_at"], row["_id"]))
    return InboxView(
        tasks=[task_row(row, now) for row in shown],
        counts=dict(await desk.inbox.counts(caller, code, now)),
    )


async def case_of(desk: Desk, task_id: str, caller: Principal) -> str:
    """A task of somebody else is as unknown as one that never was."""
    case_id = await desk.who_has.of_task(task_id, caller)
    if case_id is None:
        raise not_known_yet()
    about_case(case_id)
    return case_id


async def known(desk: Desk, case_id: str, caller: Principal) -> None:
    if await desk.who_has.of_case(case_id, caller) is None:
        raise not_known_yet()


def tagged(
    stored: Stored[Handling], caller: Principal, response: Response
) -> HandlingView:
    response.headers["ETag"] = etag(stored.version)
    return handling_view(stored.state, caller)
