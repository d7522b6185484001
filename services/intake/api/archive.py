"""Cases that are over, read again for a reason; and who has read what."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from contracts.codes import CaseId
from services.intake.api.at_window import TheWindow
from services.intake.domain.sight import Sight
from services.intake.receiving.checks import demand_listed
from services.intake.receiving.form import ArchiveForm
from services.intake.telling.shown import CaseShown
from services.kit.running.telemetry import about_case
from services.kit.serving.paging import Paging
from services.kit.serving.principal import Principal, needs
from services.kit.serving.problems import not_known_yet

PLACE = (datetime, str)
Archivist = Annotated[Principal, Depends(needs("archivist", "auditor"))]
Auditor = Annotated[Principal, Depends(needs("auditor"))]

router = APIRouter()


class ReadingShown(BaseModel):
    """Who read it, when and by what right; from the archive also on whose request."""

    reader: str
    at: datetime
    reason: str
    request: str | None
    reference: str | None


@router.post("/cases/{case_id}/archive-access")
async def post_archive_access(
    case_id: CaseId, caller: Archivist, form: ArchiveForm, window: TheWindow
) -> CaseShown:
    """What a case says that is over; who asked for it is written down first.

    404: unknown, not over yet, or of another area.
    """
    demand_listed("/reason", form.reason, window.catalogue.archive_reasons)
    sight = Sight(archive_area=caller.area, side=window.side(caller))
    stored = await window.cases.find(sight, case_id)
    if stored is None:
        raise not_known_yet()
    about_case(case_id)
    return await window.from_archive(stored.state, caller.subject, form)


@router.get("/cases/{case_id}/readings")
async def get_readings(
    case_id: CaseId, caller: Auditor, window: TheWindow, page: Paging
) -> list[ReadingShown]:
    """Everybody who has read what the case says, oldest first; this look as well."""
    past = page.past(*PLACE)
    sight = Sight(office_area=caller.area, side=window.side(caller))
    if await window.cases.find(sight, case_id) is None:
        raise not_known_yet()
    about_case(case_id)
    rows = await window.read_log(case_id, caller.subject, past, page.fetch)
    shown = page.of(rows, lambda row: (row[1].at, row[0]))
    return [ReadingShown.model_validate(vars(reading)) for _, reading in shown]
