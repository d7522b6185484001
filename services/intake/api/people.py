"""Finding what somebody has handed in, when only a number is at hand."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends

from services.intake.api.at_window import TheWindow
from services.intake.domain.sight import Sight
from services.intake.receiving.form import PersonSought
from services.intake.receiving.sought import demand_one
from services.intake.seams import Question
from services.intake.telling.shown import CaseRow, row
from services.kit.serving.paging import Paging
from services.kit.serving.principal import Principal, needs

Clerk = Annotated[Principal, Depends(needs("clerk"))]

router = APIRouter()


@router.post("/people/look-up")
async def post_look_up(
    sought: PersonSought, caller: Clerk, window: TheWindow, page: Paging
) -> list[CaseRow]:
    """The cases of one person in the clerk's area, newest first; each is written down.

    The number is in the body alone; for the next page send the same body again.
    """
    kind, number = demand_one(sought)
    question = Question(person=window.finder.key(kind, number))
    past = page.past(datetime, str)
    sight = Sight(clerk_area=caller.area, side=window.side(caller))
    found = await window.cases.page(sight, question, past, page.fetch)
    cases = page.of(found, lambda case: (case.received_at, case.case_id))
    await window.note_looked_up(caller.subject, cases)
    return [row(case) for case in cases]
