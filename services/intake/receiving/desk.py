"""One submission is one case, however often and however fast it comes."""

import asyncio
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel

from services.intake.contents import Contents
from services.intake.domain.case import Case
from services.intake.domain.window.registering import RegisterCase, register
from services.intake.receiving.form import CaseForm
from services.intake.receiving.identifiers import case_no, day_of, new_query_code
from services.intake.seams import Numbers
from services.kit.running.clock import Clock
from services.kit.serving.idempotency import Submission
from services.kit.writing.repository import Repository
from services.kit.writing.stored import Stored


class Receipt(BaseModel):
    """What the resident takes home; the same for every repeat of the request."""

    case_id: str
    case_no: str
    query_code: str | None
    """None: the case's content, and its code with it, has been erased since."""
    state: Literal["accepted"] = "accepted"


@dataclass(frozen=True)
class Desk:
    repository: Repository[Case]
    numbers: Numbers
    contents: Contents
    clock: Clock

    async def receive(
        self, form: CaseForm, submission: Submission, owner: str | None
    ) -> Receipt:
        """Rejected (422) when the key was used for another request before.

        A crash on the way leaves at most a gap in the numbers and a key that the
        retry uses; of two at once one registers, and both get its receipt.
        """
        stored = await self.repository.read(submission.id)
        if stored is None:
            stored = await self._registered(form, submission, owner)
        submission.must_be(stored.state.request_digest)
        case = stored.state
        code = await self.contents.code(case)
        return Receipt(case_id=case.case_id, case_no=case.case_no, query_code=code)

    async def _registered(
        self, form: CaseForm, submission: Submission, owner: str | None
    ) -> Stored[Case]:
        day = day_of(self.clock())
        code = new_query_code()
        drawn, kept_code = await asyncio.gather(
            self.numbers.next(day), self.contents.keep_code(submission.id, code)
        )
        number = case_no(day, drawn)
        command = RegisterCase(
            case_id=submission.id,
            case_no=number,
            kind=form.kind,
            request_type=form.request_type,
            item=form.item,
            category=form.category,
            area=form.area,
            channel=form.channel,
            urgency=form.urgency,
            owner=owner,
            request_digest=submission.digest,
            query_code=kept_code,
            query_code_digest=self.contents.code_digest(number, code),
            content=await self.contents.keep(submission.id, number, form),
            contact=self.contents.contact(number, code, form),
        )
        return await self.repository.command(submission.id, command, register)
