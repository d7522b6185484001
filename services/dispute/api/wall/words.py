"""The mediator's side of the wall: every word of the mediation, and minutes of it."""

from datetime import datetime

from fastapi import APIRouter

from contracts.codes import derived_id
from services.dispute.api.desk import AtDesk
from services.dispute.api.wall.at_wall import AsChosen, AtWall
from services.dispute.api.wall.forms import MediatorWordIn, ShowIn
from services.dispute.api.wall.shown import WordKept, WordsShown, words_shown
from services.dispute.domain.sitting.saying import Saying
from services.dispute.domain.sitting.words import MEDIATOR
from services.dispute.wall.keeping import Sent
from services.dispute.wall.plain import demand_clean
from services.dispute.wall.reading import SAID
from services.kit.serving.idempotency import Submitted
from services.kit.serving.paging import Paging

PLACE = (datetime, str)
router = APIRouter()


@router.get("/mediations/{id}/words")
async def read_words(
    chosen: AsChosen, desk: AtDesk, wall: AtWall, page: Paging
) -> WordsShown:
    """All that was said, oldest first; each party sees that it was read."""
    mediation, reader = chosen.mediation, chosen.reader
    rows = await wall.reading.page(
        mediation, reader, SAID, page.past(*PLACE), page.fetch
    )
    shown = page.of(rows, lambda word: (word.at, word.word_id))
    opened = await wall.reading.opened(mediation, reader, shown)
    return words_shown(mediation, desk.rules.sitting.inadmissible, opened, MEDIATOR)


@router.post("/mediations/{id}/words", status_code=201)
async def keep_words(
    chosen: AsChosen, body: MediatorWordIn, wall: AtWall, submission: Submitted
) -> WordKept:
    """A proposal of the mediator's, or a part of the minutes, sealed.

    `show_to` names the parties that may read it.
    """
    demand_clean(body.text)
    saying = Saying(
        kind=body.kind,
        author=chosen.reader,
        answers=body.answers,
        session_id=body.session_id,
        show_to=tuple(body.show_to),
    )
    word_id = derived_id("word", chosen.id, submission.id)
    sent = Sent(word_id, body.text, submission.digest, chosen.login)
    word = await wall.keeping.say(chosen.mediation, saying, sent)
    return WordKept.model_validate(word, from_attributes=True)


@router.post("/mediations/{id}/words/{word_id}/show")
async def show_words(
    chosen: AsChosen, word_id: str, body: ShowIn, wall: AtWall
) -> WordKept:
    """Lets parties read what the mediator wrote; never what a party did."""
    word = await wall.keeping.show(chosen.mediation, chosen.reader, word_id, body.to)
    return WordKept.model_validate(word, from_attributes=True)
