"""What is shown from behind the wall; it never goes out without its sentence."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from services.dispute.domain.mediation import Mediation
from services.dispute.domain.sitting.parts import Danger, Session
from services.dispute.domain.sitting.rules import Sentence, Venue
from services.dispute.domain.sitting.sight import Role
from services.dispute.domain.sitting.words import Kind
from services.dispute.wall.reading import Opened
from services.dispute.wall.seams import WordRead

Venues = Mapping[str, Venue]


class Caution(BaseModel):
    """What holds for everything that is read here, and by which law."""

    zh: str
    en: str
    law: str


class ReportedShown(BaseModel):
    """Something had to be reported: this much of it the wall did not keep."""

    law: str
    at: datetime


class WordShown(BaseModel):
    """Without text and `erased`: it was kept as long as it may be."""

    word_id: str
    kind: Kind
    author: str
    """A party's id, or `mediator`."""
    mine: bool
    at: datetime
    answers: str | None
    session_id: str | None
    shown_to: list[str] | None
    """For its author only."""
    text: str | None
    erased: bool


class WordsShown(BaseModel):
    caution: Caution
    kept_until: datetime | None
    """None: until some time after the end of the mediation."""
    reported: list[ReportedShown]
    others: list[str]
    """The other parties, to whom words can be shown."""
    words: list[WordShown]


class WordKept(BaseModel):
    """What is kept now; the text is not said again."""

    word_id: str
    kind: Kind
    at: datetime
    shown_to: list[str]


class WordReadShown(BaseModel):
    """Who read whose words, and when; never what they say."""

    role: Role
    reader: str
    whose: str
    at: datetime
    words: list[str]


class ReadingsShown(BaseModel):
    reported: list[ReportedShown]
    reads: list[WordReadShown]


class PlaceShown(BaseModel):
    code: str
    name: str
    name_en: str
    address: str
    how: str


class SessionShown(BaseModel):
    """`attendance`: how each party was there; a party is shown its own."""

    session_id: str
    parties: list[str]
    at: datetime
    venue: PlaceShown
    times: int
    cancelled_at: datetime | None
    """When it was called off."""
    held_at: datetime | None
    attendance: dict[str, str]


class FactsShown(BaseModel):
    """`digest` names this very text: it is sent with a party's consent to it."""

    caution: Caution
    text: str | None
    digest: str
    put_at: datetime
    agreed: list[str]
    """Which parties have agreed; a party is shown itself."""
    recorded: bool
    """True: all have, and the text may leave the room."""


class DangerShown(BaseModel):
    report_id: str
    kind: str
    to: str
    law: str
    at: datetime
    withheld: str | None


class DangerOpened(DangerShown):
    text: str | None


def caution(sentence: Sentence) -> Caution:
    return Caution(zh=sentence.zh, en=sentence.en, law=sentence.law)


def reported(mediation: Mediation) -> list[ReportedShown]:
    told = mediation.sitting.told_dangers
    return [ReportedShown(law=each.law, at=each.at) for each in told]


def word_shown(opened: Opened, author: str) -> WordShown:
    """`author`: as whom the reader would have said it."""
    word, mine = opened.word, opened.word.author == author
    told: dict[str, Any] = word.model_dump(
        include={"word_id", "kind", "author", "at", "answers", "session_id"}
    )
    return WordShown(
        **told,
        mine=mine,
        shown_to=list(word.shown_to) if mine else None,
        text=opened.text,
        erased=opened.text is None,
    )


def words_shown(
    mediation: Mediation, sentence: Sentence, opened: list[Opened], author: str
) -> WordsShown:
    return WordsShown(
        caution=caution(sentence),
        kept_until=mediation.sitting.kept.until,
        reported=reported(mediation),
        others=[party for party in mediation.told if party != author],
        words=[word_shown(each, author) for each in opened],
    )


def read_shown(read: WordRead) -> WordReadShown:
    return WordReadShown.model_validate(read, from_attributes=True)


def session_shown(
    session: Session, venues: Venues, party_id: str | None = None
) -> SessionShown:
    """A venue that the list has no more is shown by its code."""
    venue = venues.get(session.venue, Venue(session.venue, session.venue, ""))
    attended = {
        each.party_id: each.how
        for each in session.attendance
        if party_id in (None, each.party_id)
    }
    return SessionShown(
        session_id=session.session_id,
        parties=list(session.parties),
        at=session.at,
        venue=PlaceShown(
            code=venue.code,
            name=venue.zh,
            name_en=venue.en,
            address=venue.address,
            how=venue.how,
        ),
        times=session.times,
        cancelled_at=session.cancelled_at,
        held_at=session.held_at,
        attendance=attended,
    )


def danger_shown(danger: Danger) -> DangerShown:
    return DangerShown.model_validate(danger, from_attributes=True)
