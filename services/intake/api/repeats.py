"""What a case probably repeats, looked for again."""

from fastapi import APIRouter

from contracts.codes import CaseId
from services.intake.api.at_window import Reader, TheWindow
from services.intake.telling.repeats import RepeatsShown
from services.kit.serving.problems import not_known_yet

router = APIRouter()


@router.get("/cases/{case_id}/repeats")
async def get_repeats(
    case_id: CaseId, caller: Reader, window: TheWindow
) -> RepeatsShown:
    """Cases of the same person and item, or of near-same text, within 30 days.

    Looked for anew, so that of two that came at once each shows the other. Nothing is
    dropped or merged because of it.
    """
    sight = window.sight(caller)
    stored = await window.cases.find(sight, case_id)
    if stored is None:
        raise not_known_yet()
    return await window.finder.live(stored.state, sight)
