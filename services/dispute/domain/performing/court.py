"""What a court has been asked, and what it says."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from services.dispute.domain.states import ConfirmationState


class Confirmation(BaseModel):
    model_config = ConfigDict(frozen=True)

    state: ConfirmationState = "none"
    joined: tuple[str, ...] = ()
    """The parties who want it so far."""
    applied_at: datetime | None = None
    """When the last of them joined."""
    document: str | None = None
    """The number of the court's paper."""
    decided_at: datetime | None = None
    decided_by: str = ""
    """Who recorded it."""
