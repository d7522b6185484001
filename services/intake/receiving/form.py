"""What is handed over at the window. Its words live in memory only, until sealed."""

from datetime import date
from typing import Any, Literal

from pydantic import ConfigDict, Field

from contracts.codes import DocumentNo
from services.intake.domain.states import Anonymity
from services.intake.receiving.blank import Blank, Word
from services.intake.receiving.people.forms import (
    AccusedForm,
    AgentForm,
    HelperForm,
    Number,
    PersonForm,
    Phone,
    PreferencesForm,
)

REPORT = "report"


class CaseForm(Blank):
    """Codes are checked against the city's data, words against what paper can hold."""

    kind: Word
    request_type: Word | None = None
    item: Word | None = None
    item_version: int | None = Field(default=None, ge=1, strict=True)
    """None: the version that is valid today."""
    category: Word
    area: Word
    channel: Word
    urgency: Word = "normal"
    title: str = Field(min_length=1, max_length=200)
    text: str = Field(min_length=1, max_length=20_000)
    applicant: PersonForm | None = None
    agent: AgentForm | None = None
    helper: HelperForm | None = None
    anonymity: Anonymity | None = None
    """None: confidential for a report, named for everything else."""
    accused: AccusedForm | None = None
    preferences: PreferencesForm = PreferencesForm()
    answers: dict[str, Any] = Field(default_factory=dict, max_length=200)
    happened_on: date | None = None
    """When it happened: rights end (诉讼时效)."""
    examine: bool = False
    """The window wants to look at it before the city takes it up."""
    answer: str | None = Field(default=None, min_length=1, max_length=20_000)
    """The window knows it: answered at once, and no department is asked."""
    language: Literal["zh", "en"] = "zh"
    """In which the applicant is written to."""

    @property
    def is_report(self) -> bool:
        return self.request_type == REPORT

    @property
    def secrecy(self) -> Anonymity:
        """What holds: who reports somebody is not named unless they say so (举报)."""
        return self.anonymity or ("confidential" if self.is_report else "named")

    @property
    def people(self) -> dict[str, PersonForm]:
        named = {"applicant": self.applicant, "agent": self.agent}
        return {place: person for place, person in named.items() if person}


class DraftForm(Blank):
    """A form that is not whole yet: what it is about, and whatever is there by now.

    Further fields are those of `CaseForm`, each checked when it is handed in.
    """

    model_config = ConfigDict(extra="allow")

    kind: Word
    category: Word
    area: Word
    channel: Word

    @property
    def fields(self) -> dict[str, Any]:
        return self.model_dump(mode="json")


class CorrectionForm(Blank):
    """What is put right; what is left out stays as it was, also of a person.

    Null empties what is in a person, in preferences or in answers.
    """

    title: str | None = Field(default=None, min_length=1, max_length=200)
    text: str | None = Field(default=None, min_length=1, max_length=20_000)
    applicant: PersonForm | None = None
    agent: AgentForm | None = None
    preferences: PreferencesForm | None = None
    answers: dict[str, Any] | None = Field(default=None, max_length=200)

    @property
    def fields(self) -> dict[str, Any]:
        sent = self.model_dump(mode="json", exclude_unset=True)
        return {name: value for name, value in sent.items() if value is not None}


class DefectForm(Blank):
    pointer: str = Field(pattern=r"^(/[^/]{1,64}){1,8}$", max_length=300)
    """RFC 6901, into the form: `/applicant/id_number`, `/answers/site`."""
    reason: Word


class NoticeForm(Blank):
    """Everything that is missing or wrong, at once."""

    defects: tuple[DefectForm, ...] = Field(min_length=1, max_length=100)
    words: str | None = Field(default=None, min_length=1, max_length=5_000)


class DeclineForm(Blank):
    reason: Word
    authority: Word | None = None


class HandOverForm(Blank):
    reason: Word
    authority: Word


class AnswerForm(Blank):
    text: str = Field(min_length=1, max_length=20_000)


class EmptyForm(Blank):
    """Nothing more needs saying."""


class SupplementForm(Blank):
    text: str = Field(min_length=1, max_length=2_000)


class EvaluationForm(Blank):
    grade: int = Field(ge=1, le=5, strict=True)
    named: bool = True
    """False: nobody is told whose it is, and nobody can call back."""


class ReopenForm(Blank):
    reason: Word


class PersonSought(Blank):
    """Exactly one of them."""

    id_number: Number = None
    phone: Phone = None
    credit_code: Number = None


class ErasureForm(Blank):
    reason: Word
    """A code of `erasure_reasons` in city.yaml."""


class ArchiveForm(Blank):
    """Why a case that is over is read again, and which document asks for it."""

    reason: Word
    """A code of `archive_reasons` in city.yaml."""
    reference: DocumentNo
