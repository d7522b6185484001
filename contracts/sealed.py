"""A field that only one reader can open, and what is inside once it has."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler
from pydantic import StringConstraints as Text
from pydantic_core import CoreSchema

from contracts.codes import Means

JWE_PATTERN = r"^[\w-]+\.[\w-]*\.[\w-]+\.[\w-]+\.[\w-]+$"

Sealed = Annotated[
    str,
    Text(pattern=JWE_PATTERN, max_length=600_000),
    Means("Sealed: a compact JWE that one reader can open."),
]
"""A compact JWE (RFC 7516): in events ECDH-ES+A256KW with A256GCM, at rest A256GCM."""


@dataclass(frozen=True)
class For:
    """Names the one reader whose key opens the field; `{department}`: the task's."""

    reader: str

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return handler(schema) | {"x-sealed-for": self.reader}


class Plaintext(BaseModel):
    """What a sealed field holds. Exists in memory only, between opening and sealing."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


class Person(Plaintext):
    """Who somebody is, and how to reach them."""

    name: str = Field(min_length=1, max_length=100)
    """As the person gave it."""
    phone: str | None = Field(default=None, max_length=32)
    """As the person gave it."""
    email: str | None = Field(default=None, max_length=200)
    """As the person gave it."""
    id_number: str | None = Field(default=None, max_length=32)
    """Of an identity card, unless `id_type` says otherwise."""
    kind: str = "person"
    """`person` or `organisation`, whose phone and e-mail are those of `contact`."""
    contact: str | None = Field(default=None, max_length=100)
    """Of an organisation: who speaks for it."""
    id_type: str | None = None
    """resident_id, credit_code, passport, permit or none."""
    address: str | None = Field(default=None, max_length=200)
    """As the person gave it."""
    birth_date: date | None = None
    """Of somebody whose number does not tell it."""
    capacity: str | None = None
    """full, limited or none: whether somebody else has to act (民法典 17-24)."""


class Evidence(Plaintext):
    """What shows that somebody may act for another."""

    kind: str
    """document, attachment, or seen_original: a clerk had it in hand."""
    number: str | None = Field(default=None, max_length=64)
    """Of the document."""
    attachment: str | None = Field(default=None, max_length=64)
    """The id of the file."""


class Agent(Person):
    """Who acts for the applicant, and by what right."""

    authority: str | None = None
    """guardian, written_mandate, legal_representative or statutory."""
    evidence: tuple[Evidence, ...] = ()
    """Stays at the window, which has seen it."""


class Accused(Plaintext):
    """Whom a report is about; none of them is given it."""

    organisations: tuple[str, ...] = ()
    """Codes of the city's organisations."""
    words: str | None = Field(default=None, max_length=1_000)
    """Somebody else, as the resident calls them."""


class Preferences(Plaintext):
    """How the applicant wants to be spoken to."""

    channels: tuple[str, ...] = ()
    """sms, voice, letter, visit, email, in_app, the best first; none: any."""
    large_print: bool = False
    """Papers in large letters."""
    interpreter: str = "none"
    """Whom they need when they meet: none, dialect, sign or ethnic."""
    interpreter_language: str | None = Field(default=None, max_length=32)
    """Which dialect or language, by BCP 47."""
    human: bool = False
    """A human please: nothing written by a machine."""


class AttachmentRef(Plaintext):
    """A file handed over with the case; whoever may read the case fetches it."""

    attachment_id: str
    """Names it: `GET /v1/cases/{case_id}/attachments/{attachment_id}` at the window."""
    name: str = Field(min_length=1, max_length=120)
    """As the resident named it, with an ending that says what it is."""
    media_type: str
    """By what it holds, not by what it was called."""
    size: int
    """Bytes."""
    sha256: str
    """Of its bytes, in hex."""


class CaseContent(Plaintext):
    """What a department needs to do its task, while it has it."""

    case_no: str
    """What people know the case by."""
    title: str
    """In the resident's words."""
    text: str
    """In the resident's words."""
    applicant: Person | None = None
    """Whose matter it is."""
    agent: Agent | None = None
    """Who acts for the applicant."""
    anonymity: str = "named"
    """confidential: only the window knows who it is; anonymous: nobody does."""
    preferences: Preferences | None = None
    """How the applicant wants to be spoken to, and whom they need to be understood."""
    accused: Accused | None = None
    """Whom a report is about."""
    answers: dict[str, Any] = Field(default_factory=dict)
    """What the form asked, by field."""
    supplements: tuple[str, ...] = ()
    """What the resident added since, oldest first."""
    attachments: tuple[AttachmentRef, ...] = ()
    """Files that the resident handed over, oldest first."""
    reports: dict[str, str] = Field(default_factory=dict)
    """By department: what co-handlers report to the one who waits for them."""
    language: str = "zh"
    """In which to write to the applicant."""


class ContactCard(Plaintext):
    """How notification reaches the people of one case."""

    applicant: Person | None = None
    """Whose matter it is."""
    agent: Person | None = None
    """Who acts for the applicant."""
    case_no: str
    """What people know the case by."""
    query_code: str
    """With the number, shows how far the case is."""
    language: str = "zh"
    """In which to write."""
    preferences: Preferences | None = None
    """Of the applicant."""


class PartyCard(Plaintext):
    """How notification reaches one party of a mediation."""

    person: Person
    """Whom to invite."""
    answer_token: str
    """Lets this party, and nobody else, answer the invitation."""
    language: str = "zh"
    """In which to write."""
    preferences: Preferences | None = None
    """Of a party who has handed the case over itself."""


class SigningCard(Plaintext):
    """How a party signs what it has read: a code that serves once."""

    person: Person
    """Who signs."""
    code: str = Field(min_length=4, max_length=12)
    """Shown to nobody but this party."""
    language: str = "zh"
    """In which to write."""


class OriginatorCard(Plaintext):
    """How notification reaches somebody who raised a topic."""

    person: Person
    """Who raised it."""
    language: str = "zh"
    """In which to write."""


class AnswerText(Plaintext):
    """What a department answers the resident."""

    text: str = Field(min_length=1, max_length=20_000)
    """Read by the resident, if the lead wrote it."""


INSIDE: tuple[type[Plaintext], ...] = (
    CaseContent,
    AnswerText,
    ContactCard,
    PartyCard,
    SigningCard,
    OriginatorCard,
)
"""Everything that a sealed field of an event may hold."""
