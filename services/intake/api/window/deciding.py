"""What the window decides of a case that it looks at."""

from fastapi import APIRouter

from services.intake.api.at_case import Deciding
from services.intake.domain.window import deciding
from services.intake.domain.window.deciding import (
    Accept,
    AnswerAtOnce,
    ConfirmHandOver,
    Decline,
    HandOverTo,
)
from services.intake.receiving.checks import demand_clean
from services.intake.receiving.form import (
    AnswerForm,
    DeclineForm,
    EmptyForm,
    HandOverForm,
)
from services.intake.receiving.reasons import demand_declinable, demand_transferable
from services.intake.telling.handing import HandOverPackage
from services.intake.telling.shown import CaseRow

router = APIRouter()


@router.post("/cases/{case_id}/accept")
async def post_acceptance(on: Deciding, form: EmptyForm | None = None) -> CaseRow:
    """Everything is there; also takes back what was handed over by mistake."""
    return await on.take(Accept(), deciding.accept)


@router.post("/cases/{case_id}/decline")
async def post_decline(on: Deciding, form: DeclineForm) -> CaseRow:
    """For a listed reason, with where to go instead; the voucher is dated."""
    await on.find()
    demand_declinable(form, on.window.catalogue)
    return await on.take(Decline(form.reason, form.authority), deciding.decline)


@router.post("/cases/{case_id}/hand-over")
async def post_hand_over(on: Deciding, form: HandOverForm) -> CaseRow:
    """To another authority, with the data and without the resident."""
    await on.find()
    demand_transferable(form, on.window.catalogue)
    return await on.take(HandOverTo(form.reason, form.authority), deciding.hand_over)


@router.get("/cases/{case_id}/hand-over")
async def get_hand_over(on: Deciding) -> HandOverPackage:
    """What the other authority is given, for the one who transmits it."""
    return await on.window.package(await on.find(), on.caller.subject)


@router.post("/cases/{case_id}/confirm-hand-over")
async def post_confirmation(on: Deciding, form: EmptyForm | None = None) -> CaseRow:
    """Somebody over there said that they have it; until then it is said again."""
    return await on.take(ConfirmHandOver(), deciding.confirm_hand_over)


@router.post("/cases/{case_id}/answer")
async def post_answer(on: Deciding, form: AnswerForm) -> CaseRow:
    """The window knows it: no department is asked. A second click is no news."""
    case, contents = await on.find(), on.window.contents
    demand_clean("/text", form.text)
    said = await contents.answer(case) == form.text and case.answer
    sealed = said or await contents.keep_text(case.case_id, form.text)
    return await on.take(AnswerAtOnce(sealed), deciding.answer_at_once)
