"""Who is told of what: data, checked when it is loaded."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, Literal, get_type_hints

import yaml
from pydantic import (
    BaseModel,
    ConfigDict,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from contracts.codes import Code
from contracts.envelope import Payload
from contracts.intake import CaseWarned
from contracts.topics import TOPICS
from services.kit.running.city_data import from_yaml
from services.notification.domain.audience import DISPATCHER, recipient_of
from services.notification.domain.states import BY_PERSON

Audience = Literal["applicant", "department", "supervisor", "dispatcher", "party"]
OF_THE_CITY = ("supervisor", "dispatcher")


class Subscription(BaseModel):
    """`channels` in order; the last is a person, so that nobody is lost.

    `when`: fields of the event and what each has to be; empty: every such event.
    `desk`: the city's desk that is told, where it does not follow from the event.
    """

    model_config = ConfigDict(frozen=True)

    event: str
    when: Mapping[str, bool | int | str] = {}
    audience: Audience
    desk: Code | None = None
    template: Code
    urgency: Literal["normal", "urgent"] = "normal"
    legal: bool = False
    """Told because the law says so: nobody opts out of it."""
    channels: tuple[Code, ...]

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

    @field_validator("desk")
    @classmethod
    def _is_in_the_city(cls, desk: str | None, info: ValidationInfo) -> str | None:
        desks = (info.context or {}).get("desks", ())
        if desk is not None and desk not in desks:
            raise ValueError(f"the city's desks are {', '.join(sorted(desks))}")
        if desk is not None and info.data.get("audience") not in OF_THE_CITY:
            raise ValueError(f"only a {' or '.join(OF_THE_CITY)} sits at a desk")
        return desk

    @field_validator("channels")
    @classmethod
    def _ends_with_a_person(cls, channels: tuple[Code, ...]) -> tuple[Code, ...]:
        if not channels or channels[-1] not in BY_PERSON:
            raise ValueError(f"a person comes last: {' or '.join(BY_PERSON)}")
        if len(set(channels)) < len(channels):
            raise ValueError("each channel once")
        return channels

    def is_about(self, fact: Payload) -> bool:
        return self.event == fact.TYPE and all(
            getattr(fact, field) == value for field, value in self.when.items()
        )


class Subscriptions(BaseModel):
    """`variables` tells each audience's templates what they may name."""

    model_config = ConfigDict(frozen=True)

    subscriptions: tuple[Subscription, ...]
    variables: Mapping[str, tuple[str, ...]] = {}
    more_variables: Mapping[str, tuple[str, ...]] = {}
    warning_desks: Mapping[str, Code] = {}
    """Who looks at a case, by the reason why somebody must (warnings.yaml)."""

    def recipient(self, row: Subscription, fact: Payload) -> str:
        if row.desk:
            return row.desk
        if isinstance(fact, CaseWarned):
            return self.warning_desks.get(fact.reason, DISPATCHER)
        return recipient_of(row.audience, fact)

    def to(self, fact: Payload) -> tuple[Subscription, ...]:
        return tuple(row for row in self.subscriptions if row.is_about(fact))

    def variables_of(self, row: Subscription) -> frozenset[str]:
        more = self.more_variables.get(row.template, ())
        return frozenset((*self.variables.get(row.audience, ()), *more))


READ: Mapping[str, type[Payload]] = {
    fact.TYPE: fact
    for topic in TOPICS
    if "notification" in topic.readers
    for fact in topic.carries
}


def load_subscriptions(
    folder: Path, desks: Collection[str], warning_desks: Mapping[str, str]
) -> Subscriptions:
    """`desks` are the city's. Raises `RuntimeError` that names file and entry."""
    path = folder / "subscriptions.yaml"
    try:
        read = Subscriptions.model_validate(_read(path), context={"desks": desks})
    except ValidationError as error:
        raise RuntimeError(f"{path}: {_described(error)}") from None
    return read.model_copy(update={"warning_desks": warning_desks})


def _check_value(fact: type[Payload], field: str, value: bool | int | str) -> None:
    """By the event's contract, and no looser: 1 is not true."""
    if field not in fact.model_fields:
        raise ValueError(f"the event has no field {field}")
    kind = get_type_hints(fact, include_extras=True)[field]
    try:
        TypeAdapter(kind).validate_python(value, strict=True)
    except ValidationError:
        raise ValueError(f"{field} is never {value!r}") from None


def _read(path: Path) -> Any:
    try:
        return from_yaml(path.read_text())
    except (OSError, yaml.YAMLError) as error:
        raise RuntimeError(f"{path}: {error}") from error


def _described(error: ValidationError) -> str:
    places = (
        f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}"
        for problem in error.errors()
    )
    return "; ".join(places)
