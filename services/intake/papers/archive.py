"""Which papers a case has, and each of them as it was issued."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pydantic import BaseModel

from contracts.sealed import CaseContent
from services.intake.catalogue import Catalogue
from services.intake.contents import Contents
from services.intake.domain.case import Case
from services.intake.papers.composing import Composer
from services.intake.papers.facts import (
    Acceptance,
    Answer,
    Matter,
    Names,
    Receipt,
    Told,
    Withdrawal,
)
from services.intake.papers.letterhead import Letterhead
from services.intake.papers.press import Press
from services.intake.telling.language import Language

IssuedKind = Literal["receipt", "acceptance", "answer", "withdrawal"]


class PaperRef(BaseModel):
    """A paper that was issued; the number is printed on it."""

    kind: IssuedKind
    number: str
    at: datetime


@dataclass(frozen=True)
class Form:
    """In which form somebody wants it printed."""

    language: Language = "zh"
    large: bool = False


@dataclass(frozen=True)
class Archive:
    """Prints again whatever a case says was issued; `public_url` as in the settings."""

    catalogue: Catalogue
    contents: Contents
    letterhead: Letterhead
    press: Press
    public_url: str

    async def print(self, case: Case, ref: PaperRef, form: Form) -> bytes:
        """What has been erased since is left out."""
        content = await self.contents.read(case)
        matter = self._matter(case, ref, content)
        composer = Composer(self.letterhead, self.public_url, form.language, form.large)
        paper = composer.paper(matter, await self._told(case, ref))
        return await self.press.print(paper)

    def _matter(self, case: Case, ref: PaperRef, content: CaseContent | None) -> Matter:
        applicant = content.applicant if content else None
        item = self.catalogue.items.get(case.item or "")
        return Matter(
            number=ref.number,
            case_no=case.case_no,
            issued_at=ref.at,
            received_at=case.received_at,
            applicant=applicant.name if applicant else None,
            title=content.title if content else None,
            item=item.names if item else None,
        )

    async def _told(self, case: Case, ref: PaperRef) -> Told:
        match ref.kind:
            case "receipt":
                return Receipt(await self.contents.code(case))
            case "acceptance":
                return Acceptance(ref.at)
            case "answer":
                return await self._answer(case)
            case "withdrawal":
                return Withdrawal(ref.at)

    async def _answer(self, case: Case) -> Answer:
        return Answer(
            text=await self.contents.answer(case),
            outcome=self.catalogue.outcomes.get(case.outcome or ""),
            where=self._elsewhere(case.authority),
        )

    def _elsewhere(self, authority: str | None) -> Names | None:
        if authority is None:
            return None
        called = self.catalogue.elsewhere
        return {language: called(authority, language) for language in ("zh", "en")}


def papers_of(case: Case) -> tuple[PaperRef, ...]:
    """In the order of their numbers, which never change.

    Of several answers the latest is kept; each round has a number of its own.
    """
    answers = case.round if case.answered_at else 0
    withdrawn = [step.at for step in case.steps if step.code == "withdrawn"]
    issued: tuple[tuple[IssuedKind, int, datetime | None], ...] = (
        ("receipt", 1, case.received_at),
        ("acceptance", 2, case.accepted_at),
        ("answer", 2 + answers, case.answered_at),
        ("withdrawal", 3 + answers, withdrawn[-1] if withdrawn else None),
    )
    return tuple(
        PaperRef(kind=kind, number=f"{case.case_no}-{place:02d}", at=at)
        for kind, place, at in issued
        if at is not None
    )
