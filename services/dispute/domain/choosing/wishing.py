"""Whom the parties want, and whom the body appoints in their place."""

from dataclasses import dataclass
from datetime import datetime

from services.dispute.domain.choosing.beginning import appointed, choosing, heard
from services.dispute.domain.choosing.suiting import free, least_busy
from services.dispute.domain.errors import unknown_invitation
from services.dispute.domain.mediation import Mediation
from services.dispute.domain.refusals import must_be_open
from services.dispute.domain.rules import Rules
from services.kit.errors import Rejected
from services.kit.writing.change import Change

MOST_WISHES = 5


@dataclass(frozen=True)
class Prefer:
    """`mediators`: the best first; none: whoever the body appoints."""

    token_hash: str
    mediators: tuple[str, ...]


@dataclass(frozen=True)
class Appoint:
    mediator: str


def prefer(
    rules: Rules, mediation: Mediation | None, command: Prefer, now: datetime
) -> Change[Mediation] | None:
    """A party says whom it wants, as soon as it is asked; it may change its mind."""
    if mediation is None:
        raise unknown_invitation()
    party = mediation.speaking(command.token_hash)
    if party.prefers == command.mediators:
        return None
    must_be_open(mediation, "prefer")
    _check_whose_choice(rules, mediation)
    _check_suits(rules, mediation, *command.mediators)
    wish = party.model_copy(update={"prefers": command.mediators})
    wished = mediation.with_party(wish)
    if wished.state != "selecting":
        return Change(wished)
    return heard(rules, wished, now)


def appoint(
    rules: Rules, mediation: Mediation | None, command: Appoint, now: datetime
) -> Change[Mediation] | None:
    """The body's administrator names one, once the parties have had their time."""
    mediation = must_be_open(mediation, "appoint")
    if mediation.mediator == command.mediator:
        return None
    if mediation.mediator is not None:
        raise Rejected(
            "mediator-chosen",
            "a mediator is chosen already; only a challenge or their no opens it again",
            "已确定调解员,除非当事人申请更换或者调解员推辞,不再指定",
            law="在线调解规则 10",
        )
    if mediation.choose_by and now < mediation.choose_by:
        raise Rejected(
            "parties-choose-first",
            "the parties still have time to choose a mediator together",
            "当事人共同选定调解员的期限未满,暂不能指定",
            law="在线调解规则 10",
        )
    _check_suits(rules, mediation, command.mediator)
    return appointed(rules, mediation, command.mediator, now)


def appoint_in_time(
    rules: Rules, mediation: Mediation, now: datetime
) -> Change[Mediation] | None:
    """Nobody has: the least busy of those who suit."""
    found = least_busy(rules, mediation)
    if found is None:
        return choosing(rules, mediation, now)
    return appointed(rules, mediation, found.code, now)


def _check_whose_choice(rules: Rules, mediation: Mediation) -> None:
    chosen_by = rules.regime(mediation.regime).chosen_by
    if chosen_by.who == "body":
        raise Rejected(
            "body-appoints",
            "in this kind of mediation the body names the mediator;"
            " you may have whoever it names replaced",
            "此类调解由调解机构指定调解员,您可以申请更换",
            law=chosen_by.rule,
        )
    if mediation.mediator is not None:
        raise Rejected(
            "mediator-chosen",
            "a mediator is chosen; you may have them replaced",
            "已确定调解员,您可以申请更换",
            law="深圳 23",
        )


def _check_suits(rules: Rules, mediation: Mediation, *codes: str) -> None:
    known = {mediator.code for mediator in free(rules, mediation)}
    if not known.issuperset(codes):
        raise Rejected(
            "unsuitable-mediator",
            "choose from the mediators that are offered for this mediation",
            "请从本次调解可选的调解员中选择",
            status=422,
            law="在线调解规则 10",
        )
