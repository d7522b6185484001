"""How long words lie once it is over; then their keys go, and every copy with them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from services.dispute.domain.mediation import Mediation
from services.dispute.domain.rules import Rules
from services.kit.writing.change import Change


@dataclass(frozen=True)
class KeysGone:
    """Every key of the mediation's words was destroyed; `record`: its own one too."""

    record: bool = False


def let_go(
    rules: Rules, mediation: Mediation, now: datetime
) -> Change[Mediation] | None:
    """First, as soon as it is over, notes until when; on each day, what goes."""
    kept = mediation.sitting.kept
    if kept.until is None:
        until = (mediation.over_at or now) + rules.sitting.words_kept
        record_until = _record_until(rules, mediation, now)
        return _with(mediation, {"until": until, "record_until": record_until})
    if not kept.erased:
        return _with(mediation, {"erased": True})
    if kept.record_until is None:
        record_until = _record_until(rules, mediation, now)
        return _with(mediation, {"record_until": record_until})
    return _with(mediation, {"record_erased": True})


def _record_until(rules: Rules, mediation: Mediation, now: datetime) -> datetime:
    """From the last day on which something was to be done; a draft binds nobody."""
    made = mediation.agreement
    duties = made.duties if made and made.effective else ()
    last = max((mediation.over_at or now, *(duty.due_at for duty in duties)))
    return last + rules.sitting.record_kept


def keys_gone(
    mediation: Mediation | None, command: KeysGone, now: datetime
) -> Change[Mediation] | None:
    if mediation is None or not mediation.words_to_go:
        return None
    gone = {"keys_gone": True}
    return _with(mediation, gone | {"record_gone": True} if command.record else gone)


def _with(mediation: Mediation, fields: Mapping[str, object]) -> Change[Mediation]:
    kept = mediation.sitting.kept.model_copy(update=fields)
    return Change(mediation.with_sitting(kept=kept))
