"""The chosen mediator takes it and discloses, or somebody else is chosen."""

from dataclasses import dataclass
from datetime import datetime

from contracts.dispute import MediatorConfirmed, MediatorReplaced
from services.dispute.domain.choosing.beginning import choosing
from services.dispute.domain.choosing.suiting import must_mediate
from services.dispute.domain.errors import unknown_invitation
from services.dispute.domain.lasting import lasting_until
from services.dispute.domain.mediation import Mediation
from services.dispute.domain.party import Party
from services.dispute.domain.refusals import must_be_open
from services.dispute.domain.rules import Rules
from services.dispute.domain.sitting.calling_off import none_to_come
from services.kit.errors import Rejected
from services.kit.writing.change import Change


@dataclass(frozen=True)
class Confirm:
    """`disclosure` is sealed at rest already; None: there is nothing to disclose."""

    mediator: str | None
    disclosure: str | None = None


@dataclass(frozen=True)
class StepDown:
    mediator: str | None


@dataclass(frozen=True)
class Challenge:
    """Names whom it is about, so that the same wish twice replaces one mediator."""

    token_hash: str
    mediator: str


def confirm(
    rules: Rules, mediation: Mediation | None, command: Confirm, now: datetime
) -> Change[Mediation] | None:
    """The term begins, unless it began with a mediator before (在线调解规则 12)."""
    if _confirmed(mediation, command.mediator):
        return None
    mediation = must_be_open(mediation, "confirm")
    _check_chosen(rules, mediation, command.mediator)
    term_ends_at = mediation.term_ends_at or rules.term_end(mediation.term_days, now)
    fact = MediatorConfirmed(
        case_id=mediation.case_id,
        mediation_id=mediation.mediation_id,
        parties=mediation.told,
        mediator=mediation.mediator or "",
        term_ends_at=term_ends_at,
        disclosed=command.disclosure is not None,
    )
    confirmed = mediation.but(
        state="mediating",
        confirm_by=None,
        disclosure=command.disclosure,
        term_began_at=mediation.term_began_at or now,
    )
    return Change(lasting_until(rules, confirmed, term_ends_at, now), (fact,))


def step_down(
    rules: Rules, mediation: Mediation | None, command: StepDown, now: datetime
) -> Change[Mediation] | None:
    """The mediator does not take it, or cannot go on (在线调解规则 13)."""
    if mediation is not None and command.mediator in mediation.passed_over:
        return None
    mediation = must_be_open(mediation, "step_down")
    _check_chosen(rules, mediation, command.mediator)
    return replaced(rules, mediation, "stepped_down", now)


def answers_too_late(
    rules: Rules, mediation: Mediation, now: datetime
) -> Change[Mediation] | None:
    """A mediator who does not answer in time is not waited for."""
    return replaced(rules, mediation, "did_not_answer", now)


def challenge(
    rules: Rules, mediation: Mediation | None, command: Challenge, now: datetime
) -> Change[Mediation] | None:
    """A party wants another mediator: nothing to decide, no reason to give (深圳 23).

    The law names no bound. Ours is a count for each party, so that nobody can use up
    the roster while the term runs; who trusts no mediator may stop (人民调解法 23).
    """
    if mediation is None:
        raise unknown_invitation()
    party = mediation.speaking(command.token_hash)
    if command.mediator in mediation.passed_over:
        return None
    must_be_open(mediation, "challenge")
    if mediation.mediator != command.mediator:
        raise Rejected(
            "not-the-mediator",
            "somebody else mediates now: read who it is, and ask again",
            "调解员已变更,请查看现任调解员后再申请",
            law="深圳 23",
        )
    allowed = rules.regime(mediation.regime).challenges.count
    if party.challenges >= allowed:
        raise Rejected(
            "challenged-often",
            f"you have had {allowed} mediators replaced; you may go on with this one"
            " or stop the mediation",
            f"您已更换{allowed}次调解员,可以继续调解或者要求终止调解",
            law="人民调解法 23",
        )
    counted = party.model_copy(update={"challenges": party.challenges + 1})
    return replaced(rules, mediation.with_party(counted), "challenged", now)


def replaced(
    rules: Rules, mediation: Mediation, reason: str, now: datetime
) -> Change[Mediation]:
    """Choosing begins again, without whoever mediates no more; the term runs on.

    What they put before the parties, the next one puts before them again, or does not;
    the sittings that they planned are off.
    """
    before = mediation.mediator or ""
    fact = MediatorReplaced(
        case_id=mediation.case_id,
        mediation_id=mediation.mediation_id,
        parties=mediation.told,
        mediator=before,
        reason=reason,
    )
    parties = tuple(_wishing_again(party, before) for party in mediation.parties)
    written = mediation.agreement
    again = mediation.but(
        parties=parties,
        passed_over=(*mediation.passed_over, before),
        agreement=written.withdrawn if written else None,
    )
    after, off = none_to_come(again, now)
    return choosing(rules, after, now, (fact, *off))


def _wishing_again(party: Party, gone: str) -> Party:
    """Whoever wanted nobody else is asked again."""
    if not party.prefers:
        return party
    left = tuple(code for code in party.prefers if code != gone)
    return party.model_copy(update={"prefers": left or None})


def _confirmed(mediation: Mediation | None, code: str | None) -> bool:
    if mediation is None or code is None:
        return False
    return mediation.state == "mediating" and mediation.mediator == code


def _check_chosen(rules: Rules, mediation: Mediation, code: str | None) -> None:
    if mediation.mediator is None:
        raise Rejected(
            "nobody-chosen",
            "nobody is chosen yet: the parties choose, or the body appoints",
            "尚未确定调解员,由当事人选定或者调解机构指定",
            law="在线调解规则 10",
        )
    must_mediate(rules, mediation, code)
