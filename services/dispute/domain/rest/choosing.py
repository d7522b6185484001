"""After a partial agreement the parties choose what becomes of the rest.

It goes on when all of them want it (人民调解法 17); one no ends it, and so does silence
until the last day: nobody mediates who does not want to (人民调解法 23).
"""

from dataclasses import dataclass
from datetime import datetime

from contracts.dispute import RestDecided
from services.dispute.domain.errors import represented
from services.dispute.domain.mediation import Mediation
from services.dispute.domain.refusals import must_be_open
from services.dispute.domain.rest.part import Decision, Rest, Why
from services.dispute.domain.rules import Rules
from services.kit.errors import Rejected
from services.kit.writing.change import Change


@dataclass(frozen=True)
class Choose:
    """`party_id`: who says so by the own link, or to the mediator."""

    party_id: str
    goes_on: bool


def choose(
    mediation: Mediation | None, command: Choose, now: datetime
) -> Change[Mediation] | None:
    """Whoever is represented leaves it to who represents them (宁波 20)."""
    action = "want_the_rest" if command.goes_on else "leave_the_rest"
    known = must_be_open(mediation, action)
    party, rest = known.party_called(command.party_id), known.rest
    if rest is None:
        raise nothing_left()
    if not party.speaks:
        raise represented()
    if rest.decision:
        _demand_same(rest, command)
        return None
    if not command.goes_on:
        return _ended(known, rest, "unwilling", now)
    if party.party_id in rest.wanted_by:
        return None
    wanting = rest.model_copy(update={"wanted_by": (*rest.wanted_by, party.party_id)})
    speaking = {each.party_id for each in known.present if each.speaks}
    if not speaking.issubset(wanting.wanted_by):
        return Change(known.but(rest=wanting))
    return _goes_on(known, wanting, now)


def silence_ends(
    rules: Rules, mediation: Mediation, now: datetime
) -> Change[Mediation] | None:
    """The last day has passed, and not everybody wants to go on."""
    rest = mediation.rest
    return _ended(mediation, rest, "silent", now) if rest else None


def _goes_on(mediation: Mediation, rest: Rest, now: datetime) -> Change[Mediation]:
    return _settled(mediation, rest, decided(mediation, "goes_on"), now)


def _ended(
    mediation: Mediation, rest: Rest, why: Why, now: datetime
) -> Change[Mediation]:
    return _settled(mediation, rest, decided(mediation, "ended", why), now)


def _settled(
    mediation: Mediation, rest: Rest, fact: RestDecided, now: datetime
) -> Change[Mediation]:
    settled = mediation.but(
        rest=rest.model_copy(update={"decision": fact.decision, "decided_at": now})
    )
    return Change(settled.keeping_what_is_needed, (fact,))


def decided(
    mediation: Mediation, decision: Decision, why: Why | None = None
) -> RestDecided:
    return RestDecided(
        case_id=mediation.case_id,
        mediation_id=mediation.mediation_id,
        parties=mediation.told,
        decision=decision,
        reason=why,
    )


def _demand_same(rest: Rest, command: Choose) -> None:
    if command.goes_on == (rest.decision == "goes_on"):
        return
    raise Rejected(
        "rest-decided",
        "this is decided: if the rest goes on, stop it there by its own link",
        "其余事项已经确定处理方式:已经继续调解的,可以在该次调解中要求终止",
        law="人民调解法 23",
    )


def nothing_left() -> Rejected:
    return Rejected(
        "nothing-left",
        "nothing is left to choose: see the ways that are open for the rest",
        "没有需要选择的其余事项,请查看其他解决途径",
    )
