"""The city's own pace of sending, checked when it is loaded."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from services.kit.running.city_data import from_yaml
from services.kit.running.clock import Clock
from services.notification.delivery.entries import (
    Length,
    NoneOrSome,
    OfDay,
    Subject,
)
from services.notification.domain.course.pace import Pace
from services.notification.domain.course.quiet import Hours

FILE = "sending.yaml"
CHINA = ZoneInfo("Asia/Shanghai")


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Sourced(_Data):
    source: str


class ByUrgency(_Data):
    normal: NoneOrSome
    urgent: NoneOrSome

    def of(self, urgency: str) -> timedelta:
        return self.urgent if urgency == "urgent" else self.normal


class Expiry(ByUrgency):
    source: str


class ChannelRules(_Sourced):
    patience: ByUrgency
    first_pause: Length
    longest_pause: Length
    receipt_within: ByUrgency | None = None
    ask_every: Length = timedelta(minutes=1)
    quiet: bool = False
    """Nothing leaves in the quiet hours, unless it is urgent."""
    merged: bool = False
    """Several to one person in a short time leave as one, unless urgent."""

    def pace(self, urgency: str) -> Pace:
        within = self.receipt_within
        return Pace(
            self.patience.of(urgency),
            self.first_pause,
            self.longest_pause,
            within.of(urgency) if within else None,
            self.ask_every,
        )


class QuietHours(_Sourced):
    begin: OfDay = Field(alias="from")
    until: OfDay


class Merging(_Sourced):
    within: NoneOrSome
    characters: int = Field(ge=1)
    """Of what leaves as one; what has no more room in it leaves next."""
    subject: Subject


class BreakerRules(_Sourced):
    failures: int = Field(ge=1)
    opens_for: Length
    longest: Length


class Keeping(_Sourced):
    length: Length = Field(alias="for")


class Rules(_Data):
    channels: Mapping[str, ChannelRules]
    expiry: Expiry
    quiet_hours: QuietHours
    merging: Merging
    breaker: BreakerRules
    keep_content: Keeping

    def pace(self, channel: str, urgency: str) -> Pace:
        rules = self.channels.get(channel)
        return rules.pace(urgency) if rules else Pace()

    @property
    def proving(self) -> frozenset[str]:
        """Channels whose provider tells whether it arrived."""
        told = self.channels.items()
        return frozenset(name for name, rules in told if rules.receipt_within)

    def expires_at(self, urgency: str, now: datetime) -> datetime:
        return now + self.expiry.of(urgency)

    def keep_until(self, now: datetime) -> datetime:
        return now + self.keep_content.length

    def quiet_until(self, channel: str, urgency: str, now: datetime) -> datetime | None:
        """When the city's night is over, for what may not disturb it; None: go on."""
        rules = self.channels.get(channel)
        if rules is None or not rules.quiet or urgency == "urgent":
            return None
        hours = self.quiet_hours
        return Hours(hours.begin, hours.until, CHINA).end_after(now)

    def is_merged(self, channel: str, urgency: str) -> bool:
        rules = self.channels.get(channel)
        return rules is not None and rules.merged and urgency != "urgent"


@dataclass(frozen=True)
class Times:
    """The rules, and the moment they are applied to."""

    rules: Rules
    clock: Clock


def load_rules(folder: Path) -> Rules:
    """Raises `RuntimeError` that names the file and the entry."""
    path = folder / FILE
    try:
        return Rules.model_validate(from_yaml(path.read_text()))
    except (OSError, yaml.YAMLError) as error:
        raise RuntimeError(f"{path}: {error}") from error
    except ValidationError as error:
        said = "; ".join(
            f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}"
            for problem in error.errors()
        )
        raise RuntimeError(f"{path}: {said}") from None
