"""One message to one recipient about one event, from its creation to its end."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from pydantic import Field

from contracts.codes import derived_id
from services.kit.writing.change import Aggregate
from services.notification.domain.attempt import Attempt, reference_of
from services.notification.domain.errands.errand import Errand
from services.notification.domain.states import EMAIL, OVER, State
from services.notification.domain.upcasting import as_it_is, with_channels

LEASE = timedelta(seconds=60)
"""For how long a claimed message is its claimer's; longer than a sending may take."""

DESK = "desk"
"""Where a message waits until it is known by which channel it goes."""


class Message(Aggregate):
    """Every field but `values` and `attempts` outlives the time it is kept."""

    SCHEMA: ClassVar[int] = 4
    UPCASTERS: ClassVar[Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]]] = {
        1: as_it_is,
        2: with_channels,
        3: as_it_is,
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
    version: str = ""
    """Of the template when it was last written from it."""
    channels: tuple[str, ...] = (EMAIL, "visit")
    """In order, as the city tells such events; the last one is a person's work."""
    ways: tuple[str, ...] = ()
    """What is left of them for this person, the present one first; empty: not known."""
    channel: str = ""
    """The one it is tried on now; empty: not known yet."""
    urgency: str = "normal"
    legal: bool = False
    """Told because the law says so: nobody opts out of it."""
    is_copy: bool = False
    """Beside the message that is the proof: where it fails, nobody is sent."""
    values: dict[str, Any] = Field(default_factory=dict)
    """What the event says, without its sealed fields."""
    created_at: datetime
    expires_at: datetime
    """Then a person takes over, whatever has been tried."""
    good_until: datetime | None = None
    """Then nobody has anything to tell any more: a code that has expired."""
    keep_until: datetime | None = None
    """Then what it says and how it was tried is forgotten."""
    state: State = "created"
    due_at: datetime | None = None
    claim: str | None = None
    """Whose attempt is running."""
    tries: int = 0
    """Attempts at sending."""
    tries_here: int = 0
    """Of them, on this channel."""
    here_since: datetime | None = None
    """When this channel was first tried: it is not waited for without end."""
    looks: int = 0
    """How often somebody looked for the contact in vain, or it could not be written."""
    sent_at: datetime | None = None
    attempts: tuple[Attempt, ...] = ()
    reason: str | None = None
    """Why it failed for now or could not be written, or was handed over."""
    resends: tuple[str, ...] = ()
    """Each time an operator had it sent anew, by that intention's id."""
    carrier: str | None = None
    """The message to the same person that tells this one as well."""
    carries: tuple[str, ...] = ()
    """Messages that this one tells as well."""
    errand: Errand | None = None
    """What people did about it, once it was handed to them."""
    forgotten: bool = False
    area: str = ""
    traceparent: str = ""
    """Of the event it tells of, so that the sending is in the same trace."""

    @property
    def round(self) -> int:
        return len(self.resends)

    @property
    def over(self) -> bool:
        return self.state in OVER

    @property
    def person_channel(self) -> str:
        return (self.ways or self.channels)[-1]

    @property
    def line(self) -> str:
        """In whose queue it stands."""
        return self.channel or DESK

    @property
    def to(self) -> str | None:
        """Whom, of one case or matter; offices are told one by one."""
        return whom(self.contact_id, self.recipient) if self.contact_id else None

    def id_for(self, recipient: str) -> str:
        """Of the same, told to them; the one that is the proof has another."""
        kind = "copy" if self.is_copy else ""
        return message_id(self.about, recipient, self.template, kind)

    @property
    def reference(self) -> str:
        """By which the provider of its channel knows it."""
        return reference_of(self.message_id, self.channel, self.round)

    @property
    def wake_at(self) -> datetime | None:
        if self.state == "handed_to_person" and self.good_until:
            return self.good_until
        return self.keep_until if self.over and not self.forgotten else None

    def index(self) -> dict[str, Any]:
        return {
            "case_id": self.case_id,
            "message_state": self.state,
            "due_at": self.due_at,
            "created_at": self.created_at,
            "area": self.area,
            "line": self.line,
            "to": self.to,
            "sent_at": self.sent_at,
        }

    def but(self, **fields: Any) -> "Message":
        return self.model_copy(update=fields)


def whom(contact_id: str, recipient: str) -> str:
    return f"{contact_id} {recipient}"


def message_id(about: UUID | str, recipient: str, template: str, kind: str = "") -> str:
    """One message for an event, a recipient and a template, however often it comes.

    `kind`: of whatever is told beside it.
    """
    parts = (str(about), recipient, template)
    return derived_id(*parts, kind) if kind else derived_id(*parts)
