"""What is kept of the choice for the rest."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

Decision = Literal["goes_on", "ended"]
Why = Literal["unwilling", "silent", "erased"]
"""Why it ended: somebody said no, not all answered, or nobody is left to be named."""


class Rest(BaseModel):
    model_config = ConfigDict(frozen=True)

    choose_by: datetime
    """Until then the parties may choose; who has said nothing has not gone on."""
    wanted_by: tuple[str, ...] = ()
    """The parties who want to go on, so far."""
    decision: Decision | None = None
    decided_at: datetime | None = None
    continued_in: str | None = None
    """The mediation of the rest, once there is one."""

    @property
    def due_at(self) -> datetime | None:
        return None if self.decision else self.choose_by

    @property
    def open(self) -> bool:
        """Names are needed for it: it may go on, or is about to."""
        return self.decision is None or self.to_continue

    @property
    def to_continue(self) -> bool:
        """All want it, and the mediation of the rest is still to be opened."""
        return self.decision == "goes_on" and self.continued_in is None
