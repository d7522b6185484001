"""While it is mediated: when people meet, and how long it may take."""

from typing import Annotated, ClassVar

from pydantic import AwareDatetime, Field

from contracts.codes import Code, SessionId
from contracts.dispute.mediation import ToldToParties


class SessionScheduled(ToldToParties):
    """A sitting is planned, or moved to another time or place."""

    TYPE: ClassVar[str] = "tongban.dispute.session-scheduled.v1"

    session_id: SessionId
    at: AwareDatetime
    """When it begins."""
    venue: Code
    """Where, by the city's list of venues; one of them is a call."""
    times: Annotated[int, Field(ge=1, le=100)] = 1
    """Above 1: it was moved."""
    all_parties: bool = True
    """False: with some of the parties only; it is nobody else's business."""


class SessionDueSoon(ToldToParties):
    """A sitting comes soon: each who is asked to it is reminded, once a time named."""

    TYPE: ClassVar[str] = "tongban.dispute.session-due-soon.v1"

    session_id: SessionId
    at: AwareDatetime
    """When it begins."""
    venue: Code
    """Where, by the city's list of venues; one of them is a call."""
    mediator: Code | None = None
    """Who mediates, and is reminded too."""
    all_parties: bool = True
    """False: with some of the parties only; it is nobody else's business."""


class SessionCancelled(ToldToParties):
    """A sitting was called off: nobody is expected."""

    TYPE: ClassVar[str] = "tongban.dispute.session-cancelled.v1"

    session_id: SessionId
    at: AwareDatetime
    """When it would have begun."""
    mediator: Code | None = None
    """Who mediates, and is told too; none: they called it off, or do it no more."""
    all_parties: bool = True
    """False: with some of the parties only; it is nobody else's business."""


class SessionHeld(ToldToParties):
    """The parties met; what they said stays behind the wall."""

    TYPE: ClassVar[str] = "tongban.dispute.session-held.v1"

    session_id: SessionId
    attended: Annotated[int, Field(ge=0)]
    """How many parties were there, themselves or by an agent."""
    absent: Annotated[int, Field(ge=0)] = 0
    """How many were not."""
    all_parties: bool = True
    """False: with some of the parties only; it is nobody else's business."""


class TermExtensionAsked(ToldToParties):
    """All parties are asked whether the mediation shall end on another day."""

    TYPE: ClassVar[str] = "tongban.dispute.term-extension-asked.v1"

    until: AwareDatetime
    """When the time for mediation would end."""
    earlier: bool = False
    """True: before its present end."""


class TermExtended(ToldToParties):
    """All agreed on another end, or an appraisal took time that does not count."""

    TYPE: ClassVar[str] = "tongban.dispute.term-extended.v1"

    until: AwareDatetime
    """When the time for mediation ends now."""
    excluded: bool = False
    """True: no consent was needed, since time of an appraisal does not count."""
    earlier: bool = False
    """True: it ends earlier than it did."""


class TermDueSoon(ToldToParties):
    """The time for mediation is nearly over."""

    TYPE: ClassVar[str] = "tongban.dispute.term-due-soon.v1"

    until: AwareDatetime
    """When it ends."""
