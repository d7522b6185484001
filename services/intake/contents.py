"""The edge where words are sealed and opened: the domain sees opaque text only."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from contracts.routing import CaseConcluded, TaskCompleted
from contracts.sealed import AnswerText, CaseContent, ContactCard, Person, Plaintext
from services.intake.attachments.labels import labels_of
from services.intake.disclosure import Rights, fitting, to_reach
from services.intake.domain.case import Case
from services.intake.domain.offices.ending import Completion, report_of
from services.intake.domain.offices.following import Conclusion
from services.intake.domain.offices.granting import Grants
from services.intake.domain.parts import Holder, Report
from services.intake.receiving.form import CaseForm
from services.intake.receiving.people.forms import PersonForm
from services.kit.errors import Unreadable
from services.kit.sealing.digests import Digests
from services.kit.sealing.readers import Opener, Sealer
from services.kit.sealing.vault import KeyDestroyed, Vault
from services.kit.serving.text import clean


class QueryCode(Plaintext):
    code: str


class Draft(Plaintext):
    """A form as far as it is filled in."""

    fields: dict[str, Any]


class Contents:
    def __init__(
        self,
        vault: Vault,
        sealer: Sealer,
        opener: Opener,
        digests: Digests,
        rights: Rights,
    ) -> None:
        self._vault = vault
        self._sealer = sealer
        self._opener = opener
        self._digests = digests
        self._rights = rights

    def owner(self, subject: str) -> str:
        return self._digests.of("owner", subject)

    def code_digest(self, case_no: str, code: str) -> str:
        """What a query code is looked up by; of another case it is another one."""
        return self._digests.of("query-code", case_no, code)

    def attempt(self, what: str, value: str) -> str:
        """Under which name attempts are counted, without keeping what was typed."""
        return self._digests.of("attempt", what, value)

    async def keep(self, case_id: str, case_no: str, form: CaseForm) -> str:
        content = CaseContent(
            case_no=case_no,
            title=form.title,
            text=form.text,
            applicant=form.applicant and form.applicant.person(),
            agent=form.agent and form.agent.agent(),
            anonymity=form.secrecy,
            preferences=form.preferences.preferences(),
            accused=form.accused and form.accused.accused(),
            answers=form.answers,
            language=form.language,
        )
        return await self._vault.seal(case_id, content)

    async def keep_draft(self, case_id: str, fields: dict[str, Any]) -> str:
        return await self._vault.seal(case_id, Draft(fields=fields))

    async def draft(self, case: Case) -> dict[str, Any]:
        """What was saved; nothing when it has been erased."""
        if not case.content:
            return {}
        kept = await self._vault.open(case.case_id, case.content, Draft)
        return kept.fields if kept else {}

    async def keep_code(self, case_id: str, code: str) -> str:
        return await self._vault.seal(case_id, QueryCode(code=code))

    def contact(self, case_no: str, code: str, form: CaseForm) -> str | None:
        """For notification alone; None when there is nobody to reach."""
        if not any(person.reachable for person in form.people.values()):
            return None
        card = ContactCard(
            applicant=_to_reach(form.applicant),
            agent=_to_reach(form.agent),
            case_no=case_no,
            query_code=code,
            language=form.language,
            preferences=form.preferences.preferences(),
        )
        return self._sealer.seal("notification", card)

    async def destroy(self, case_id: str) -> None:
        """Everything ever sealed for the case is gone, wherever it was copied."""
        await self._vault.destroy(case_id)

    async def keep_text(self, case_id: str, text: str) -> str:
        return await self._vault.seal(case_id, AnswerText(text=text))

    async def read(
        self, case: Case, reports: Sequence[Report] = ()
    ) -> CaseContent | None:
        """With what was added since, and these reports. None: it has been erased."""
        if case.state in {"draft", "expired"} or case.forgotten:
            return None
        content = await self._vault.open(case.case_id, case.content, CaseContent)
        if content is None:
            return None
        added = [await self.text(case, sealed) for sealed in case.supplements]
        more = {
            "supplements": tuple(text for text in added if text),
            "attachments": await labels_of(self._vault, case),
            "reports": await self._reports(case, reports),
        }
        return content.model_copy(update=more)

    async def code(self, case: Case) -> str | None:
        if not case.query_code:
            return None
        kept = await self._vault.open(case.case_id, case.query_code, QueryCode)
        return kept.code if kept else None

    async def answer(self, case: Case) -> str | None:
        return await self.text(case, case.answer) if case.answer else None

    async def notice(self, case: Case) -> str | None:
        """What the clerk added in words to the latest correction notice."""
        words = case.notices[-1].words if case.notices else None
        return await self.text(case, words) if words else None

    async def grants(self, case: Case, holders: Iterable[Holder]) -> Grants:
        """What these departments need for their tasks, sealed for each alone."""
        content = await self.read(case)
        if content is None:
            return Grants(case.words, None)
        by_task = {}
        accused = [h for h in holders if self.accuses(case, h.department)]
        for holder in (each for each in holders if each not in accused):
            reports = await self._reports(case, case.reports_to(holder))
            whole = content.model_copy(update={"reports": fitting(reports)})
            own = self.for_department(holder.department, whole)
            by_task[holder.task_id] = self._sealer.seal(holder.department, own)
        kept_from = frozenset(holder.task_id for holder in accused)
        return Grants(case.words, by_task, kept_from)

    def for_department(self, department: str, content: CaseContent) -> CaseContent:
        return self._rights.of(department, content)

    def accuses(self, case: Case, department: str) -> bool:
        return self._rights.accuses(case.accused, department)

    def side_of(self, department: str | None) -> frozenset[str]:
        """Whoever a reader of this department belongs to: itself and those above."""
        return self._rights.chain(department) if department else frozenset()

    def withholds_files(self, department: str) -> bool:
        return "attachments" in self._rights.withheld_from(department)

    async def conclude(self, fact: CaseConcluded) -> Conclusion:
        """The end of a case, with its answer as it is kept.

        An answer that does not open is the department's mistake: the case ends without
        it, and says so, rather than stopping.
        """
        kept = await self._taken_over(fact.case_id, fact.answer)
        return Conclusion(
            fact.outcome, kept.text, kept.readable, fact.round, fact.authority
        )

    async def complete(self, case: Case, task: TaskCompleted) -> Completion:
        """The end of a task, with what is reported.

        The lead's words come with the conclusion; a co-handler's are a report, which
        goes to whoever waits for it. One that does not open is noted.
        """
        holder = case.holder_of(task.task_id)
        if holder is None or holder.role == "lead":
            return Completion(task)
        kept = await self._taken_over(case.case_id, task.answer)
        if kept.text is None:
            return Completion(task, readable=kept.readable)
        report = report_of(case, holder, kept.text)
        after = case.reporting(report)
        receiver = after.receiver_of(report)
        grants = await self.grants(after, (receiver,) if receiver else ())
        return Completion(task, (report, grants))

    async def _taken_over(self, case_id: str, sealed: str | None) -> "_Kept":
        """Opens what was sealed for intake and keeps it under the case's key.

        A key of our own that does not open is `Unreadable` to the caller: nothing is
        decided without the words.
        """
        if sealed is None:
            return _Kept(None)
        try:
            text = self._opener.open(sealed, AnswerText)
        except Unreadable:
            return _Kept(None, readable=False)
        words = clean(text.text)
        if not words:
            return _Kept(None, readable=False)
        try:
            return _Kept(await self.keep_text(case_id, words))
        except KeyDestroyed:
            return _Kept(None)

    async def text(self, case: Case, sealed: str) -> str | None:
        """What somebody wrote about it, kept as one text. None: it has been erased."""
        kept = await self._vault.open(case.case_id, sealed, AnswerText)
        return kept.text if kept else None

    async def _reports(self, case: Case, reports: Sequence[Report]) -> dict[str, str]:
        """By department; what one reports of several parts stands together."""
        said: dict[str, str] = {}
        for report in reports:
            text = await self.text(case, report.text)
            parts = (said.get(report.department), text)
            said[report.department] = "\n\n".join(part for part in parts if part)
        return said


class _Kept(NamedTuple):
    """Words of a department, sealed at rest."""

    text: str | None
    readable: bool = True


def _to_reach(person: PersonForm | None) -> Person | None:
    return to_reach(person.person()) if person else None
