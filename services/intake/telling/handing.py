"""What goes with a matter that another authority has: the data, not the resident."""

from datetime import datetime

from pydantic import BaseModel

from contracts.sealed import CaseContent


class HandOverPackage(BaseModel):
    case_no: str
    reason: str | None
    authority: str
    """How it is called, and how it is reached."""
    handed_over_at: datetime
    confirmed_at: datetime | None
    content: CaseContent | None
    """None: it has been erased since."""
