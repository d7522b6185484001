"""One line of a work list: who has it, and how often somebody was looked for."""

from datetime import datetime, timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict

HELD_FOR = timedelta(days=1)
"""Then somebody else may take it: the one who has it may be ill."""

MOST_LOOKS = 20
ONE_CLICK = timedelta(minutes=1)
"""Nobody looks for the same person twice in so short a time."""

Reason = Literal["nobody_there", "wrong_address", "moved", "refused", "other"]


class Look(BaseModel):
    """Somebody was looked for, and not reached."""

    model_config = ConfigDict(frozen=True)

    at: datetime
    by: str
    reason: Reason


class Errand(BaseModel):
    """`by`: the login of the clerk or grid officer who has it; None: nobody."""

    model_config = ConfigDict(frozen=True)

    by: str | None = None
    since: datetime | None = None
    looks: tuple[Look, ...] = ()
    answer: str | None = None
    """What they said, sealed under the key of whom the message is for, or its case."""
    done_at: datetime | None = None
    arrived_by: str | None = None
    """The channel by which it has arrived after all, while somebody had it."""

    @property
    def anew(self) -> "Errand | None":
        """For a line that is sent anew: nobody has it, and nobody has done it yet.

        Where somebody was looked for in vain, the next one is to know.
        """
        return Errand(looks=self.looks) if self.looks else None

    def just_said(self, clerk: str, reason: Reason, now: datetime) -> bool:
        """A second click, or the first one sent again."""
        if self.by is not None or not self.looks:
            return False
        last = self.looks[-1]
        return (last.by, last.reason) == (clerk, reason) and now < last.at + ONE_CLICK

    def held_by_another(self, clerk: str, now: datetime) -> bool:
        return self.by != clerk and self.is_held(now)

    def is_held(self, now: datetime) -> bool:
        if self.by is None or self.since is None:
            return False
        return now < self.since + HELD_FOR
