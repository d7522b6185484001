"""One submission is one case, however often and however fast it comes."""

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pydantic import BaseModel

from services.intake.contents import Contents
from services.intake.desk.scales import Scales
from services.intake.domain.case import Case
from services.intake.domain.states import State
from services.intake.domain.window.drafting import SaveDraft, begin, save
from services.intake.domain.window.registering import RegisterCase, register
from services.intake.likeness.finding import Finder
from services.intake.receiving.drafts import accused_in
from services.intake.receiving.form import CaseForm, DraftForm
from services.intake.receiving.identifiers import case_no, day_of, new_query_code
from services.intake.receiving.rows import History
from services.intake.seams import Numbers
from services.kit.running.clock import Clock
from services.kit.serving.idempotency import Submission
from services.kit.writing.repository import Repository
from services.kit.writing.stored import Stored

TODAY = timedelta(days=1)


class Receipt(BaseModel):
    """What the resident takes home; the same for every repeat of the request."""

    case_id: str
    case_no: str
    query_code: str | None
    """None: the case's content, and its code with it, has been erased since."""
    state: State
    authority: str | None = None
    """Who has it instead of the city: call there at once in an emergency."""
    warnings: tuple[str, ...] = ()
    """For a clerk: what somebody must look at now."""
    repeats: tuple[str, ...] = ()
    """For a clerk: numbers of cases that this one probably repeats, newest first."""

    def for_resident(self) -> "Receipt":
        return self.model_copy(update={"warnings": ()})


@dataclass(frozen=True)
class Identity:
    """What a case is known by, to people and to us."""

    case_id: str
    case_no: str
    code: str
    kept_code: str
    """Sealed."""


@dataclass(frozen=True)
class Desk:
    repository: Repository[Case]
    numbers: Numbers
    contents: Contents
    scales: Scales
    finder: Finder
    clock: Clock

    async def receive(
        self,
        form: CaseForm,
        submission: Submission,
        owner: str | None,
        partner: str | None = None,
    ) -> Receipt:
        """Rejected (422) when the key was used for another request before.

        A crash on the way leaves at most a gap in the numbers and a key that the
        retry uses; of two at once one registers, and both get its receipt.
        """
        stored = await self.repository.read(submission.id)
        if stored is None:
            identity = await self._identity(submission.id)
            now, digest = self.clock(), submission.digest
            command = await self._command(identity, form, digest, owner, now)
            stored = await self.repository.command(
                identity.case_id, replace(command, partner=partner), register
            )
        submission.must_be(stored.state.request_digest)
        return await self.receipt(stored.state)

    async def former(
        self, form: CaseForm, submission: Submission, history: History
    ) -> RegisterCase:
        """To register what was received elsewhere, or long ago.

        Who has their answer is told nothing, and what did not happen today warns of
        nothing.
        """
        now = self.clock()
        known = await self._identity(submission.id)
        told = form.model_copy(update={"answer": history.answer or form.answer})
        came = min(history.received_at or now, now)
        command = await self._command(known, told, submission.digest, None, came)
        if came < now - TODAY:
            command = replace(command, emergency=None, warnings={})
        return replace(
            command,
            contact=None if history.answered_at else command.contact,
            received_at=history.received_at,
            recorded_at=history.answered_at,
        )

    async def begin(
        self, form: DraftForm, submission: Submission, owner: str | None
    ) -> Receipt:
        """Keeps what somebody has begun, under a number of its own."""
        stored = await self.repository.read(submission.id)
        if stored is None:
            identity = await self._identity(submission.id)
            draft = await self._draft(identity, form, submission.digest, owner)
            stored = await self.repository.command(submission.id, draft, begin)
        submission.must_be(stored.state.request_digest)
        return await self.receipt(stored.state)

    async def save(
        self, draft: Case, form: DraftForm, if_match: int | None
    ) -> Stored[Case]:
        known = await self._identity_of(draft)
        again = await self._draft(known, form, draft.request_digest, draft.owner)
        return await self.repository.command(
            draft.case_id, again, save, if_match=if_match
        )

    async def hand_in(self, draft: Case, form: CaseForm) -> Receipt:
        """It keeps its number and code. A second click gets the same receipt."""
        if draft.state == "draft":
            known = await self._identity_of(draft)
            digest, owner = draft.request_digest, draft.owner
            command = await self._command(known, form, digest, owner, self.clock())
            of_draft = replace(command, of_draft=draft.content)
            stored = await self.repository.command(draft.case_id, of_draft, register)
            draft = stored.state
        return await self.receipt(draft)

    async def receipt(self, case: Case) -> Receipt:
        return Receipt(
            case_id=case.case_id,
            case_no=case.case_no,
            query_code=await self.contents.code(case),
            state=case.state,
            authority=case.authority,
            warnings=tuple(warning.reason for warning in case.warnings),
        )

    async def _command(
        self,
        known: Identity,
        form: CaseForm,
        digest: str,
        owner: str | None,
        came: datetime,
    ) -> RegisterCase:
        """`came`: when the matter was handed over, which may be long ago."""
        now = self.clock()
        found = await self.finder.before(known.case_id, form, owner, came)
        weighed = self.scales.weigh(form, came, found.crowd)
        return RegisterCase(
            case_id=known.case_id,
            case_no=known.case_no,
            kind=form.kind,
            request_type=form.request_type,
            item=form.item,
            item_version=self.scales.item_version(form, came),
            category=form.category,
            area=form.area,
            channel=form.channel,
            urgency=form.urgency,
            owner=None if form.secrecy == "anonymous" else owner,
            request_digest=digest,
            query_code=known.kept_code,
            query_code_digest=self.contents.code_digest(known.case_no, known.code),
            content=await self.contents.keep(known.case_id, known.case_no, form),
            contact=self.contents.contact(known.case_no, known.code, form),
            anonymity=form.secrecy,
            language=form.language,
            helper=form.helper.kind if form.helper else None,
            accused=form.accused.organisations if form.accused else (),
            answer=form.answer and await self._kept(known, form.answer),
            examine_by=self.scales.examine_by(form, came, now),
            marks=found.marks,
            emergency=weighed.emergency,
            warnings=weighed.told,
        )

    async def _kept(self, known: Identity, text: str) -> str:
        return await self.contents.keep_text(known.case_id, text)

    async def _draft(
        self, known: Identity, form: DraftForm, digest: str, owner: str | None
    ) -> SaveDraft:
        fields = form.fields
        listed = self.scales.catalogue.listed
        return SaveDraft(
            case_id=known.case_id,
            case_no=known.case_no,
            kind=form.kind,
            request_type=listed("request_type", fields.get("request_type")),
            item=listed("item", fields.get("item")),
            category=form.category,
            area=form.area,
            channel=form.channel,
            urgency=listed("urgency", fields.get("urgency")) or "normal",
            owner=owner,
            request_digest=digest,
            query_code=known.kept_code,
            query_code_digest=self.contents.code_digest(known.case_no, known.code),
            content=await self.contents.keep_draft(known.case_id, fields),
            accused=accused_in(fields, self.scales.catalogue.organisations),
        )

    async def _identity(self, case_id: str) -> Identity:
        day, code = day_of(self.clock()), new_query_code()
        drawn, kept = await asyncio.gather(
            self.numbers.next(day), self.contents.keep_code(case_id, code)
        )
        return Identity(case_id, case_no(day, drawn), code, kept)

    async def _identity_of(self, draft: Case) -> Identity:
        code = await self.contents.code(draft)
        return Identity(draft.case_id, draft.case_no, code or "", draft.query_code)
