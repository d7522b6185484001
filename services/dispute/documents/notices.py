"""What a party is told on paper: that it is asked, how long it takes, why it ended."""

from datetime import datetime

from services.dispute.documents import words
from services.dispute.documents.framing import Frame
from services.dispute.documents.sheet import Row, Section, Sheet
from services.dispute.documents.words import day, say
from services.dispute.domain.mediation import Mediation
from services.dispute.domain.ways import Way

NOBODY = "当事人"
"""Whose name is no longer ours to know."""


def invitation(frame: Frame, mediation: Mediation, name: str, at: datetime) -> Sheet:
    free = "" if mediation.regime in frame.city.paid else words.FREE
    return frame.sheet(
        mediation,
        at,
        title=words.INVITATION,
        opening=say(words.INVITED, who=name, free=say(free)),
        sections=(
            Section(heading=words.RIGHTS, text=say(words.RIGHTS_TEXT)),
            Section(heading=words.OPEN_OR_CLOSED, text=say(words.OPEN_OR_CLOSED_TEXT)),
            Section(heading=words.DUTIES, text=say(words.DUTIES_TEXT)),
        ),
    )


def term(frame: Frame, mediation: Mediation, name: str, ends: datetime) -> Sheet:
    longer = Section(heading=words.TERM_LONGER, text=say(words.TERM_LONGER_TEXT))
    return frame.sheet(
        mediation,
        ends,
        title=words.TERM,
        date="",
        opening=say(words.TERM_TOLD, who=name),
        rows=(Row(label=words.TERM_ENDS, value=day(ends)), openness(mediation)),
        sections=(
            longer,
            Section(heading=words.OPEN_OR_CLOSED, text=say(words.OPEN_OR_CLOSED_TEXT)),
        ),
    )


def termination(
    frame: Frame, mediation: Mediation, name: str, at: datetime, facts: str | None
) -> Sheet:
    """With the ways that are left, and until when (规则 25).

    `facts`: what nobody disputes, which may leave the room (规则 22).
    """
    on_record = (Section(heading=words.UNDISPUTED, text=facts),) if facts else ()
    ways = frame.city.ways.of(mediation.dispute_type)
    return frame.sheet(
        mediation,
        at,
        title=words.TERMINATION,
        opening=say(_what_became(mediation), who=name),
        rows=(
            Row(label=words.REASON, value=_reason(frame, mediation)),
            openness(mediation),
        ),
        sections=(
            *on_record,
            *(_route(place, way) for place, way in enumerate(ways, start=1)),
            Section(heading=words.LIMITATION, text=say(words.LIMITATION_TEXT)),
        ),
    )


def openness(mediation: Mediation) -> Row:
    said = words.OPEN if mediation.openly else words.CLOSED
    return Row(label=words.OPENNESS, value=said)


def _what_became(mediation: Mediation) -> str:
    if mediation.state == "partly_agreed":
        return words.AGREED_IN_PART
    settled = mediation.end_reason == "self_settled"
    return words.SETTLED if settled else words.TERMINATED


def _reason(frame: Frame, mediation: Mediation) -> str:
    if mediation.state == "partly_agreed":
        return words.state_in_words(mediation.state)
    return frame.city.reasons[mediation.end_reason or "other"]


def _route(place: int, way: Way) -> Section:
    """What it asks for, and until when it is open."""
    law = say(words.BY_LAW, law=way.law) if way.law else ""
    until = say(words.OPEN_UNTIL, until=say(way.limitation), law=law)
    needs = say(words.NEEDS, needs="\u3001".join(way.needs))
    return Section(heading=f"{place}. {way.name}", text=f"{needs}\n{until}")
