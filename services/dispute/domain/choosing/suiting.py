"""Whom of the roster a mediation suits, and who may be in its room."""

from contracts.codes import derived_id
from services.dispute.domain.mediation import Mediation
from services.dispute.domain.roster import Mediator
from services.dispute.domain.rules import Rules
from services.kit.errors import Rejected


def suitable(rules: Rules, mediation: Mediation) -> tuple[Mediator, ...]:
    """Of its area, its regime and its matter, in the order of the roster."""
    about = mediation.area, mediation.regime, mediation.dispute_type
    return tuple(m for m in rules.roster.mediators if m.suits(*about))


def mediates(rules: Rules, mediation: Mediation, code: str | None) -> bool:
    """The one who is chosen, alone; until then whoever it suits may prepare it.

    Whoever was replaced does nothing any more (深圳 23).

    What parties say is for their mediator (人民调解法 15, 在线调解规则 29), not for the
    body that the mediator is of; but somebody has to be able to invite them.
    """
    if mediation.mediator is not None:
        return code == mediation.mediator
    return any(code == mediator.code for mediator in free(rules, mediation))


def has_taken(rules: Rules, mediation: Mediation, code: str | None) -> bool:
    """Mediates it and has said so; while another one is sought, nobody has."""
    sought = mediation.mediator is None and bool(mediation.passed_over)
    taken = not sought and mediation.confirm_by is None
    return taken and mediates(rules, mediation, code)


def must_mediate(rules: Rules, mediation: Mediation, code: str | None) -> None:
    if not mediates(rules, mediation, code):
        raise Rejected(
            "not-your-mediation",
            "somebody else mediates this, or you are not on the roster for it",
            "该调解由其他调解员主持,或您不在可选调解员名册内",
            status=403,
            law="人民调解法 15",
        )


def free(rules: Rules, mediation: Mediation) -> tuple[Mediator, ...]:
    """Whoever suits and has not mediated it already."""
    over = mediation.passed_over
    return tuple(m for m in suitable(rules, mediation) if m.code not in over)


def least_busy(rules: Rules, mediation: Mediation) -> Mediator | None:
    """The first with the fewest open mediations; among equals it is shared out."""
    return min(
        free(rules, mediation),
        key=lambda m: (rules.workload.get(m.code, 0), _turn(mediation, m)),
        default=None,
    )


def _turn(mediation: Mediation, mediator: Mediator) -> str:
    """Another order for each mediation, so that a stale count piles up on nobody."""
    return derived_id(mediation.mediation_id, mediator.code)
