"""Handing a matter over, and seeing how far it is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from pydantic import Field

from contracts.codes import AreaCode, CaseId
from services.intake.api.at_window import Reader, Registrar, TheWindow
from services.intake.desk.registering import Receipt
from services.intake.domain.states import State
from services.intake.receiving.checks import demand_correct
from services.intake.receiving.form import CaseForm
from services.intake.receiving.prefilling import prefilled
from services.intake.seams import Question
from services.intake.telling.language import language_of
from services.intake.telling.progress import Progress, Teller
from services.intake.telling.shown import CaseRow, CaseShown, row
from services.kit.running.telemetry import about_case
from services.kit.serving.etags import etag
from services.kit.serving.idempotency import Submitted
from services.kit.serving.paging import Paging
from services.kit.serving.problems import not_known_yet

PLACE = (datetime, str)
"""Of a case in a list: when it was received, and its id."""

router = APIRouter()


@router.post("/cases", status_code=201)
async def post_case(
    form: CaseForm,
    caller: Registrar,
    submission: Submitted,
    window: TheWindow,
    response: Response,
) -> Receipt:
    """Registers and accepts a case; a retry with the same key gets its receipt."""
    whole = prefilled(form, window.catalogue, window.today)
    demand_correct(whole, window.catalogue, caller, window.today)
    receipt = await window.desk.receive(whole, submission, window.owner_of(caller))
    about_case(receipt.case_id)
    response.headers["Location"] = f"/v1/cases/{receipt.case_id}"
    return await window.receipt_for(caller, receipt)


@router.get("/cases")
async def get_cases(
    caller: Reader,
    window: TheWindow,
    page: Paging,
    state: State | None = None,
    area: AreaCode | None = None,
) -> list[CaseRow]:
    """The cases the caller may see, newest first, without what people wrote."""
    sight = window.sight(caller)
    past = page.past(*PLACE)
    found = await window.cases.page(sight, Question(state, area), past, page.fetch)
    rows = [row(sight.part_of(case)) for case in found]
    return page.of(rows, lambda shown: (shown.received_at, shown.case_id))


@router.get("/cases/{case_id}")
async def get_case(
    case_id: CaseId, caller: Reader, window: TheWindow, response: Response
) -> CaseShown:
    """A case, with as much of its words as the caller may read.

    404 with Retry-After: unknown, not yet known, or none of your business.
    """
    sight = window.sight(caller)
    stored = await window.cases.find(sight, case_id)
    if stored is None:
        raise not_known_yet()
    response.headers["ETag"] = etag(stored.version)
    return await window.read(stored.state, sight, caller.subject)


@dataclass(frozen=True)
class Asker:
    """Somebody without login: where from, and in which language."""

    address: str
    language: str


async def _asker(
    request: Request, accept_language: Annotated[str, Header(max_length=400)] = ""
) -> Asker:
    address = request.client.host if request.client else ""
    return Asker(address, language_of(accept_language))


@router.get("/progress/{case_no}")
async def get_progress(
    case_no: Annotated[str, Field(max_length=40)],
    asker: Annotated[Asker, Depends(_asker)],
    window: TheWindow,
    response: Response,
    code: Annotated[str, Query(max_length=40)] = "",
) -> Progress:
    """How far a case is: number and query code are enough, and both are needed."""
    case, words = await window.asked(case_no, code, asker.address)
    response.headers["Content-Language"] = asker.language
    response.headers["Cache-Control"] = "no-store"
    return Teller(window.catalogue, asker.language).progress(case, words)
