"""The city's numbers for webhooks, checked when they are loaded."""

from collections.abc import Iterable
from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Any, Generic, Literal, TypeVar

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic.dataclasses import dataclass

from services.kit.running.city_data import from_yaml
from services.notification.domain.hooks.addresses import Network
from services.notification.domain.hooks.schedule import HookRules, Notice

V = TypeVar("V")
LONGER_THAN_NOTHING = Field(gt=timedelta(0))
Duration = Annotated[timedelta, LONGER_THAN_NOTHING]
WithinTheLease = Annotated[timedelta, LONGER_THAN_NOTHING, Field(le=timedelta(0, 25))]
Port = Annotated[int, Field(ge=1, le=65_535)]


class Said(BaseModel, Generic[V]):
    """A value, and whose word it is."""

    model_config = ConfigDict(extra="forbid")

    value: V
    source: Literal["law", "local", "ours"]


def _fits(text: str) -> str:
    try:
        text.format(url="", webhook_id="")
    except (LookupError, ValueError):
        raise ValueError("knows {url} and {webhook_id} only") from None
    return text


Text = Annotated[str, Field(min_length=1, max_length=2_000), AfterValidator(_fits)]


@dataclass(frozen=True)
class ToldNotice(Notice):
    subject: Text
    body: Text


class Notices(BaseModel):
    model_config = ConfigDict(extra="forbid")

    gone: ToldNotice
    failing: ToldNotice


class HookData(BaseModel):
    """The file as it is written."""

    model_config = ConfigDict(extra="forbid")

    pauses: Said[Annotated[tuple[Duration, ...], Field(min_length=1, max_length=20)]]
    jitter: Said[Annotated[float, Field(ge=0, le=0.5)]]
    answer_within: Said[WithinTheLease]
    disable_after: Said[Duration]
    longest_retry_after: Said[Duration]
    at_once: Said[Annotated[int, Field(ge=1, le=64)]]
    endpoints: Said[Annotated[int, Field(ge=1, le=20)]]
    old_secret_for: Said[timedelta]
    log_for: Said[Duration]
    ports: Said[frozenset[Port]]
    trusted: Said[tuple[IPv4Network | IPv6Network, ...]]
    notices: Said[Notices]

    def rules(self, more: Iterable[Network]) -> HookRules:
        said: dict[str, Any] = {name: each.value for name, each in self}
        said["trusted"] = (*self.trusted.value, *more)
        notices = self.notices.value
        said["notices"] = {"gone": notices.gone, "failing": notices.failing}
        return HookRules(**said)


def load_hook_rules(folder: Path, more: Iterable[Network] = ()) -> HookRules:
    """`more`: ranges trusted besides. Raises `RuntimeError` that names the entry."""
    path = folder / "webhooks.yaml"
    try:
        return HookData.model_validate(from_yaml(path.read_text())).rules(more)
    except (OSError, yaml.YAMLError) as error:
        raise RuntimeError(f"{path}: {error}") from error
    except ValidationError as error:
        places = (
            f"{'.'.join(map(str, wrong['loc']))}: {wrong['msg']}"
            for wrong in error.errors()
        )
        raise RuntimeError(f"{path}: {'; '.join(places)}") from None
