"""Where somebody adds to a case: sealed first, and again if the case has moved on."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeVar

from services.intake.contents import Contents
from services.intake.desk.scales import Scales
from services.intake.domain.asking import Supplement, supplement
from services.intake.domain.case import Case, known
from services.intake.domain.offices.granting import Outdated
from services.intake.domain.parts import Attachment
from services.intake.domain.window.attaching import Attach, attach, with_attachment
from services.kit.running.clock import Clock
from services.kit.writing.repository import Repository
from services.kit.writing.stored import Stored
from services.kit.writing.turns import Turns, step_aside

ATTEMPTS = 16
T = TypeVar("T")


@dataclass(frozen=True)
class Counter:
    repository: Repository[Case]
    contents: Contents
    scales: Scales
    clock: Clock
    turns: Turns = field(default_factory=Turns)

    async def supplement(
        self, case_id: str, text: str, request: str, if_match: int | None
    ) -> Stored[Case]:
        """`KeyDestroyed` (410) when the content has been erased."""
        sealed = await self.contents.keep_text(case_id, text)
        weighed = self.scales.weigh_words(text, self.clock())

        async def once() -> Stored[Case]:
            case = known(await self.repository.load(case_id))
            after = case.supplemented(sealed)
            grants = await self.contents.grants(after, after.holders)
            command = Supplement(request, sealed, grants, weighed.told)
            return await self.repository.command(
                case_id, command, supplement, if_match=if_match
            )

        async with self.turns.of(case_id):
            return await _until_it_fits(once)

    async def attach(
        self, case_id: str, attachment: Attachment, if_match: int | None
    ) -> Case:
        """Its bytes are written; whoever has the case is given it again with it."""

        async def once() -> Stored[Case]:
            case = known(await self.repository.load(case_id))
            after = with_attachment(case, attachment)
            grants = await self.contents.grants(after, after.holders)
            command = Attach(attachment, grants)
            return await self.repository.command(
                case_id, command, attach, if_match=if_match
            )

        async with self.turns.of(case_id):
            return (await _until_it_fits(once)).state


async def _until_it_fits(attempt: Callable[[], Awaitable[T]]) -> T:
    """`Outdated` for a case that others change faster than it can be sealed."""
    for lost in range(ATTEMPTS - 1):
        try:
            return await attempt()
        except Outdated:
            await step_aside(lost)
    return await attempt()
