"""What a case is made of: who has it, what happened, what was added to it."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

Role = Literal["lead", "co_handler"]
Status = Literal["assigned", "acknowledged", "returned", "paused", "parked"]

OF_THE_WINDOW = frozenset(
    {
        "registered",
        "accepted",
        "accepted_by_silence",
        "attached",
        "corrected",
        "urged",
        "supplemented",
        "reopened",
        "withdrawn",
    }
)
"""Steps of our own that whoever has a task may know."""
OF_THE_OFFICES = frozenset({"warned"})
"""Steps that are for the offices' eyes: a resident is not frightened by them."""


class Remembered(BaseModel):
    model_config = ConfigDict(frozen=True)


class Step(Remembered):
    """One thing that happened: a code, a time, an office, a code of the city."""

    code: str
    at: datetime
    department: str | None = None
    detail: str | None = None
    until: datetime | None = None
    """How long it waits, or when it is due from now on."""


class Told(Remembered):
    """Somebody was told something, or could not be."""

    at: datetime
    audience: str
    channel: str
    template: str
    result: Literal["sent", "delivered", "failed", "handed_to_person"]


class Holder(Remembered):
    """A department's open task: the reason why it may see the content."""

    task_id: str
    department: str
    role: Role
    due_at: datetime
    provisional: bool = False
    status: Status = "assigned"
    signed: bool = False
    overdue: bool = False
    parent_task: str | None = None
    """Whose part this is: the task of the department that handed it down."""
    waits_until: datetime | None = None
    """While its clock stands still, or until it is looked at again."""

    @property
    def at_work(self) -> Status:
        """Its status once nothing holds it up any more."""
        return "acknowledged" if self.signed else "assigned"

    @property
    def waits(self) -> bool:
        return self.status in {"paused", "parked"}


class Report(Remembered):
    """What a co-handler reports to whoever waits for it; `text` is sealed at rest."""

    task_id: str
    department: str
    to: str | None = None
    """The task it is a part of; None: the lead's, whoever leads by then."""
    text: str


PaperKind = Literal[
    "receipt",
    "acceptance",
    "correction",
    "decline",
    "hand_over",
    "answer",
    "withdrawal",
]


class Paper(Remembered):
    """A dated voucher, which can be printed again at any time."""

    kind: PaperKind
    number: str
    at: datetime


class Defect(Remembered):
    """Something that is missing or wrong: where, and for which listed reason."""

    pointer: str
    """RFC 6901, into what was handed over: `/applicant/id_number`."""
    reason: str


class Notice(Remembered):
    """A correction notice: everything at once."""

    defects: tuple[Defect, ...]
    words: str | None = None
    """What the clerk adds in words; sealed at rest."""
    at: datetime
    due_at: datetime
    provisional: bool = False


class HandOver(Remembered):
    """Another authority has the matter, with its data."""

    authority: str
    at: datetime
    confirmed_at: datetime | None = None
    """When somebody there said that they have it."""
    warned: int = 0
    """How often it was said that nobody there has."""


class Warned(Remembered):
    """Why somebody must look at once."""

    reason: str
    at: datetime
    authority: str | None = None


class Attachment(Remembered):
    """A file handed over with the case; `label`, its name and kind, is sealed at rest.

    One that was removed leaves this much, so that a late retry does not bring it back.
    """

    attachment_id: str
    file: str
    """Under which its bytes lie, sealed."""
    size: int
    """Bytes as they are kept."""
    label: str
    received: str
    """Keyed digest of what was sent: tells a retry from another file."""
    at: datetime
    removed: bool = False


class Forgotten(Remembered):
    """What people said is gone: on whose order, why and when."""

    by: str
    reason: str
    at: datetime
    key_gone: bool = False
    """False: the key that would open old copies is still to be destroyed."""
    files: tuple[str, ...] = ()
    """Whose sealed bytes are still to be removed."""


class Evaluation(Remembered):
    """好差评 of one round."""

    round: int
    grade: int
    named: bool
