"""How long words lie once it is over; then their keys go, and every copy with them."""

from dataclasses import dataclass
from datetime import datetime

from services.dispute.domain.mediation import Mediation
from services.dispute.domain.rules import Rules
from services.kit.writing.change import Change


@dataclass(frozen=True)
class KeysGone:
    """Every key of the mediation's words was destroyed."""


def let_go(
    rules: Rules, mediation: Mediation, now: datetime
) -> Change[Mediation] | None:
    """First, as soon as it is over, notes until when; on that day, that they go."""
    kept = mediation.sitting.kept
    if kept.until is None:
        until = (mediation.over_at or now) + rules.sitting.words_kept
        return _with(mediation, {"until": until})
    return _with(mediation, {"erased": True})


def keys_gone(
    mediation: Mediation | None, command: KeysGone, now: datetime
) -> Change[Mediation] | None:
    if mediation is None or not mediation.words_to_go:
        return None
    return _with(mediation, {"keys_gone": True})


def _with(mediation: Mediation, fields: dict[str, object]) -> Change[Mediation]:
    kept = mediation.sitting.kept.model_copy(update=fields)
    return Change(mediation.with_sitting(kept=kept))
