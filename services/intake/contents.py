"""The edge where words are sealed and opened: the domain sees opaque text only."""

from contracts.sealed import AnswerText, CaseContent, ContactCard, Person, Plaintext
from services.intake.domain.case import Case
from services.intake.domain.following import Conclusion
from services.intake.receiving.form import CaseForm, PersonForm
from services.kit.errors import Unreadable
from services.kit.sealing.digests import Digests
from services.kit.sealing.readers import Opener, Sealer
from services.kit.sealing.vault import KeyDestroyed, Vault


class QueryCode(Plaintext):
    code: str


class Contents:
    def __init__(
        self, vault: Vault, sealer: Sealer, opener: Opener, digests: Digests
    ) -> None:
        self._vault = vault
        self._sealer = sealer
        self._opener = opener
        self._digests = digests

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
            agent=form.agent and form.agent.person(),
            answers=form.answers,
        )
        return await self._vault.seal(case_id, content)

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
        )
        return self._sealer.seal("notification", card)

    async def read(self, case: Case) -> CaseContent | None:
        """None: it has been erased."""
        return await self._vault.open(case.case_id, case.content, CaseContent)

    async def code(self, case: Case) -> str | None:
        kept = await self._vault.open(case.case_id, case.query_code, QueryCode)
        return kept.code if kept else None

    async def answer(self, case: Case) -> str | None:
        if case.answer is None:
            return None
        kept = await self._vault.open(case.case_id, case.answer, AnswerText)
        return kept.text if kept else None

    async def grant(self, case: Case, department: str) -> str | None:
        """What a department needs for its task, sealed for it alone."""
        content = await self.read(case)
        if content is None:
            return None
        return self._sealer.seal(department, without_numbers(content))

    async def conclude(
        self, case_id: str, outcome: str, answer: str | None
    ) -> Conclusion:
        """Opens what was sealed for intake and keeps it under the case's key.

        An answer that does not open is the department's mistake: the case ends
        without it, and says so, rather than stopping. A key of our own that does not
        open is `Unreadable` to the caller: nothing is concluded without the answer.
        """
        if answer is None:
            return Conclusion(outcome, None)
        try:
            text = self._opener.open(answer, AnswerText)
        except Unreadable:
            return Conclusion(outcome, None, readable=False)
        try:
            return Conclusion(outcome, await self._vault.seal(case_id, text))
        except KeyDestroyed:
            return Conclusion(outcome, None)


def without_numbers(content: CaseContent) -> CaseContent:
    """What a department may see; only the window knows identity numbers."""
    people = {
        "applicant": _without_number(content.applicant),
        "agent": _without_number(content.agent),
    }
    return content.model_copy(update=people)


def _to_reach(person: PersonForm | None) -> Person | None:
    return _without_number(person.person()) if person else None


def _without_number(person: Person | None) -> Person | None:
    return person and person.model_copy(update={"id_number": None})
