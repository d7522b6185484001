"""What a resident, or the window for them, says about a case that is registered."""

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request

from services.intake.api.at_case import Speaking
from services.intake.domain.asking import (
    Ask,
    Evaluate,
    Reopen,
    evaluate,
    reopen,
    urge,
    withdraw,
)
from services.intake.receiving.checks import demand_clean, demand_reason
from services.intake.receiving.form import (
    EmptyForm,
    EvaluationForm,
    ReopenForm,
    SupplementForm,
)
from services.intake.telling.shown import CaseRow
from services.kit.serving.idempotency import Submission, Submitted, submission
from services.kit.serving.principal import Caller

router = APIRouter()


async def request_once(request: Request, sent: Submitted) -> str:
    """For what would count twice: the key is required."""
    return _named(request, sent)


async def request_id(
    request: Request,
    caller: Caller,
    idempotency_key: Annotated[str | None, Header()] = None,
) -> str | None:
    """For what is done by being so: a key is welcome, and holds to its request."""
    if idempotency_key is None:
        return None
    return _named(request, await submission(request, caller, idempotency_key))


def _named(request: Request, sent: Submission) -> str:
    """The path names the case and what is asked: some bodies are empty."""
    digests = request.app.state.digests
    return f"{sent.id}#{digests.of('request', request.url.path, sent.digest)}"


Once = Annotated[str, Depends(request_once)]
Keyed = Annotated[str | None, Depends(request_id)]


@router.post("/cases/{case_id}/withdraw")
async def post_withdrawal(
    on: Speaking, request: Keyed, form: EmptyForm | None = None
) -> CaseRow:
    """The resident does not want it any more."""
    return await on.take(Ask(request), withdraw)


@router.post("/cases/{case_id}/urge")
async def post_urge(
    on: Speaking, request: Once, form: EmptyForm | None = None
) -> CaseRow:
    """The resident asks how far it is; no clock moves."""
    return await on.take(Ask(request), urge)


@router.post("/cases/{case_id}/supplement")
async def post_supplement(on: Speaking, request: Once, form: SupplementForm) -> CaseRow:
    """The resident adds something, which goes to whoever has the case."""
    await on.find()
    demand_clean("/text", form.text)
    stored = await on.window.counter.supplement(
        on.case_id, form.text, request, on.if_match
    )
    return on.shown(stored)


@router.post("/cases/{case_id}/evaluate")
async def post_evaluation(
    on: Speaking, request: Keyed, form: EvaluationForm
) -> CaseRow:
    """好差评: 5 very good to 1 very bad; once for each answer."""
    return await on.take(Evaluate(request, form.grade, form.named), evaluate)


@router.post("/cases/{case_id}/reopen")
async def post_reopening(on: Speaking, request: Keyed, form: ReopenForm) -> CaseRow:
    """It is not settled after all; within 30 days of the answer."""
    await on.find()
    demand_reason(form.reason, on.window.catalogue)
    return await on.take(Reopen(request, form.reason), reopen)
