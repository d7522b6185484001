"""What a deliberation (有事来商量) tells: its course, and what was promised in it.

`case_id` is the topic's, the key of everything that a deliberation says.
"""

from typing import Annotated, ClassVar, Literal

from pydantic import AwareDatetime, Field

from contracts.codes import (
    AreaCode,
    CaseId,
    CaseNo,
    Code,
    DepartmentCode,
    OriginatorId,
    SessionId,
)
from contracts.envelope import Payload
from contracts.sealed import For, Sealed


class OfTopic(Payload):
    """A fact about a topic; everybody who raised it is told at every step."""

    originators: tuple[OriginatorId, ...] = ()
    """Who raised it."""


class TopicProposed(OfTopic):
    """People ask the city to deliberate, or cases that repeat themselves do."""

    TYPE: ClassVar[str] = "tongban.dispute.topic-proposed.v1"

    origin: Literal["resident", "committee", "organisation", "repetition"]
    """Who raised it; `repetition`: cases that keep coming."""
    category: Code
    area: AreaCode
    cases: Annotated[int, Field(ge=0)] = 0
    """Of how many cases it is made; 0: people raised it."""
    screen_by: AwareDatetime | None = None
    """Until when the host decides whether to take it up."""


class OriginatorJoined(Payload):
    """One of those who raised it can be reached: `contact` is an `OriginatorCard`."""

    TYPE: ClassVar[str] = "tongban.dispute.originator-joined.v1"

    originator_id: OriginatorId
    contact: Annotated[Sealed, For("notification")]


class OriginatorLeft(Payload):
    """A person who raised it wants to be told nothing more: the card is to go."""

    TYPE: ClassVar[str] = "tongban.dispute.originator-left.v1"

    originator_id: OriginatorId


class TopicJoined(OfTopic):
    """Cases that came later are of it too: they alone are named, told where it stands.

    The host still decides, people are asked, or they meet; else it goes its way.
    """

    TYPE: ClassVar[str] = "tongban.dispute.topic-joined.v1"

    screen_by: AwareDatetime | None = None
    """Until when the host decides whether to take it up."""
    until: AwareDatetime | None = None
    """When the survey closes that is open now."""
    meeting_id: SessionId | None = None
    at: AwareDatetime | None = None
    """When the meeting begins that is called."""
    venue: Code | None = None
    """Where, by the city's list of venues."""


class TopicScreened(OfTopic):
    """The host takes it up, or says why not."""

    TYPE: ClassVar[str] = "tongban.dispute.topic-screened.v1"

    decision: Literal["taken", "declined"]
    """What the host decided."""
    reason: Code | None = None
    """Why it is declined."""


class ScreeningOverdue(OfTopic):
    """The host has not decided in time whether to take it up."""

    TYPE: ClassVar[str] = "tongban.dispute.screening-overdue.v1"

    area: AreaCode
    until: AwareDatetime
    """By when it is to be decided now, and whoever raised it hears of it again."""
    escalated: bool = False
    """True: it was late before; whoever supervises the hosts is told too."""


class SurveyPublished(OfTopic):
    """Everybody concerned is asked before people meet."""

    TYPE: ClassVar[str] = "tongban.dispute.survey-published.v1"

    until: AwareDatetime
    """When it closes."""


class SurveyClosed(OfTopic):
    """Everybody has been asked: what was answered is on the page."""

    TYPE: ClassVar[str] = "tongban.dispute.survey-closed.v1"


class MeetingScheduled(OfTopic):
    """People meet where it helps; or the meeting was moved."""

    TYPE: ClassVar[str] = "tongban.dispute.meeting-scheduled.v1"

    meeting_id: SessionId
    at: AwareDatetime
    """When it begins."""
    venue: Code
    """Where, by the city's list of venues."""
    times: Annotated[int, Field(ge=1, le=100)] = 1
    """Above 1: it was moved."""


class MeetingDueSoon(OfTopic):
    """A reminder, shortly before people meet."""

    TYPE: ClassVar[str] = "tongban.dispute.meeting-due-soon.v1"

    meeting_id: SessionId
    at: AwareDatetime
    """When it begins."""
    venue: Code
    """Where, by the city's list of venues."""


class MeetingHeld(OfTopic):
    """They met; the minutes are kept, and what is public of them is on the page."""

    TYPE: ClassVar[str] = "tongban.dispute.meeting-held.v1"

    meeting_id: SessionId
    attended: Annotated[int, Field(ge=0)]
    """How many people came."""


class MinutesPublished(OfTopic):
    """What is public of the minutes was written later; it is on the page."""

    TYPE: ClassVar[str] = "tongban.dispute.minutes-published.v1"

    meeting_id: SessionId


class CommitmentMade(Payload):
    """Somebody promised something: a case of its own, with a clock."""

    TYPE: ClassVar[str] = "tongban.dispute.commitment-made.v1"

    commitment_id: CaseId
    case_no: CaseNo
    department: DepartmentCode
    co_handlers: tuple[DepartmentCode, ...] = ()
    category: Code
    area: AreaCode
    promised_by: AwareDatetime
    """Until when it was promised."""
    originators: tuple[OriginatorId, ...] = ()
    """Who raised the topic, and is told what was promised."""


class CommitmentProgressed(OfTopic):
    """How far a promise is."""

    TYPE: ClassVar[str] = "tongban.dispute.commitment-progressed.v1"

    commitment_id: CaseId
    department: DepartmentCode
    step: Code
    """Signed for, paused, given more time, overdue …"""
    due_at: AwareDatetime | None = None
    """Until when it is promised now."""


class CommitmentSettled(OfTopic):
    """A promise was kept, or it was not, and why."""

    TYPE: ClassVar[str] = "tongban.dispute.commitment-settled.v1"

    commitment_id: CaseId
    department: DepartmentCode
    done: bool
    """Whether it was kept."""
    reason: Code | None = None
    """Why it was not done."""


class TopicClosed(OfTopic):
    """Nothing more comes of it: all that was promised is settled, or nothing was."""

    TYPE: ClassVar[str] = "tongban.dispute.topic-closed.v1"

    reason: Code


DELIBERATION_FACTS: tuple[type[Payload], ...] = (
    TopicProposed,
    OriginatorJoined,
    OriginatorLeft,
    TopicJoined,
    ScreeningOverdue,
    TopicScreened,
    SurveyPublished,
    SurveyClosed,
    MeetingScheduled,
    MeetingDueSoon,
    MeetingHeld,
    MinutesPublished,
    CommitmentMade,
    CommitmentProgressed,
    CommitmentSettled,
    TopicClosed,
)
