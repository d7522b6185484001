"""How far a case is, in words, for whoever holds its number and query code."""

from collections.abc import Mapping
from datetime import datetime

from pydantic import BaseModel

from services.intake.catalogue import Catalogue, Item, Names
from services.intake.domain.case import Case
from services.intake.domain.parts import OF_THE_OFFICES, Holder, Step, Told
from services.intake.domain.states import State
from services.intake.receiving.identifiers import CITY_TIME
from services.intake.telling.fields import FIELDS
from services.intake.telling.language import Said, date, in_language
from services.intake.telling.shown import Words
from services.intake.telling.steps import STEPS
from services.intake.telling.words import AUDIENCES, CHANNELS, GRADES, NEXT, TOLD

WHY: Said = ("({name})", " ({name})")


class Line(BaseModel):
    at: datetime
    code: str
    words: str


class ToCorrect(BaseModel):
    pointer: str
    words: str


class Progress(BaseModel):
    case_no: str
    state: State
    words: str
    """The last thing that happened."""
    steps: list[Line]
    with_whom: list[str]
    expected_at: datetime | None = None
    expected: str | None = None
    next: str
    told: list[Line]
    to_correct: list[ToCorrect] = []
    notice: str | None = None
    """What the window adds in words."""
    answer: str | None = None


class Teller:
    """Tells in one language; times are the city's."""

    def __init__(self, catalogue: Catalogue, language: str) -> None:
        self._catalogue = catalogue
        self._language = language

    def progress(self, case: Case, words: Words) -> Progress:
        told = (step for step in case.steps if step.code not in OF_THE_OFFICES)
        steps = sorted(told, key=lambda step: step.at)
        expected = case.expected_at
        return Progress(
            case_no=case.case_no,
            state=case.state,
            words=self.step(steps[-1]).words,
            steps=[self.step(step) for step in steps],
            with_whom=[self._office(holder.department) for holder in case.holders],
            expected_at=expected and _local(expected),
            expected=date(expected, self._language) if expected else None,
            next=self._next(case),
            told=[self._told(told) for told in case.told],
            to_correct=self._to_correct(case),
            notice=words.notice if case.state == "correction_requested" else None,
            answer=words.answer,
        )

    def _to_correct(self, case: Case) -> list[ToCorrect]:
        if case.state != "correction_requested":
            return []
        reasons = self._catalogue.correction_reasons
        item = self._catalogue.item_of(case)
        return [
            ToCorrect(
                pointer=defect.pointer,
                words=f"{self._field(defect.pointer, item)}: "
                f"{self._named(reasons, defect.reason)}",
            )
            for defect in case.notices[-1].defects
        ]

    def _field(self, pointer: str, item: Item | None) -> str:
        """As the item calls it; else the names on the way that we have words for."""
        if item and (titled := item.title_of(pointer)):
            return titled[self._language]
        known = (FIELDS[part] for part in pointer.split("/") if part in FIELDS)
        return " ".join(map(self._say, known)) or pointer

    def step(self, step: Step) -> Line:
        code = step.code
        if code == "assigned":
            code = f"assigned_{step.detail}"
        words = self._say(STEPS[code]).format(
            office=self._office(step.department),
            detail=step.detail or "",
            to=self._office(step.detail),
            until=self._date(step.until),
            why=self._why(step),
            where=self._where(step.detail),
            grade=self._known(GRADES, step.detail or ""),
            outcome=self._named(self._catalogue.outcomes, step.detail),
            reason=self._named(self._catalogue.end_reasons, step.detail),
        )
        return Line(at=_local(step.at), code=step.code, words=words)

    def _next(self, case: Case) -> str:
        stage, holder = _stage(case)
        return self._say(NEXT[stage]).format(
            office=self._office(holder.department if holder else None),
            date=self._date(_until(case)),
            until=self._date(holder.waits_until if holder else None),
            where=self._where(case.authority),
            help_line=self._catalogue.help_line,
        )

    def _why(self, step: Step) -> str:
        """In brackets; nothing where the city has no name for the reason."""
        reasons = self._catalogue.task_reasons
        if step.code == "reopened":
            reasons = self._catalogue.reopen_reasons
        if step.code == "declined":
            reasons = self._catalogue.decline_names
        name = reasons.get(step.detail or "", {}).get(self._language)
        return self._say(WHY).format(name=name) if name else ""

    def _date(self, moment: datetime | None) -> str:
        return date(moment, self._language) if moment else ""

    def _told(self, told: Told) -> Line:
        words = self._say(TOLD[told.result]).format(
            audience=self._known(AUDIENCES, told.audience),
            channel=self._known(CHANNELS, told.channel),
        )
        return Line(at=_local(told.at), code=told.template, words=_capital(words))

    def _where(self, authority: str | None) -> str:
        if authority is None:
            return ""
        return self._catalogue.elsewhere(authority, self._language)

    def _office(self, code: str | None) -> str:
        return self._catalogue.office(code, self._language) if code else ""

    def _named(self, names: Mapping[str, Names], code: str | None) -> str:
        """A word that the city has forgotten still has its code."""
        return names.get(code or "", {}).get(self._language, code or "")

    def _known(self, table: Mapping[str, Said], code: str) -> str:
        said = table.get(code)
        return self._say(said) if said else code

    def _say(self, said: Said) -> str:
        return in_language(said, self._language)


def _until(case: Case) -> datetime | None:
    """The day that the next step waits for."""
    if case.state in {"draft", "registered", "correction_requested"}:
        return case.wake_at
    return case.expected_at


def _stage(case: Case) -> tuple[str, Holder | None]:
    """Which sentence tells what comes next, and about whom."""
    if case.state == "answered" and case.authority:
        return "elsewhere", None
    if case.state != "in_progress":
        waits = case.state == "accepted" and case.steps[-1].code == "triage"
        return "triage" if waits else case.state, None
    if not case.holders:
        return "between", None
    lead = case.lead or case.holders[0]
    late = [holder for holder in case.holders if holder.overdue]
    waiting = [holder for holder in (lead, *case.holders) if holder.waits]
    if late:
        return "overdue", lead if lead.overdue else late[0]
    if waiting:
        return waiting[0].status, waiting[0]
    provisional = any(holder.provisional for holder in case.holders)
    return "provisional" if provisional else "in_progress", lead


def _local(moment: datetime) -> datetime:
    return moment.astimezone(CITY_TIME)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
