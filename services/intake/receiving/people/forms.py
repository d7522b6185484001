"""People as they are written into a form. Only in memory, until they are sealed."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from contracts.sealed import Accused, Agent, Evidence, Person, Preferences
from services.intake.receiving.blank import Blank, Long, Short, Word
from services.intake.receiving.people.numbers import (
    IdType,
    narrowed,
    written_number,
)

Kind = Literal["person", "organisation"]
Capacity = Literal["full", "limited", "none"]
Authority = Literal["guardian", "written_mandate", "legal_representative", "statutory"]
Channel = Literal["sms", "voice", "letter", "visit", "email", "in_app"]

Phone = Annotated[Short, AfterValidator(lambda text: text and narrowed(text))]
Number = Annotated[Short, AfterValidator(lambda text: text and written_number(text))]


class PartyForm(Blank):
    name: str = Field(min_length=1, max_length=100)
    phone: Phone = None
    email: Long = None


class PersonForm(PartyForm):
    kind: Kind = "person"
    contact: str | None = Field(default=None, max_length=100)
    """Of an organisation: who speaks for it on the telephone."""
    id_type: IdType | None = None
    """None: as is usual, a resident's card or an organisation's credit code."""
    id_number: Number = None
    """Stays at intake: no department is given it."""
    address: Long = None
    birth_date: date | None = None
    """Of somebody whose number does not tell it."""
    capacity: Capacity | None = None
    """民事行为能力 as the clerk was shown; None: nobody has asked."""

    @property
    def is_organisation(self) -> bool:
        return self.kind == "organisation"

    @property
    def number_type(self) -> IdType:
        usual: IdType = "credit_code" if self.is_organisation else "resident_id"
        return self.id_type or usual

    @property
    def reachable(self) -> bool:
        """By any means at all, though it be a letter."""
        return bool(self.phone or self.email or self.address)

    def person(self) -> Person:
        return Person(**self.model_dump())


class EvidenceForm(Blank):
    """A document that has a number, a file handed over, or an original shown."""

    kind: Literal["document", "attachment", "seen_original"]
    number: Word | None = None
    attachment: Word | None = None


class AgentForm(PersonForm):
    """Who acts for the applicant, by what right, and what shows it."""

    authority: Authority | None = None
    evidence: tuple[EvidenceForm, ...] = Field(default=(), max_length=20)

    def agent(self) -> Agent:
        shown = tuple(Evidence(**each.model_dump()) for each in self.evidence)
        return Agent(**self.model_dump(exclude={"evidence"}), evidence=shown)


class HelperForm(Blank):
    """Who assisted; the matter stays the resident's own."""

    kind: Literal["clerk", "grid_officer", "volunteer", "family", "neighbour"]
    consent: bool = False
    """The resident agrees to be helped."""


class AccusedForm(Blank):
    """Whom a report is about: offices by their code, others in words."""

    organisations: tuple[Word, ...] = Field(default=(), max_length=20)
    words: str | None = Field(default=None, max_length=1_000)

    def accused(self) -> Accused:
        return Accused(**self.model_dump())


class PreferencesForm(Blank):
    """How the applicant wants to be spoken to."""

    channels: tuple[Channel, ...] = Field(default=(), max_length=6)
    """In order of preference; none: whatever reaches them."""
    large_print: bool = False
    interpreter: Literal["none", "dialect", "sign", "ethnic"] = "none"
    interpreter_language: Short = None
    """Which dialect or language, by BCP 47: `yue`, `bo`, `ug`."""
    human: bool = False
    """Somebody speaks to them in person."""

    def preferences(self) -> Preferences:
        return Preferences(**self.model_dump())
