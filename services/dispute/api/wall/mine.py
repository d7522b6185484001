"""A party's side of the wall: its own words, and what others let it read."""

from datetime import datetime

from fastapi import APIRouter

from contracts.codes import derived_id
from services.dispute.api.desk import AtDesk, ByLink
from services.dispute.api.wall.at_wall import AsMine, AtWall, SubmittedByLink
from services.dispute.api.wall.forms import MyWordIn, ShowIn
from services.dispute.api.wall.shown import (
    ReadingsShown,
    WordKept,
    WordsShown,
    read_shown,
    reported,
    words_shown,
)
from services.dispute.domain.sitting.saying import Saying
from services.dispute.wall.keeping import Sent
from services.dispute.wall.plain import demand_clean
from services.dispute.wall.reading import SAID
from services.kit.serving.paging import Paging

PLACE = (datetime, str)
router = APIRouter()


@router.get("/my-mediation/words")
async def read_my_words(
    me: AsMine, desk: AtDesk, wall: AtWall, page: Paging
) -> WordsShown:
    """What this party said, and what others let it read, oldest first."""
    mediation, reader = me.mediation, me.reader
    rows = await wall.reading.page(
        mediation, reader, SAID, page.past(*PLACE), page.fetch
    )
    shown = page.of(rows, lambda word: (word.at, word.word_id))
    opened = await wall.reading.opened(mediation, reader, shown)
    return words_shown(mediation, desk.rules.sitting.inadmissible, opened, reader.id)


@router.post("/my-mediation/words", status_code=201)
async def say(
    me: AsMine, link: ByLink, body: MyWordIn, wall: AtWall, submission: SubmittedByLink
) -> WordKept:
    """A statement or a proposal, sealed: the mediator reads it, nobody else.

    The other side reads it only where `show_to` names it, now or later.
    """
    demand_clean(body.text)
    if body.show_to:
        link.mediation.speaking(link.token_hash)
    saying = Saying(body.kind, me.reader, body.answers, show_to=tuple(body.show_to))
    word_id = derived_id("word", me.id, submission.id)
    sent = Sent(word_id, body.text, submission.digest, me.login)
    word = await wall.keeping.say(me.mediation, saying, sent)
    return WordKept.model_validate(word, from_attributes=True)


@router.post("/my-mediation/words/{word_id}/show")
async def show_my_words(
    me: AsMine, link: ByLink, word_id: str, body: ShowIn, wall: AtWall
) -> WordKept:
    """Lets other parties read what this one said; that cannot be taken back."""
    link.mediation.speaking(link.token_hash)
    word = await wall.keeping.show(me.mediation, me.reader, word_id, body.to)
    return WordKept.model_validate(word, from_attributes=True)


@router.get("/my-mediation/readings")
async def read_my_readings(me: AsMine, wall: AtWall, page: Paging) -> ReadingsShown:
    """Who has read this party's words and when, and what had to be reported."""
    rows = await wall.log.page(me.id, me.reader.id, page.past(*PLACE), page.fetch)
    shown = page.of(rows, lambda read: (read.at, read.read_id))
    by_others = [each for each in shown if each.reader != me.reader.id]
    return ReadingsShown(
        reported=reported(me.mediation), reads=[read_shown(each) for each in by_others]
    )
