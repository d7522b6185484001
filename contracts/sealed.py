"""A field that only one reader can open, and what is inside once it has."""

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler
from pydantic import StringConstraints as Text
from pydantic_core import CoreSchema

JWE_PATTERN = r"^[\w-]+\.[\w-]*\.[\w-]+\.[\w-]+\.[\w-]+$"

Sealed = Annotated[str, Text(pattern=JWE_PATTERN, max_length=600_000)]
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

    model_config = ConfigDict(frozen=True)


class Person(Plaintext):
    name: str = Field(min_length=1, max_length=100)
    phone: str | None = Field(default=None, max_length=32)
    email: str | None = Field(default=None, max_length=200)
    id_number: str | None = Field(default=None, max_length=32)


class CaseContent(Plaintext):
    """What a department needs to do its task, while it has it."""

    case_no: str
    title: str
    text: str
    applicant: Person | None = None
    agent: Person | None = None
    answers: dict[str, Any] = Field(default_factory=dict)
    supplements: tuple[str, ...] = ()
    """What the resident added since, oldest first."""
    reports: dict[str, str] = Field(default_factory=dict)
    """By department: what co-handlers report to the one who waits for them."""


class ContactCard(Plaintext):
    """How notification reaches the people of one case."""

    applicant: Person | None = None
    agent: Person | None = None
    case_no: str
    query_code: str
    language: str = "zh"


class PartyCard(Plaintext):
    """How notification reaches one party of a mediation."""

    person: Person
    answer_token: str
    """Lets this party, and nobody else, answer the invitation."""
    language: str = "zh"


class AnswerText(Plaintext):
    """What a department answers the resident."""

    text: str = Field(min_length=1, max_length=20_000)
