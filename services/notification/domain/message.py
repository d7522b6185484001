"""One message to one recipient about one event, from its creation to its end."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from contracts.codes import derived_id
from services.kit.writing.change import Aggregate

LEASE = timedelta(seconds=60)
"""For how long a claimed message is its claimer's; longer than a sending may take."""

GIVE_UP_AFTER = timedelta(days=1)
FIRST_PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(minutes=30)

State = Literal[
    "created",
    "waiting_for_contact",
    "sending",
    "sent",
    "temporary_failure",
    "technical_failure",
    "handed_to_person",
    "suppressed",
]
OVER = frozenset({"sent", "handed_to_person", "suppressed"})


def _without_technical_failures(state: dict[str, Any]) -> dict[str, Any]:
    return state


class Message(Aggregate):
    SCHEMA: ClassVar[int] = 2
    UPCASTERS: ClassVar[Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]]] = {
        1: _without_technical_failures
    }

    message_id: str
    case_id: str
    about: str
    """The id of the event it tells of."""
    event_type: str
    audience: str
    recipient: str
    """`applicant`, `agent`, or the code or id of who it is for: never an address."""
    contact_id: str | None = None
    template: str
    person_channel: str = "visit"
    urgency: str = "normal"
    values: dict[str, Any] = Field(default_factory=dict)
    """What the event says, without its sealed fields."""
    created_at: datetime
    state: State = "created"
    due_at: datetime | None = None
    claim: str | None = None
    """Whose attempt is running."""
    tries: int = 0
    """Attempts at sending."""
    looks: int = 0
    """How often somebody looked for the contact in vain, or it could not be written."""
    reason: str | None = None
    """Why it failed for now or could not be written, or was handed over."""
    area: str = ""
    traceparent: str = ""
    """Of the event it tells of, so that the sending is in the same trace."""

    @property
    def over(self) -> bool:
        return self.state in OVER

    @property
    def expires_at(self) -> datetime:
        return self.created_at + GIVE_UP_AFTER

    def index(self) -> dict[str, Any]:
        return {
            "case_id": self.case_id,
            "message_state": self.state,
            "due_at": self.due_at,
            "created_at": self.created_at,
            "area": self.area,
        }

    def but(self, **fields: Any) -> "Message":
        return self.model_copy(update=fields)


def message_id(about: UUID | str, recipient: str, template: str) -> str:
    """One message for an event, a recipient and a template, however often it comes."""
    return derived_id(str(about), recipient, template)


def pause_after(failures: int) -> timedelta:
    """2 s, 4 s, 8 s … half an hour."""
    doubled = FIRST_PAUSE * (1 << min(failures - 1, 20))
    return min(doubled, LONGEST_PAUSE)
