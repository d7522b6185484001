"""A second click: the same request under its key, or what is done already."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Header, Request

from services.kit.errors import Rejected
from services.kit.serving.idempotency import submission
from services.kit.serving.principal import Caller
from services.kit.writing.change import Change, Decide
from services.routing.domain import refusals
from services.routing.domain.acting.own import TaskAction
from services.routing.domain.deciding.afterwards import Merge, Redo
from services.routing.domain.deciding.meetings import RecordMeeting
from services.routing.domain.deciding.moving import Transfer, Waive
from services.routing.domain.deciding.returns import DecideReturn, Designate
from services.routing.domain.deciding.wishes import DecideParking
from services.routing.domain.handling import Handling
from services.routing.domain.planning import BY_DISPATCHER, Assign
from services.routing.domain.task import Task

C = TypeVar("C")
Decided = Change[Handling] | None

AT_THE_OFFICE = "@office"
"""Whose requests are remembered together when they act for no department."""

WRONG_MOMENT = ("wrong-state", "no-meeting")

DONE_BY_DEPARTMENT: Mapping[str, Callable[[Task], bool]] = {
    "acknowledge": lambda task: task.acknowledged_at is not None,
    "return": lambda task: task.state == "returned",
    "pause": lambda task: task.state == "paused",
    "resume": lambda task: task.state == "acknowledged" and bool(task.pauses),
    "complete": lambda task: task.state == "completed",
}
DONE_TO_TASK: Mapping[type[Any], Callable[[Task, Any], bool]] = {
    DecideReturn: lambda task, said: (
        task.state == "reassigned" and said.decision == "upheld"
    ),
    Transfer: lambda task, said: task.state == "transferred",
    Waive: lambda task, said: task.state == "waived",
    DecideParking: lambda task, said: (
        task.state == "parked" and said.decision == "granted"
    ),
}
DONE_TO_CASE: Mapping[type[Any], Callable[[Handling], bool]] = {
    Assign: lambda case: case.rule == BY_DISPATCHER,
    Designate: lambda case: any(task.designated for task in case.tasks),
    RecordMeeting: lambda case: bool(case.meetings),
    Merge: lambda case: case.merged_into is not None,
    Redo: lambda case: case.round > 1,
}


async def request_id(
    request: Request,
    caller: Caller,
    idempotency_key: Annotated[str | None, Header()] = None,
) -> str | None:
    """With a key, a repeat is recognised, and another request under it refused.

    The path names what is acted on and the action: most bodies are empty.
    """
    if idempotency_key is None:
        return None
    sent = await submission(request, caller, idempotency_key)
    digests = request.app.state.digests
    digest = digests.of("request", request.url.path, sent.digest)
    return f"{sent.id}#{digest}"


Keyed = Annotated[str | None, Depends(request_id)]


def once(
    request: str | None, by: str | None, decide: Decide[Handling, C]
) -> Decide[Handling, C]:
    """A request that was heard changes nothing; without a key each is a new one."""
    if request is None:
        return decide
    bucket = by or AT_THE_OFFICE

    def decided(handling: Handling | None, command: C, now: datetime) -> Decided:
        if handling and handling.heard(bucket, request):
            return None
        if handling and handling.heard_otherwise(bucket, request):
            raise refusals.key_reused()
        change = decide(handling, command, now)
        return change and replace(change, state=change.state.hearing(bucket, request))

    return decided


def saying_what_is_done(decide: Decide[Handling, C]) -> Decide[Handling, C]:
    """Tells a second click from a mistake: a wrong moment for what has been done."""

    def decided(handling: Handling | None, command: C, now: datetime) -> Decided:
        try:
            return decide(handling, command, now)
        except Rejected as no:
            if no.reason in WRONG_MOMENT and handling and _done(handling, command):
                en, zh = f"this is done already: {no.en}", f"此操作已办理过:{no.zh}"
                raise Rejected(no.reason, en, zh, no.status, no.law) from None
            raise

    return decided


def _done(handling: Handling, command: object) -> bool:
    of_case = DONE_TO_CASE.get(type(command))
    if of_case is not None:
        return of_case(handling)
    task = handling.task(getattr(command, "task_id", ""))
    if task is None:
        return False
    if isinstance(command, TaskAction):
        by_department = DONE_BY_DEPARTMENT.get(command.action)
        return by_department is not None and by_department(task)
    to_task = DONE_TO_TASK.get(type(command))
    return to_task is not None and to_task(task, command)
