"""Who is told of what: data, checked when it is loaded."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from contracts.codes import Code
from contracts.envelope import Payload
from contracts.topics import TOPICS

Audience = Literal["applicant", "department", "supervisor", "dispatcher", "party"]


class Subscription(BaseModel):
    """`channels` in order; the last is a person, so that nobody is lost."""

    model_config = ConfigDict(frozen=True)

    event: str
    audience: Audience
    template: Code
    urgency: Literal["normal", "urgent"] = "normal"
    channels: tuple[Code, ...]

    @field_validator("event")
    @classmethod
    def _is_read(cls, event: str) -> str:
        if event not in READ:
            raise ValueError("no event of that type is read here")
        return event

    @field_validator("channels")
    @classmethod
    def _ends_with_a_person(cls, channels: tuple[Code, ...]) -> tuple[Code, ...]:
        if len(channels) < 2 or channels[0] != "email":
            raise ValueError("e-mail first and a person last")
        return channels


class Subscriptions(BaseModel):
    """`variables` tells each audience's templates what they may name."""

    model_config = ConfigDict(frozen=True)

    subscriptions: tuple[Subscription, ...]
    variables: Mapping[str, tuple[str, ...]] = {}
    more_variables: Mapping[str, tuple[str, ...]] = {}

    def to(self, event_type: str) -> tuple[Subscription, ...]:
        return tuple(row for row in self.subscriptions if row.event == event_type)

    def variables_of(self, row: Subscription) -> frozenset[str]:
        more = self.more_variables.get(row.template, ())
        return frozenset((*self.variables.get(row.audience, ()), *more))


READ: Mapping[str, type[Payload]] = {
    fact.TYPE: fact
    for topic in TOPICS
    if "notification" in topic.readers
    for fact in topic.carries
}


def load_subscriptions(folder: Path) -> Subscriptions:
    """Raises `RuntimeError` that names the file and the entry."""
    path = folder / "subscriptions.yaml"
    try:
        return Subscriptions.model_validate(_read(path))
    except ValidationError as error:
        raise RuntimeError(f"{path}: {_described(error)}") from None


def _read(path: Path) -> Any:
    try:
        return yaml.safe_load(path.read_text())
    except (OSError, yaml.YAMLError) as error:
        raise RuntimeError(f"{path}: {error}") from error


def _described(error: ValidationError) -> str:
    places = (
        f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}"
        for problem in error.errors()
    )
    return "; ".join(places)
