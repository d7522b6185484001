"""Each paper of a case, printed again as it was issued."""

from dataclasses import dataclass

from contracts.sealed import CaseContent
from services.intake.catalogue import Catalogue
from services.intake.contents import Contents
from services.intake.domain.case import Case
from services.intake.domain.parts import Paper
from services.intake.papers.composing import Composer
from services.intake.papers.recalling import (
    Opened,
    Recollection,
    is_replaced,
    notice_of,
)
from services.intake.telling.language import Language
from services.kit.papers.letterhead import Letterhead
from services.kit.papers.press import Press


@dataclass(frozen=True)
class Form:
    """In which form somebody wants it printed."""

    language: Language = "zh"
    large: bool | None = None
    """None: as the applicant asked for it."""


@dataclass(frozen=True)
class Archive:
    """`public_url` as in the settings."""

    catalogue: Catalogue
    contents: Contents
    letterhead: Letterhead
    press: Press
    public_url: str

    async def print(self, case: Case, paper: Paper, form: Form) -> bytes:
        """What has been erased since is left out."""
        opened = await self._opened(case, paper)
        recalled = Recollection(self.catalogue, case, paper, opened)
        large = _is_large(form, opened.content)
        composer = Composer(self.letterhead, self.public_url, form.language, large)
        return await self.press.print(
            composer.paper(recalled.matter(), recalled.told())
        )

    async def _opened(self, case: Case, paper: Paper) -> Opened:
        """Nothing that this paper does not show."""
        contents = self.contents
        content = await contents.read(case)
        match paper.kind:
            case "receipt":
                return Opened(content, code=await contents.code(case))
            case "answer" if not is_replaced(case, paper):
                return Opened(content, answer=await contents.answer(case))
            case "correction":
                sealed = notice_of(case, paper).words
                said = await contents.text(case, sealed) if sealed else None
                return Opened(content, notice=said)
        return Opened(content)


def _is_large(form: Form, content: CaseContent | None) -> bool:
    if form.large is not None:
        return form.large
    wishes = content.preferences if content else None
    return wishes is not None and wishes.large_print
