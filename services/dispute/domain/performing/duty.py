"""One duty of an agreement: who owes it to whom, and until when."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

How = Literal["entitled", "evidence"]
"""Who is entitled to it says so, or something shows it."""


class Duty(BaseModel):
    """What it is stays in the sealed text."""

    model_config = ConfigDict(frozen=True)

    duty_id: str
    by: str
    """The party who owes it."""
    to: str
    """The party who is entitled to it."""
    due_at: datetime
    remind_at: datetime | None = None
    """When those concerned are told that it comes due; None: they were."""
    overdue_at: datetime | None = None
    """When they are told that its day has passed; None: they were."""
    performed_at: datetime | None = None
    how: How | None = None
    evidence: str | None = None
    """The scan that shows it."""
    breached_at: datetime | None = None
    reason: str | None = None
    """Why it counts as broken, by the city's list."""

    @property
    def open(self) -> bool:
        return self.performed_at is None

    @property
    def wake_at(self) -> datetime | None:
        """Nobody is reminded of what is done or given up."""
        if not self.open or self.breached_at:
            return None
        return min((at for at in (self.remind_at, self.overdue_at) if at), default=None)
