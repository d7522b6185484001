"""Erasing what was said in a case that is over."""

from typing import Annotated

from fastapi import APIRouter, Depends

from contracts.codes import CaseId
from services.intake.api.at_window import TheWindow
from services.intake.domain.forgetting import Forget
from services.intake.domain.sight import Sight
from services.intake.receiving.checks import demand_listed
from services.intake.receiving.form import ErasureForm
from services.intake.telling.shown import CaseRow, row
from services.kit.running.telemetry import about_case
from services.kit.serving.principal import Principal, needs
from services.kit.serving.problems import not_known_yet

Operator = Annotated[Principal, Depends(needs("operator"))]

router = APIRouter()


@router.post("/cases/{case_id}/erase")
async def post_erasure(
    case_id: CaseId, caller: Operator, form: ErasureForm, window: TheWindow
) -> CaseRow:
    """The words, the people and the query code go for good; the case's course stays.

    409 while somebody of the city owes an answer.
    """
    demand_listed("/reason", form.reason, window.catalogue.erasure_reasons)
    sight = Sight(office_area=caller.area, side=window.side(caller))
    if await window.cases.find(sight, case_id) is None:
        raise not_known_yet()
    about_case(case_id)
    order = Forget(by=caller.subject, reason=form.reason)
    return row((await window.erasing.erase(case_id, order)).state)
