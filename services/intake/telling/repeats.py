"""Other cases that are probably the same matter: which, never what they say."""

from datetime import datetime

from pydantic import BaseModel

from services.intake.domain.likeness import Why


class RepeatShown(BaseModel):
    case_id: str
    case_no: str
    state: str
    received_at: datetime
    why: Why | None
    """None: what showed it has been erased."""


class RepeatsShown(BaseModel):
    """A clerk is shown those of the area, an office those that it has, too."""

    count: int = 0
    """Of all; to a resident only of those that are shown."""
    cases: tuple[RepeatShown, ...] = ()
    """Newest first."""
