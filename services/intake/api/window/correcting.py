"""What is missing or wrong: said in one notice, and put right."""

from fastapi import APIRouter

from services.intake.api.at_case import Deciding, Speaking
from services.intake.receiving.checks import demand_corrected
from services.intake.receiving.form import CorrectionForm, NoticeForm
from services.intake.receiving.identifiers import city_day
from services.intake.receiving.reasons import demand_notice
from services.intake.telling.shown import CaseRow

router = APIRouter()


@router.post("/cases/{case_id}/request-correction")
async def post_notice(on: Deciding, form: NoticeForm) -> CaseRow:
    """One notice that lists everything, each field pointed at (许可法 32)."""
    case = await on.find()
    catalogue = on.window.catalogue
    demand_notice(form, catalogue, catalogue.item_of(case))
    return on.shown(await on.window.corrections.request(case, form, on.if_match))


@router.post("/cases/{case_id}/correct")
async def post_correction(on: Speaking, form: CorrectionForm) -> CaseRow:
    """On the spot, or in answer to a notice; what is left out stays as it was."""
    case = await on.find()
    catalogue = on.window.catalogue
    item = catalogue.item_of(case)
    corrected = await on.window.corrections.whole(case, form, item)
    handed_over = city_day(case.received_at)
    demand_corrected(corrected.put_right, catalogue, on.caller, handed_over)
    return on.shown(await on.window.corrections.correct(corrected, on.if_match))
