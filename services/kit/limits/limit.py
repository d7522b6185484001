"""What is promised: so much, in a unit, by somebody's word."""

from math import ceil
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Unit = Literal["working_days", "calendar_days", "working_hours", "hours", "minutes"]
Source = Literal["law", "local", "ours"]
Starts = Literal["acceptance", "dispatch", "request"]


class Limit(BaseModel):
    """How long something may take; `source` tells who says so, `rule` where."""

    model_config = ConfigDict(frozen=True)

    amount: int = Field(ge=1, le=2000)
    unit: Unit
    source: Source
    rule: str = ""
    starts: Starts = "dispatch"
    """From when it runs: `acceptance` is the clock of the case by law."""

    def part(self, share: float) -> "Limit":
        """Rounded up to whole units, so that it is never nothing."""
        amount = max(1, ceil(round(self.amount * share, 6)))
        return self.model_copy(update={"amount": amount, "source": "ours", "rule": ""})

    def longer(self, amount: int) -> "Limit":
        """By `amount` of its own unit; by the same word, since the law extends it."""
        return self.model_copy(update={"amount": self.amount + amount})
