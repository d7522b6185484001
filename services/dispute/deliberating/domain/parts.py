"""What a topic is made of: who raised it, what was asked, said and promised."""

from datetime import datetime, timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict

MOST_ORIGINATORS = 500
MOST_VOICES = 200
MOST_VOICES_EACH = 10
MOST_MEETINGS = 20
MOST_COMMITMENTS = 30
REMEMBERED_STEPS = 20
MEETS_WITHIN, KEPT_WITHIN = 1, 5
"""Years [ours]: until when a meeting may be planned, and something be promised.

A limit has 2,000 days at most.
"""
A_YEAR = timedelta(days=366)


class Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class Originator(Part):
    """Who raised it: a case, or a person, whose id names the key of card and words."""

    originator_id: str
    card: str | None = None
    """A `Person`, sealed at rest; None: a case."""
    words: str | None = None
    """A `Proposal` as it was written, sealed at rest."""


class Wording(Part):
    """What is shown of a topic: the host's words, never a resident's unread."""

    title: str
    text: str


class Question(Part):
    text: str
    choices: tuple[str, ...]


class Survey(Part):
    """Answers are documents of their own; here is what is asked, and until when."""

    questions: tuple[Question, ...]
    until: datetime
    digest: str = ""


class Voice(Part):
    """What somebody asks or says: sealed, and public once the host has released it."""

    voice_id: str
    kind: Literal["question", "statement"]
    who: str
    """Keyed hash of who says it."""
    words: str | None
    """Sealed at rest; None: forgotten."""
    said_at: datetime
    digest: str = ""
    wording: str | None = None
    """As the public reads it."""
    answer: str | None = None


class Meeting(Part):
    meeting_id: str
    at: datetime
    venue: str
    times: int = 1
    """Above 1: it was moved."""
    remind_at: datetime | None = None
    """None: it was reminded of, or told so late that nobody has forgotten."""
    digest: str = ""
    briefing: str = ""
    held: bool = False
    attended: int = 0
    minutes: str | None = None
    """Sealed at rest."""
    public_minutes: str = ""


class Step(Part):
    code: str
    at: datetime


class Commitment(Part):
    """A promise; whoever owes it has a handling of the same id."""

    commitment_id: str
    case_no: str
    what: str
    """The host's words, public."""
    department: str
    """Who has it now."""
    co_handlers: tuple[str, ...] = ()
    promised_by: datetime
    digest: str = ""
    due_at: datetime | None = None
    steps: tuple[Step, ...] = ()
    done: bool | None = None
    """None: not settled yet."""
    reason: str | None = None

    @property
    def settled(self) -> bool:
        return self.done is not None


class Result(Part):
    """What was counted, kept when the documents it was counted from go."""

    supporters: int
    answers: int
    picked: dict[str, int]
    """By `question:choice`, both from 1."""
