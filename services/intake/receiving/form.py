"""What is handed over at the window. Its words live in memory only, until sealed."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from contracts.sealed import Person

Text32 = Annotated[str, StringConstraints(max_length=32)]
Text200 = Annotated[str, StringConstraints(max_length=200)]
Word = Annotated[str, StringConstraints(min_length=1, max_length=64)]


def _or_none(text: str | None) -> str | None:
    return text or None


Short = Annotated[Text32 | None, AfterValidator(_or_none)]
"""An empty field of a form is one that was left out."""
Long = Annotated[Text200 | None, AfterValidator(_or_none)]


class _Form(BaseModel):
    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        str_strip_whitespace=True,
        hide_input_in_errors=True,
    )


class PartyForm(_Form):
    name: str = Field(min_length=1, max_length=100)
    phone: Short = None
    email: Long = None


class PersonForm(PartyForm):
    id_number: Short = None
    """Stays at intake: no department is given it."""

    @property
    def reachable(self) -> bool:
        return bool(self.phone or self.email)

    def person(self) -> Person:
        return Person(**self.model_dump())


class CaseForm(_Form):
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
    agent: PersonForm | None = None
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
    def people(self) -> dict[str, PersonForm]:
        named = {"applicant": self.applicant, "agent": self.agent}
        return {place: person for place, person in named.items() if person}


class DraftForm(_Form):
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


class CorrectionForm(_Form):
    """What is put right; a field that is left out stays as it was."""

    title: str | None = Field(default=None, min_length=1, max_length=200)
    text: str | None = Field(default=None, min_length=1, max_length=20_000)
    applicant: PersonForm | None = None
    agent: PersonForm | None = None
    answers: dict[str, Any] | None = Field(default=None, max_length=200)

    @property
    def fields(self) -> dict[str, Any]:
        return self.model_dump(exclude_none=True)


class DefectForm(_Form):
    pointer: str = Field(pattern=r"^(/[^/]{1,64}){1,8}$", max_length=300)
    """RFC 6901, into the form: `/applicant/id_number`, `/answers/site`."""
    reason: Word


class NoticeForm(_Form):
    """Everything that is missing or wrong, at once."""

    defects: tuple[DefectForm, ...] = Field(min_length=1, max_length=100)
    words: str | None = Field(default=None, min_length=1, max_length=5_000)


class DeclineForm(_Form):
    reason: Word
    authority: Word | None = None


class HandOverForm(_Form):
    reason: Word
    authority: Word


class AnswerForm(_Form):
    text: str = Field(min_length=1, max_length=20_000)


class EmptyForm(_Form):
    """Nothing more needs saying."""


class SupplementForm(_Form):
    text: str = Field(min_length=1, max_length=2_000)


class EvaluationForm(_Form):
    grade: int = Field(ge=1, le=5, strict=True)
    named: bool = True
    """False: nobody is told whose it is, and nobody can call back."""


class ReopenForm(_Form):
    reason: Word


class PersonSought(_Form):
    """Exactly one of them."""

    id_number: Short = None
    phone: Short = None
    credit_code: Short = None
