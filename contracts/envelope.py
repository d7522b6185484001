"""The one shape every message has: a CloudEvents 1.0 JSON document."""

from datetime import datetime
from typing import Annotated, ClassVar, Generic, Literal, TypeVar, cast
from uuid import NAMESPACE_URL, UUID, uuid5

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    WithJsonSchema,
)

from contracts.codes import CaseId

Sequence = Annotated[
    int,
    Field(ge=1, lt=100_000_000),
    PlainSerializer(lambda n: f"{n:08d}", str),
    WithJsonSchema({"type": "string", "pattern": r"^\d{8}$"}),
]
"""Counts the facts of one source from 1; eight digits on the wire, so text sorts."""


class Payload(BaseModel):
    """A past-tense fact about one case. Readers ignore fields they do not know."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)
    TYPE: ClassVar[str]

    case_id: CaseId


P = TypeVar("P", bound=Payload)


class Event(BaseModel, Generic[P]):
    """Any CloudEvents 1.0 SDK reads it; the bytes are the same wherever it lies."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)

    specversion: Literal["1.0"] = "1.0"
    """The version of CloudEvents."""
    id: UUID
    """The same for every repeat of this event."""
    source: str = Field(pattern=r"^(/[\w.-]+){2,4}$", max_length=200)
    """Which aggregate says it: `/<service>/<collection>/<id>`."""
    type: str = Field(pattern=r"^tongban\.[a-z-]+\.[a-z-]+\.v\d+$", max_length=100)
    subject: CaseId
    """The case: also the key of the Kafka record."""
    time: AwareDatetime
    """When it happened."""
    datacontenttype: Literal["application/json"] = "application/json"
    dataschema: str | None = None
    """The `$id` of the JSON Schema of this document."""
    sequence: Sequence
    """Counts what this source says, from 1; eight digits, so that text sorts."""
    correlationid: CaseId
    """The case once more, for tools that follow a correlation."""
    causationid: UUID | None = None
    """The id of the event or command that caused it."""
    data: P


def event_id(source: str, sequence: int) -> UUID:
    """Follows from its arguments, so a repeated event is recognisable."""
    return uuid5(NAMESPACE_URL, f"{source}#{sequence}")


def schema_id(type: str) -> str:
    """CloudEvents asks for an absolute URI, and a city has no host of its own yet."""
    return f"urn:tongban:schema:{type}"


def event(
    fact: P, source: str, sequence: int, time: datetime, cause: UUID | None
) -> Event[P]:
    """`fact` as the `sequence`-th thing that `source` has to say."""
    kind = cast(type[Event[P]], Event.__class_getitem__(type(fact)))
    return kind(
        id=event_id(source, sequence),
        type=fact.TYPE,
        source=source,
        subject=fact.case_id,
        time=time,
        dataschema=schema_id(fact.TYPE),
        sequence=sequence,
        correlationid=fact.case_id,
        causationid=cause,
        data=fact,
    )
