"""A case that somebody may speak for, and what is done with it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, TypeVar

from fastapi import Depends, Response

from contracts.codes import CaseId
from services.intake.api.at_window import Registrar, TheWindow
from services.intake.domain.case import Case
from services.intake.telling.shown import CaseRow, row
from services.kit.errors import Rejected
from services.kit.running.telemetry import about_case
from services.kit.serving.etags import IfMatch, etag
from services.kit.serving.problems import not_known_yet
from services.kit.writing.change import Change
from services.kit.writing.stored import Stored

C = TypeVar("C")


@dataclass(frozen=True)
class OnCase:
    """Somebody who may speak for a case; to others it is as unknown as any."""

    window: TheWindow
    caller: Registrar
    case_id: CaseId
    if_match: IfMatch
    response: Response

    async def take(
        self,
        command: C,
        decide: Callable[[Case | None, C, datetime], Change[Case] | None],
    ) -> CaseRow:
        await self.find()
        repository = self.window.counter.repository
        stored = await repository.command(
            self.case_id, command, decide, if_match=self.if_match
        )
        return self.shown(stored)

    async def find(self) -> Case:
        case = await self.window.speaking(self.caller, self.case_id)
        about_case(self.case_id)
        return case

    def shown(self, stored: Stored[Case]) -> CaseRow:
        self.response.headers["ETag"] = etag(stored.version)
        return row(stored.state)


@dataclass(frozen=True)
class DecidingOnCase(OnCase):
    """The window: nobody decides about a matter of their own."""

    async def find(self) -> Case:
        case = await super().find()
        if not self.window.sight(self.caller).decides_on(case):
            raise not_known_yet()
        return case


def _of_a_clerk(on: Annotated[DecidingOnCase, Depends()]) -> DecidingOnCase:
    if not on.caller.has("clerk"):
        raise Rejected("role-required", "this is for: clerk", "仅限以下角色:clerk", 403)
    return on


Speaking = Annotated[OnCase, Depends()]
Deciding = Annotated[DecidingOnCase, Depends(_of_a_clerk)]
