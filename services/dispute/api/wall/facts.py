"""Facts that nobody disputes: on record only with every party's consent to the text."""

from fastapi import APIRouter

from services.dispute.api.desk import AtDesk, ByLink
from services.dispute.api.wall.at_wall import AsChosen, AsMine, AtWall
from services.dispute.api.wall.forms import ConsentIn, FactsIn
from services.dispute.api.wall.shown import FactsShown, caution
from services.dispute.domain.mediation import Mediation
from services.dispute.domain.sitting.saying import unknown_words
from services.dispute.domain.sitting.sight import Reader
from services.dispute.domain.sitting.undisputed import (
    Consent,
    PutFacts,
    consent,
    put_facts,
    recorded,
)
from services.dispute.wall.keeping import Sent
from services.dispute.wall.plain import demand_clean
from services.dispute.wall.wall import Wall

router = APIRouter()


@router.put("/mediations/{id}/facts")
async def put_undisputed_facts(
    chosen: AsChosen, body: FactsIn, desk: AtDesk, wall: AtWall
) -> FactsShown:
    """The text that all parties are asked to agree to; another one voids consents."""
    demand_clean(body.text)
    digest = wall.digest_of_facts(chosen.id, body.text)
    word_id = wall.id_of_facts(chosen.id, digest)
    command = PutFacts(chosen.reader.id, word_id, digest)
    put_facts(chosen.mediation, command, desk.clock())
    sent = Sent(word_id, body.text, digest, chosen.login)
    await wall.keeping.keep_apart(chosen.mediation, "facts", sent)
    stored = await desk.mediations.command(chosen.id, command, put_facts)
    return await _shown(wall, desk, stored.state, chosen.reader)


@router.get("/mediations/{id}/facts")
async def read_facts(chosen: AsChosen, desk: AtDesk, wall: AtWall) -> FactsShown:
    """The text, and who has agreed to it."""
    return await _shown(wall, desk, chosen.mediation, chosen.reader)


@router.get("/my-mediation/facts")
async def read_my_facts(me: AsMine, desk: AtDesk, wall: AtWall) -> FactsShown:
    """The text that this party is asked to agree to, and its digest."""
    return await _shown(wall, desk, me.mediation, me.reader)


@router.post("/my-mediation/facts/consent")
async def consent_to_facts(
    me: ByLink, mine: AsMine, body: ConsentIn, desk: AtDesk, wall: AtWall
) -> FactsShown:
    """Agrees that this very text goes on record, or takes that back."""
    command = Consent(me.token_hash, body.digest, body.agrees)
    stored = await desk.mediations.command(me.id, command, consent)
    return await _shown(wall, desk, stored.state, mine.reader)


async def _shown(
    wall: Wall, desk: AtDesk, mediation: Mediation, reader: Reader
) -> FactsShown:
    put = mediation.sitting.undisputed
    if put is None:
        raise unknown_words()
    opened = await wall.reading.one(mediation, reader, put.word_id)
    is_party = reader.role == "party"
    return FactsShown(
        caution=caution(desk.rules.sitting.inadmissible),
        text=opened.text,
        digest=put.digest,
        put_at=put.put_at,
        agreed=[each for each in put.consents if not is_party or each == reader.id],
        recorded=recorded(mediation),
    )
