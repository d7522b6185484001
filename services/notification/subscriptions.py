"""Who is told of what: data, checked when it is loaded."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_type_hints

from pydantic import (
    BaseModel,
    ConfigDict,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from contracts.codes import Code
from contracts.dispute import DangerReported
from contracts.envelope import Payload
from contracts.intake import CaseWarned
from contracts.topics import TOPICS
from services.notification.domain.audience import (
    DISPATCHER,
    WITH_AN_INBOX,
    recipients_of,
)
from services.notification.domain.states import BY_PERSON, IN_APP
from services.notification.texts.marked import Marked, read_marked

Audience = Literal[
    "applicant",
    "party",
    "originator",
    "department",
    "supervisor",
    "dispatcher",
    "mediator",
]
OF_THE_CITY = ("supervisor", "dispatcher")
Channel = Literal["email", "sms", "in_app", "voice", "call", "letter", "visit"]


class Subscription(BaseModel):
    """`channels` in order; the last is a person, so that nobody is lost.

    `when`: fields of the event and what each has to be; empty: every such event.
    `desk`, `office`: who is told, where it does not follow from the event.
    `legal`: a notice that the law demands, whatever the recipient wishes.
    `proof`: that it arrived has to be proven; what gives no receipt is a copy of it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    event: str
    when: Mapping[str, bool | int | str] = {}
    audience: Audience
    desk: Code | None = None
    office: Code | None = None
    template: Code
    urgency: Literal["normal", "urgent"] = "normal"
    channels: tuple[Channel, ...]
    legal: bool = False
    proof: Literal["needed"] | None = None
    source: Literal["law", "local", "ours"]

    @field_validator("event")
    @classmethod
    def _is_read(cls, event: str) -> str:
        if event not in READ:
            raise ValueError("no event of that type is read here")
        return event

    @field_validator("when")
    @classmethod
    def _can_come_true(
        cls, when: Mapping[str, bool | int | str], info: ValidationInfo
    ) -> Mapping[str, bool | int | str]:
        fact = READ.get(info.data.get("event", ""))
        if fact is not None:
            for field, value in when.items():
                _check_value(fact, field, value)
        return when

    @field_validator("audience")
    @classmethod
    def _is_named_by_the_event(cls, audience: str, info: ValidationInfo) -> str:
        fact, needed = READ.get(info.data.get("event", "")), NAMED_BY.get(audience, ())
        if fact is not None and needed and not set(needed) & fact.model_fields.keys():
            raise ValueError(f"the event names no {audience}")
        return audience

    @field_validator("desk", "office")
    @classmethod
    def _is_in_the_city(cls, code: str | None, info: ValidationInfo) -> str | None:
        of_desk = info.field_name == "desk"
        known = (info.context or {}).get("desks" if of_desk else "offices", ())
        sits = OF_THE_CITY if of_desk else ("department",)
        if code is not None and code not in known:
            raise ValueError(f"the city's are {', '.join(sorted(known))}")
        if code is not None and info.data.get("audience") not in sits:
            raise ValueError(f"only a {' or '.join(sits)} has one")
        return code

    @field_validator("channels")
    @classmethod
    def _ends_with_a_person(cls, channels: tuple[Code, ...]) -> tuple[Code, ...]:
        if not channels or channels[-1] not in BY_PERSON:
            raise ValueError(f"a person comes last: {' or '.join(BY_PERSON)}")
        if len(set(channels)) < len(channels):
            raise ValueError("each channel once")
        return channels

    @field_validator("channels")
    @classmethod
    def _has_an_inbox(
        cls, channels: tuple[Code, ...], info: ValidationInfo
    ) -> tuple[Code, ...]:
        audience = info.data.get("audience")
        if IN_APP in channels and audience and audience not in WITH_AN_INBOX:
            whose = ", ".join(sorted(WITH_AN_INBOX))
            raise ValueError(f"in_app: no {audience} has an inbox, only {whose}")
        return channels

    @model_validator(mode="after")
    def _law_binds_it(self) -> "Subscription":
        if self.legal and self.source != "law":
            raise ValueError("legal: only what has source: law")
        if self.proof and not self.legal:
            raise ValueError("proof: only of what is legal: true")
        return self

    def is_about(self, fact: Payload) -> bool:
        return self.event == fact.TYPE and all(
            getattr(fact, field) == value for field, value in self.when.items()
        )


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    subscriptions: tuple[Subscription, ...]
    nobody: Mapping[str, str] = {}


@dataclass(frozen=True)
class Subscriptions:
    subscriptions: tuple[Subscription, ...]
    nobody: Mapping[str, str]
    """Events that nobody is told of, and why not."""
    marked: Marked
    warning_desks: Mapping[str, Code]
    """Who looks at a case, by the reason why somebody must (warnings.yaml)."""

    def recipients(self, row: Subscription, fact: Payload) -> tuple[str, ...]:
        match fact:
            case _ if row.desk or row.office:
                return (row.desk or row.office or "",)
            case CaseWarned(reason=reason) | DangerReported(kind=reason):
                return (self.warning_desks.get(reason, DISPATCHER),)
            case _:
                return recipients_of(row.audience, fact)

    def to(self, fact: Payload) -> tuple[Subscription, ...]:
        return tuple(row for row in self.subscriptions if row.is_about(fact))

    def place(self, row: Subscription) -> str:
        """`file:line`, for whoever has to mend it."""
        index = self.subscriptions.index(row)
        return f"{self.marked.path}:{self.marked.line(('subscriptions', index))}"


READ: Mapping[str, type[Payload]] = {
    fact.TYPE: fact
    for topic in TOPICS
    if "notification" in topic.readers and not topic.per_department
    for fact in topic.carries
}
"""By type. A department's own topics are pushed to it as they are, unopened."""
NAMED_BY: Mapping[str, tuple[str, ...]] = {
    "party": ("parties", "party_id"),
    "originator": ("originators",),
    "mediator": ("mediator",),
}
"""An audience that is no role: a field of the event says who they are."""


def load_subscriptions(
    folder: Path,
    desks: Collection[str],
    warning_desks: Mapping[str, str],
    offices: Collection[str] = (),
) -> Subscriptions:
    """`desks`, `offices` are the city's. `RuntimeError` names file, line and entry."""
    marked = read_marked(folder / "subscriptions.yaml")
    context = {"desks": desks, "offices": offices}
    try:
        read = _File.model_validate(marked.said, context=context)
    except ValidationError as error:
        raise marked.faults(error) from None
    _check_nobody(marked, read)
    return Subscriptions(read.subscriptions, read.nobody, marked, warning_desks)


def _check_nobody(marked: Marked, read: _File) -> None:
    """Every event read here is told to somebody, or it says why to nobody."""
    told = {row.event for row in read.subscriptions}
    for event, why in read.nobody.items():
        if event not in READ or event in told or len(why) < 10:
            words = "an event that is read and told to nobody, and why, in words"
            raise marked.fault(("nobody", event), words)
    forgotten = sorted(READ.keys() - told - read.nobody.keys())
    if forgotten:
        words = f"neither told nor under nobody: {', '.join(forgotten)}"
        raise marked.fault(("nobody",), words)


def _check_value(fact: type[Payload], field: str, value: bool | int | str) -> None:
    """By the event's contract, and no looser: 1 is not true."""
    if field not in fact.model_fields:
        raise ValueError(f"the event has no field {field}")
    kind: Any = get_type_hints(fact, include_extras=True)[field]
    try:
        TypeAdapter(kind).validate_python(value, strict=True)
    except ValidationError:
        raise ValueError(f"{field} is never {value!r}") from None
