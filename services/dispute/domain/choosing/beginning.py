"""When everybody wants to mediate it is asked who mediates, and asked again later."""

from datetime import datetime
from typing import Literal

from contracts.dispute import MediatorChosen
from contracts.envelope import Payload
from services.dispute.domain.choosing.suiting import free
from services.dispute.domain.ending.outcome import ended
from services.dispute.domain.mediation import Mediation
from services.dispute.domain.party import Party
from services.dispute.domain.rules import Rules
from services.kit.writing.change import Change

Said = tuple[Payload, ...]


def go_on(
    rules: Rules, mediation: Mediation, now: datetime, said: Said = ()
) -> Change[Mediation]:
    """After a yes or a departure: to the mediator there is, or to choosing one."""
    if mediation.state != "inviting" or not mediation.everybody_accepted:
        return Change(mediation, said)
    if mediation.mediator is None:
        return choosing(rules, mediation, now, said)
    if mediation.confirm_by is None:
        return Change(mediation.but(state="mediating"), said)
    confirm_by = rules.due(rules.regime(mediation.regime).confirm, now)
    return Change(mediation.but(state="selecting", confirm_by=confirm_by), said)


def choosing(
    rules: Rules, mediation: Mediation, now: datetime, said: Said = ()
) -> Change[Mediation]:
    """Where there is nobody left to choose it ends: a roster is finite."""
    regime = rules.regime(mediation.regime)
    open_ = mediation.but(
        state="selecting",
        mediator=None,
        confirm_by=None,
        disclosure=None,
        choose_by=rules.due(regime.choose, now),
        appoint_by=rules.due(regime.appoint, now),
    )
    if regime.chosen_by.who == "body":
        open_ = open_.but(choose_by=None)
    left = free(rules, open_)
    if not left:
        return ended(rules, open_, "other", now, said)
    if regime.only_one.holds and len(left) == 1:
        return appointed(rules, open_, left[0].code, now, said)
    return heard(rules, open_, now, said)


def heard(
    rules: Rules, mediation: Mediation, now: datetime, said: Said = ()
) -> Change[Mediation]:
    """Everybody has said whom they want: one of all, or it is the body's turn.

    Until it has appointed somebody they may still agree (在线调解规则 10).
    """
    speaking = [party for party in mediation.present if party.speaks]
    if any(p.prefers is None for p in speaking):
        return Change(mediation, said)
    wanted = wanted_by_all(speaking)
    if wanted is None:
        return Change(mediation.but(choose_by=None), said)
    return _chosen(rules, mediation, (wanted, "jointly"), now, said)


def wanted_by_all(parties: list[Party]) -> str | None:
    """Whom each of them named; of several, the one they like best together."""
    lists = [party.prefers or () for party in parties]
    common = [code for code in lists[0] if all(code in one for one in lists)]
    ranks = {code: sum(one.index(code) for one in lists) for code in common}
    return min(sorted(common), key=ranks.__getitem__, default=None)


def appointed(
    rules: Rules, mediation: Mediation, code: str, now: datetime, said: Said = ()
) -> Change[Mediation]:
    return _chosen(rules, mediation, (code, "appointed"), now, said)


def _chosen(
    rules: Rules,
    mediation: Mediation,
    choice: tuple[str, Literal["jointly", "appointed"]],
    now: datetime,
    said: Said,
) -> Change[Mediation]:
    mediator, how = choice
    confirm_by = rules.due(rules.regime(mediation.regime).confirm, now)
    fact = MediatorChosen(
        case_id=mediation.case_id,
        mediation_id=mediation.mediation_id,
        parties=mediation.told,
        mediator=mediator,
        how=how,
        confirm_by=confirm_by,
    )
    chosen = mediation.but(
        mediator=mediator, confirm_by=confirm_by, choose_by=None, appoint_by=None
    )
    return Change(chosen, (*said, fact))
