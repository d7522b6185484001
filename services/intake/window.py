"""Everything the one window needs at hand, and what it guards."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from contracts.sealed import CaseContent
from services.intake.attachments.keeping import Attachments
from services.intake.catalogue import Catalogue
from services.intake.contents import Contents
from services.intake.desk.correcting import Corrections
from services.intake.desk.counter import Counter
from services.intake.desk.erasing import Erasing
from services.intake.desk.registering import Desk, Receipt
from services.intake.disclosure import WHO_IT_IS, for_department
from services.intake.domain.asking import allowed
from services.intake.domain.case import Case
from services.intake.domain.parts import Paper
from services.intake.domain.sight import Sight
from services.intake.domain.window.allowing import PEOPLE, RESIDENT
from services.intake.likeness.finding import Finder
from services.intake.papers.archive import Archive, Form
from services.intake.receiving.form import ArchiveForm
from services.intake.receiving.identifiers import city_day, written_code
from services.intake.seams import Cases, Tallies
from services.intake.settings import IntakeSettings
from services.intake.telling.handing import HandOverPackage
from services.intake.telling.shown import CaseShown, DraftShown, Words, row, shown
from services.kit.running.clock import Clock
from services.kit.serving.attempts import Attempts
from services.kit.serving.principal import Principal
from services.kit.serving.problems import Refused, not_known_yet
from services.kit.serving.readings import Past, Reading, Readings

HOUR = timedelta(hours=1)
BY_CODE = "query-code"
BY_PERSON = "person-look-up"
ARCHIVE = "archive-access"
READ_LOG = "read-log"


@dataclass(frozen=True)
class Window:
    settings: IntakeSettings
    catalogue: Catalogue
    contents: Contents
    desk: Desk
    finder: Finder
    counter: Counter
    corrections: Corrections
    attachments: Attachments
    erasing: Erasing
    cases: Cases
    tallies: Tallies
    attempts: Attempts
    readings: Readings
    archive: Archive
    clock: Clock

    @property
    def today(self) -> date:
        """By the city's calendar."""
        return city_day(self.clock())

    def sight(self, caller: Principal) -> Sight:
        """What goes with every question; a role that is not named sees nothing."""
        office = caller.has("supervisor", "dispatcher")
        owner = self.contents.owner(caller.subject)
        return Sight(
            clerk_area=caller.area if caller.has("clerk") else "",
            office_area=caller.area if office else "",
            department=caller.department if caller.has("department") else None,
            owner=owner if caller.has("resident") else None,
            side=self.side(caller),
        )

    def side(self, caller: Principal) -> frozenset[str]:
        """Goes with every question: a report of these is not there."""
        return self.contents.side_of(caller.department)

    def owner_of(self, caller: Principal) -> str | None:
        """Whose case it becomes: a clerk registers for others."""
        return None if caller.has("clerk") else self.contents.owner(caller.subject)

    async def receipt_for(self, caller: Principal, receipt: Receipt) -> Receipt:
        """With what only a clerk is shown, of the own area."""
        if not caller.has("clerk"):
            return receipt.for_resident()
        sight = self.sight(caller)
        stored = await self.cases.find(sight, receipt.case_id)
        linked = await self.finder.linked(stored.state, sight) if stored else None
        numbers = tuple(each.case_no for each in linked.cases) if linked else ()
        return receipt.model_copy(update={"repeats": numbers})

    async def draft(self, case: Case, reader: str) -> DraftShown:
        if case.state != "draft":
            return DraftShown(case=row(case), fields={})
        await self._note(reader, case.case_id, "draft")
        return DraftShown(case=row(case), fields=await self.contents.draft(case))

    async def package(self, case: Case, reader: str) -> HandOverPackage:
        """For whoever transmits it; that they have read it is written down first."""
        if case.handed is None:
            raise not_known_yet()
        await self._note(reader, case.case_id, "hand-over")
        where = self.catalogue.elsewhere(case.handed.authority, "zh")
        content = await self.contents.read(case)
        return HandOverPackage(
            case_no=case.case_no,
            reason=case.reason,
            authority=where,
            handed_over_at=case.handed.at,
            confirmed_at=case.handed.confirmed_at,
            content=content and _as_handed_over(content),
        )

    async def read(self, case: Case, sight: Sight, reader: str) -> CaseShown:
        """Opens what the reader has a reason to read, and writes that down first."""
        reason = sight.reason_to_read(case)
        by = PEOPLE if sight.clerk_area else RESIDENT
        may = allowed(case, self.clock(), by) if sight.speaks_for(case) else ()
        repeats = await self.finder.linked(case, sight)
        if reason is None:
            return shown(sight.part_of(case), Words(repeats=repeats), may)
        await self._note(reader, case.case_id, reason)
        content = await self.contents.read(case, sight.reports_of(case))
        if content and sight.department and reason == "open-task":
            content = self.contents.for_department(sight.department, content)
        words = Words(
            content=content,
            answer=await self.contents.answer(case),
            notice=await self.contents.notice(case),
            repeats=repeats,
        )
        return shown(sight.part_of(case), words, may)

    async def speaking(self, caller: Principal, case_id: str) -> Case:
        """A case the caller may speak for; to others it is as unknown as any."""
        sight = self.sight(caller)
        found = await self.cases.find(sight, case_id)
        if found is None or not sight.speaks_for(found.state):
            raise not_known_yet()
        return found.state

    async def print(
        self, case: Case, paper: Paper, form: Form, caller: Principal
    ) -> bytes:
        """One of its papers, for somebody who speaks for it; written down first."""
        reason = self.sight(caller).reason_to_read(case)
        if reason is None:
            raise not_known_yet()
        await self._note(caller.subject, case.case_id, reason)
        return await self.archive.print(case, paper, form)

    async def reads_files(
        self, case: Case, sight: Sight, reader: str, file: str | None = None
    ) -> bool:
        """Whether one may; that one did is written down before anything is shown.

        `file` is the id of the one whose bytes are read; None: which there are.
        """
        reason = sight.reason_to_read(case)
        theirs = sight.department if reason == "open-task" else None
        if reason is None or (theirs and self.contents.withholds_files(theirs)):
            return False
        await self._note(reader, case.case_id, reason, part=file)
        return True

    async def asked(self, case_no: str, code: str, address: str) -> tuple[Case, Words]:
        """The case and what it says. A wrong code and an unknown number are one.

        Every attempt counts before it is looked at, so that many at once do not get
        through; one that was right is taken back.
        """
        hour = _hour_of(self.clock())
        per_case = self.settings.wrong_codes_per_case
        per_client = self.settings.wrong_codes_per_client
        limits = {
            self.contents.attempt("case", case_no): per_case,
            self.contents.attempt("client", address): per_client,
        }
        if not await self.attempts.take(limits, hour):
            raise _too_many(hour + HOUR - self.clock(), self.catalogue.help_line)
        digest = self.contents.code_digest(case_no, written_code(code))
        case = await self.cases.with_code(case_no, digest)
        if case is None:
            raise not_known_yet()
        await self.attempts.give_back(list(limits), hour)
        if case.answer is not None or case.notices:
            await self._note(BY_CODE, case.case_id, BY_CODE)
        answer = await self.contents.answer(case)
        return case, Words(answer=answer, notice=await self.contents.notice(case))

    async def note_looked_up(self, reader: str, cases: Iterable[Case]) -> None:
        """Somebody was told which cases a person has."""
        noted = (self._note(reader, case.case_id, BY_PERSON) for case in cases)
        await asyncio.gather(*noted)

    async def note_asked_for(
        self, case: Case, reader: str, form: ArchiveForm, part: str | None = None
    ) -> None:
        """Somebody reads what is over: why, on whose request, and which part of it."""
        asked = {"request": form.reason, "reference": form.reference, "part": part}
        await self._note(reader, case.case_id, ARCHIVE, **asked)

    async def from_archive(self, case: Case) -> CaseShown:
        """Everything that is kept of a case that is over, but for its files."""
        words = Words(
            content=await self.contents.read(case, case.reports),
            answer=await self.contents.answer(case),
            notice=await self.contents.notice(case),
        )
        return shown(case, words, ())

    async def read_log(
        self, case_id: str, reader: str, past: Past, limit: int
    ) -> Sequence[tuple[str, Reading]]:
        await self._note(reader, case_id, READ_LOG)
        return await self.readings.page(case_id, past, limit)

    async def _note(
        self, reader: str, case_id: str, reason: str, **asked: str | None
    ) -> None:
        reading = Reading(reader, self.clock(), case_id, reason, **asked)
        await self.readings.note(reading)


def _as_handed_over(content: CaseContent) -> CaseContent:
    """Who asked not to be named is named to no other authority either."""
    named = content.anonymity == "named"
    return content if named else for_department(content, WHO_IT_IS)


def _hour_of(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


def _too_many(left: timedelta, help_line: str) -> Refused:
    seconds = max(1, round(left.total_seconds()))
    return Refused(
        "too-many-attempts",
        "too many attempts: check number and code, and try again later,"
        f" or call {help_line}",
        f"尝试次数过多,请核对办件号和查询码后稍后再试,或拨打{help_line}",
        429,
        headers={"Retry-After": str(seconds)},
    )
