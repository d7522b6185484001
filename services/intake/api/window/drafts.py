"""A form that is begun now and handed in later, by whoever began it or the window."""

from fastapi import APIRouter, Response

from services.intake.api.at_case import Speaking
from services.intake.api.at_window import Registrar, TheWindow
from services.intake.desk.registering import Receipt
from services.intake.domain.window.allowing import demand
from services.intake.domain.window.drafting import Discard, discard
from services.intake.receiving.checks import demand_correct
from services.intake.receiving.drafts import demand_begun, whole_form
from services.intake.receiving.form import DraftForm
from services.intake.receiving.prefilling import prefilled
from services.intake.telling.shown import CaseRow, DraftShown
from services.kit.running.telemetry import about_case
from services.kit.serving.idempotency import Submitted

router = APIRouter()


@router.post("/drafts", status_code=201)
async def post_draft(
    form: DraftForm,
    caller: Registrar,
    submission: Submitted,
    window: TheWindow,
    response: Response,
) -> Receipt:
    """Keeps what is there by now for 30 days, under a number of its own."""
    demand_begun(form, window.catalogue, caller)
    receipt = await window.desk.begin(form, submission, window.owner_of(caller))
    about_case(receipt.case_id)
    response.headers["Location"] = f"/v1/drafts/{receipt.case_id}"
    return receipt


@router.get("/drafts/{case_id}")
async def get_draft(on: Speaking) -> DraftShown:
    """What was saved, for whoever goes on with it."""
    case = await on.find()
    return await on.window.draft(case, on.caller.subject)


@router.put("/drafts/{case_id}")
async def put_draft(on: Speaking, form: DraftForm) -> CaseRow:
    """Saves it again, whole; the 30 days begin anew."""
    case = await on.find()
    demand_begun(form, on.window.catalogue, on.caller)
    return on.shown(await on.window.desk.save(case, form, on.if_match))


@router.delete("/drafts/{case_id}")
async def delete_draft(on: Speaking) -> CaseRow:
    """What was written is gone."""
    return await on.take(Discard(), discard)


@router.post("/drafts/{case_id}/hand-in")
async def post_hand_in(on: Speaking) -> Receipt:
    """Checks it as any other form; a second click gets the same receipt."""
    case = await on.find()
    if case.state == "expired":
        demand("hand_in", case)
    if case.state != "draft":
        receipt = await on.window.desk.receipt(case)
        return await on.window.receipt_for(on.caller, receipt)
    window, files = on.window, case.attachment_ids
    begun = whole_form(await window.contents.draft(case))
    form = prefilled(begun, window.catalogue, window.today)
    demand_correct(form, window.catalogue, on.caller, window.today, files)
    receipt = await window.desk.hand_in(case, form)
    return await window.receipt_for(on.caller, receipt)
