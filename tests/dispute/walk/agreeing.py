"""How each step of an agreement is tried, from its draft to what a court decides."""

from functools import partial

from contracts.codes import derived_id
from services.dispute.domain.agreeing.agreement import MEDIATOR, Agreement, Scan
from services.dispute.domain.agreeing.drafting import Drafted, Offer, draft, offer
from services.dispute.domain.agreeing.sealing import (
    RefuseToSign,
    Seal,
    refuse_to_sign,
    seal,
)
from services.dispute.domain.agreeing.signing import (
    CodeAsked,
    SignByCode,
    SignByLogin,
    SignedInInk,
    send_code,
    sign_by_code,
    sign_by_login,
    sign_in_ink,
)
from services.dispute.domain.agreeing.text import Draft, DraftedDuty, DraftedMatter
from services.dispute.domain.mediation import Mediation
from services.dispute.domain.performing.confirming import Decide, Join, decide, join
from services.dispute.domain.performing.doing import Breach, Perform, breach, perform
from services.kit.limits.calendar import SHANGHAI
from tests.dispute.agreeing.table import CARD, TERMS
from tests.dispute.walk.walker import Driver, NothingToTry, Walker


def _unruled(decision):
    """Decisions that need nothing of the city's rules."""
    return lambda rules, *rest: decision(*rest)


async def _of(walker: Walker) -> tuple[Mediation, Agreement]:
    mediation = await walker.now()
    if mediation is None or mediation.agreement is None:
        raise NothingToTry
    return mediation, mediation.agreement


async def draft_it(walker: Walker, pick: int) -> None:
    mediation = await walker.now()
    if mediation is None or len(mediation.present) < 2:
        raise NothingToTry
    parties = tuple(party.party_id for party in mediation.present)
    today = walker.world.city.clock().astimezone(SHANGHAI).date()
    owed = {"content": "修好水管", "manner": "自费", "due_on": today}
    duty = DraftedDuty(by=parties[0], to=parties[1], **owed)
    matter = DraftedMatter(disputed="谁来修", duties=(duty,))
    words = Draft(facts="漏水", matters=(matter,), partly=bool(pick % 2))
    kind, digest = "neighbour", f"{pick % 2}" * 64
    command = Drafted("chen-he", words, "sealed", digest, parties, kind)
    await walker.do(_unruled(partial(draft, TERMS)), command)


async def offer_it(walker: Walker, pick: int) -> None:
    _, agreement = await _of(walker)
    await walker.do(_unruled(offer), Offer(agreement.digest))


async def sign_it(walker: Walker, pick: int) -> None:
    _, agreement = await _of(walker)
    who = agreement.signers[pick % len(agreement.signers)]
    if who == MEDIATOR:
        command = SignByLogin(agreement.digest, "chen-he")
        await walker.do(_unruled(partial(sign_by_login, TERMS)), command)
        return
    asked = CodeAsked(who, agreement.digest, "hash", CARD)
    await walker.do(_unruled(partial(send_code, TERMS)), asked)
    signing = SignByCode(who, agreement.digest, "hash")
    await walker.do(_unruled(partial(sign_by_code, TERMS)), signing)


async def ink_it(walker: Walker, pick: int) -> None:
    _, agreement = await _of(walker)
    who = agreement.signers[pick % len(agreement.signers)]
    scan = Scan(scan_id=derived_id("scan", str(pick)), file="f", label="l", size=1)
    command = SignedInInk((who,), agreement.digest, scan, "clerk")
    await walker.do(_unruled(partial(sign_in_ink, TERMS)), command)


async def seal_it(walker: Walker, pick: int) -> None:
    _, agreement = await _of(walker)
    await walker.do(
        lambda rules, *rest: seal(rules, TERMS, *rest), Seal(agreement.digest, "body")
    )


async def refuse_it(walker: Walker, pick: int) -> None:
    await walker.do(refuse_to_sign, RefuseToSign((await walker.one(pick)).party_id))


async def perform_it(walker: Walker, pick: int) -> None:
    _, agreement = await _of(walker)
    duty = agreement.duties[0]
    await walker.do(_unruled(perform), Perform(duty.duty_id, duty.to))


async def break_it(walker: Walker, pick: int) -> None:
    _, agreement = await _of(walker)
    duty = agreement.duties[0]
    command = Breach(duty.duty_id, "not_done", duty.to)
    await walker.do(_unruled(partial(breach, TERMS)), command)


async def apply_for_it(walker: Walker, pick: int) -> None:
    await walker.do(_unruled(join), Join((await walker.one(pick)).party_id))


async def decide_it(walker: Walker, pick: int) -> None:
    await walker.do(_unruled(decide), Decide("accepted", "body"))


AFTER: dict[str, Driver] = {
    "draft": draft_it,
    "offer": offer_it,
    "sign": sign_it,
    "sign_in_ink": ink_it,
    "seal": seal_it,
    "refuse_to_sign": refuse_it,
    "perform": perform_it,
    "breach": break_it,
    "apply": apply_for_it,
    "decide": decide_it,
}
