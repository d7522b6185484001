"""What a resident, or the window for them, says about a case that is registered."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, Header, Request, Response

from contracts.codes import CaseId
from services.intake.api.at_window import Registrar, TheWindow
from services.intake.domain.asking import (
    Ask,
    Evaluate,
    Reopen,
    evaluate,
    reopen,
    urge,
    withdraw,
)
from services.intake.domain.case import Case
from services.intake.receiving.checks import demand_clean, demand_reason
from services.intake.receiving.form import (
    EmptyForm,
    EvaluationForm,
    ReopenForm,
    SupplementForm,
)
from services.intake.telling.shown import CaseRow, row
from services.kit.running.telemetry import about_case
from services.kit.serving.etags import IfMatch, etag
from services.kit.serving.idempotency import Submission, Submitted, submission
from services.kit.serving.principal import Caller
from services.kit.serving.problems import not_known_yet
from services.kit.writing.change import Change
from services.kit.writing.stored import Stored

C = TypeVar("C")

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


@dataclass(frozen=True)
class OnCase:
    """Somebody who may speak for a case; to others it is as unknown as any."""

    window: TheWindow
    caller: Registrar
    case_id: CaseId
    if_match: IfMatch
    response: Response

    async def take(
        self,
        command: C,
        decide: Callable[[Case | None, C, datetime], Change[Case] | None],
    ) -> CaseRow:
        await self.find()
        repository = self.window.counter.repository
        stored = await repository.command(
            self.case_id, command, decide, if_match=self.if_match
        )
        return self.shown(stored)

    async def find(self) -> None:
        sight = self.window.sight(self.caller)
        found = await self.window.cases.find(sight, self.case_id)
        if found is None or not sight.speaks_for(found.state):
            raise not_known_yet()
        about_case(self.case_id)

    def shown(self, stored: Stored[Case]) -> CaseRow:
        self.response.headers["ETag"] = etag(stored.version)
        return row(stored.state)


Speaking = Annotated[OnCase, Depends()]


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
