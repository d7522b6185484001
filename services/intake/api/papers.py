"""The papers of a case: what a resident takes home, printed as often as it is lost."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Response
from pydantic import BaseModel

from contracts.codes import CaseId
from services.intake.api.at_window import Registrar, TheWindow
from services.intake.domain.case import Case
from services.intake.domain.parts import Paper
from services.intake.papers.archive import Form
from services.intake.telling.language import Language, language_of
from services.kit.running.telemetry import about_case
from services.kit.serving.problems import Refused

PDF = "application/pdf"
ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The paper, A4",
        "content": {PDF: {"schema": {"type": "string", "format": "binary"}}},
    }
}

router = APIRouter()


class Wanted(BaseModel):
    large: bool | None = None
    """Printed large, for those who do not see well; left out: as they asked for."""
    language: Language | None = None
    """Left out: as the `Accept-Language` header says."""


@dataclass(frozen=True)
class AtPrinter:
    """Somebody who may speak for a case; to others it is as unknown as any."""

    window: TheWindow
    caller: Registrar
    case_id: CaseId

    async def case(self) -> Case:
        found = await self.window.speaking(self.caller, self.case_id)
        about_case(self.case_id)
        return found


Printing = Annotated[AtPrinter, Depends()]


@router.get("/cases/{case_id}/papers")
async def get_papers(on: Printing) -> tuple[Paper, ...]:
    """What was issued in a case, by number: receipt, notices, answer."""
    return (await on.case()).papers


@router.get(
    "/cases/{case_id}/papers/{number}", response_class=Response, responses=ANSWERS
)
async def get_paper(
    on: Printing,
    number: str,
    wanted: Annotated[Wanted, Query()],
    accept_language: Annotated[str, Header(max_length=400)] = "",
) -> Response:
    """One paper as a PDF; printed again it is the same, byte for byte."""
    case = await on.case()
    paper = paper_of(case, number)
    form = Form(wanted.language or language_of(accept_language), wanted.large)
    return printed(paper, form, await on.window.print(case, paper, form, on.caller))


def paper_of(case: Case, number: str) -> Paper:
    paper = next((each for each in case.papers if each.number == number), None)
    if paper is None:
        raise _no_such_paper()
    return paper


def printed(paper: Paper, form: Form, pdf: bytes) -> Response:
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": f'attachment; filename="{paper.number}.pdf"',
        "Content-Language": form.language,
    }
    return Response(pdf, media_type=PDF, headers=headers)


def _no_such_paper() -> Refused:
    return Refused(
        "no-such-paper",
        "the case has no paper of this number: ask for the list of its papers",
        "本件没有这个编号的文书,请先查看文书清单",
        404,
    )
