"""Cases that are over, read again for a reason; and who has read what."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from contracts.codes import CaseId
from services.intake.api.at_window import TheWindow
from services.intake.api.attaching import (
    FILE,
    AttachmentId,
    attachment_of,
    handed_out,
    listed,
)
from services.intake.api.papers import ANSWERS, Wanted, paper_of, printed
from services.intake.attachments.labels import AttachmentShown
from services.intake.domain.case import Case
from services.intake.domain.sight import Sight
from services.intake.papers.archive import Form
from services.intake.receiving.checks import demand_listed
from services.intake.receiving.form import ArchiveForm
from services.intake.telling.language import language_of
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
    """Who read it, when and by what right; from the archive also on whose request.

    `part`: the file or the paper that was read; null: what the case says as a whole.
    """

    reader: str
    at: datetime
    reason: str
    part: str | None
    request: str | None
    reference: str | None


@dataclass(frozen=True)
class FromArchive:
    """A case that is over, asked for with a reason. 404: unknown, not over yet, or of
    another area."""

    window: TheWindow
    caller: Archivist
    case_id: CaseId
    form: ArchiveForm

    async def case(self) -> Case:
        reasons = self.window.catalogue.archive_reasons
        demand_listed("/reason", self.form.reason, reasons)
        side = self.window.side(self.caller)
        sight = Sight(archive_area=self.caller.area, side=side)
        stored = await self.window.cases.find(sight, self.case_id)
        if stored is None:
            raise not_known_yet()
        about_case(self.case_id)
        return stored.state

    async def note(self, case: Case, part: str | None = None) -> None:
        """Durable before anything is shown."""
        await self.window.note_asked_for(case, self.caller.subject, self.form, part)


Asked = Annotated[FromArchive, Depends()]


@router.post("/cases/{case_id}/archive-access")
async def post_archive_access(asked: Asked) -> CaseShown:
    """What a case says that is over, and which papers it has; who asked is noted."""
    case = await asked.case()
    await asked.note(case)
    return await asked.window.from_archive(case)


@router.post("/cases/{case_id}/archive-access/attachments")
async def list_archived_attachments(
    asked: Asked, response: Response
) -> list[AttachmentShown]:
    """The files of a case that is over, oldest first; who asked is noted."""
    case = await asked.case()
    await asked.note(case)
    return await listed(asked.window, case, response)


@router.post(
    "/cases/{case_id}/archive-access/attachments/{attachment_id}",
    response_class=StreamingResponse,
    responses={200: {"description": "The file", "content": FILE}},
)
async def read_archived_attachment(
    attachment_id: AttachmentId, asked: Asked
) -> StreamingResponse:
    """A file of a case that is over, to be saved; 410: its content was erased."""
    case = await asked.case()
    attachment_of(case, attachment_id)
    await asked.note(case, attachment_id)
    return await handed_out(asked.window, case, attachment_id)


@router.post(
    "/cases/{case_id}/archive-access/papers/{number}",
    response_class=Response,
    responses=ANSWERS,
)
async def print_archived_paper(
    number: str,
    asked: Asked,
    wanted: Annotated[Wanted, Query()],
    accept_language: Annotated[str, Header(max_length=400)] = "",
) -> Response:
    """A paper of a case that is over, as it was issued; who asked is noted."""
    case = await asked.case()
    paper = paper_of(case, number)
    await asked.note(case, paper.number)
    form = Form(wanted.language or language_of(accept_language), wanted.large)
    return printed(paper, form, await asked.window.archive.print(case, paper, form))


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
