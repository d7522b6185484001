"""What a party is told on paper: that it is asked, how long it takes, why it ended."""

from datetime import datetime

from services.dispute.documents import words
from services.dispute.documents.framing import Frame
from services.dispute.documents.sheet import Row, Section, Sheet
from services.dispute.documents.words import day, say
from services.dispute.domain.mediation import Mediation

NOBODY = "当事人"
"""Whose name is no longer ours to know."""


def invitation(frame: Frame, mediation: Mediation, name: str, at: datetime) -> Sheet:
    return frame.sheet(
        mediation,
        at,
        title=words.INVITATION,
        opening=say(words.INVITED, who=name),
        sections=(
            Section(heading=words.RIGHTS, text=say(words.RIGHTS_TEXT)),
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
        rows=(Row(label=words.TERM_ENDS, value=day(ends)),),
        sections=(longer,),
    )


def termination(frame: Frame, mediation: Mediation, name: str, at: datetime) -> Sheet:
    """With the ways that are left, and until when (规则 25)."""
    reason = frame.city.reasons[mediation.end_reason or "other"]
    ways = frame.city.ways_of(mediation.dispute_type)
    routes = (
        say(words.ROUTE, name=each.name, needs=say(each.needs), law=each.law)
        for each in ways.routes
    )
    barred = say(words.LIMITATION_TEXT, years=ways.years, law=ways.law)
    return frame.sheet(
        mediation,
        at,
        title=words.TERMINATION,
        opening=say(words.TERMINATED, who=name),
        rows=(Row(label=words.REASON, value=reason),),
        sections=(
            Section(heading=words.ROUTES, text="\n".join(routes)),
            Section(heading=say(words.LIMITATION), text=barred),
        ),
    )
