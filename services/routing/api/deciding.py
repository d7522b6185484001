"""HTTP of those who decide about a department's task."""

from fastapi import APIRouter

from contracts.codes import TaskId
from services.kit.serving.principal import Principal
from services.routing.api import bodies
from services.routing.api.desk import Dispatcher, Office, OnHandling, Reader, Supervisor
from services.routing.domain.deciding.moving import Transfer, Waive, transfer, waive
from services.routing.domain.deciding.returns import (
    DecideReturn,
    Designate,
    decide_return,
    designate,
)
from services.routing.domain.deciding.wishes import (
    DecideExclusion,
    DecideExtension,
    DecideParking,
    Decider,
    ReviewParking,
    decide_exclusion,
    decide_extension,
    decide_parking,
    review_parking,
)
from services.routing.showing.handling import HandlingView

router = APIRouter(prefix="/v1/tasks/{id}")


def _decider(caller: Principal) -> Decider:
    return Decider(caller.subject, frozenset(caller.roles), caller.department)


@router.post("/decide-return")
async def on_return(
    id: TaskId, body: bodies.DecideReturnIn, on: OnHandling, caller: Dispatcher
) -> HandlingView:
    """Upheld, the task goes to another department; dismissed, it stays."""
    command = DecideReturn(id, body.decision, body.to)
    return await on.on_task(id, command, decide_return)


@router.post("/transfer")
async def on_transfer(
    id: TaskId, body: bodies.ToIn, on: OnHandling, caller: Dispatcher
) -> HandlingView:
    """Gives the task to another department; its clock goes on."""
    return await on.on_task(id, Transfer(id, body.to), transfer)


@router.post("/designate")
async def on_designation(
    id: TaskId, body: bodies.ToIn, on: OnHandling, caller: Supervisor
) -> HandlingView:
    """Names the department after two returns; it cannot return the task."""
    return await on.on_task(id, Designate(id, body.to), designate)


@router.post("/waive")
async def on_waiver(
    id: TaskId, body: bodies.ReasonIn, on: OnHandling, caller: Supervisor
) -> HandlingView:
    """Lets the case go on without this co-handler's part."""
    return await on.on_task(id, Waive(id, body.reason), waive)


@router.post("/decide-extension")
async def on_extension(
    id: TaskId, body: bodies.DecideIn, on: OnHandling, caller: Reader
) -> HandlingView:
    """Whether there is more time. Who may say so is data.

    The organ's head, the dispatcher, or the government.
    """
    command = DecideExtension(id, body.decision, _decider(caller))
    return await on.on_task(id, command, decide_extension)


@router.post("/decide-parking")
async def on_parking(
    id: TaskId, body: bodies.DecideIn, on: OnHandling, caller: Supervisor
) -> HandlingView:
    """Whether the problem is one that cannot be solved now."""
    return await on.on_task(id, DecideParking(id, body.decision), decide_parking)


@router.post("/review-parking")
async def on_review(
    id: TaskId, body: bodies.ReviewIn, on: OnHandling, caller: Supervisor
) -> HandlingView:
    """Whether a parked task stays parked."""
    return await on.on_task(id, ReviewParking(id, body.keep), review_parking)


@router.post("/decide-exclusion")
async def on_exclusion(
    id: TaskId, body: bodies.DecideExclusionIn, on: OnHandling, caller: Office
) -> HandlingView:
    """Whether the case is left out of the department's rates."""
    command = DecideExclusion(id, body.decision, body.reason, _decider(caller))
    return await on.on_task(id, command, decide_exclusion)
