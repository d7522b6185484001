"""What time alone does to a mediation: one decision for each thing it waits for."""

from collections.abc import Callable
from datetime import datetime

from services.dispute.domain.agreeing.sealing import tell_of_missing_seal
from services.dispute.domain.choosing.taking import answers_too_late
from services.dispute.domain.choosing.wishing import appoint_in_time
from services.dispute.domain.ending.outcome import expire
from services.dispute.domain.joining.answering import fall_silent
from services.dispute.domain.joining.contacting import miss_contact
from services.dispute.domain.lasting import warn
from services.dispute.domain.mediation import Mediation
from services.dispute.domain.performing.reminding import remind, remind_of_court
from services.dispute.domain.rest.choosing import silence_ends
from services.dispute.domain.rules import Rules
from services.dispute.domain.sitting.keeping import let_go
from services.dispute.domain.sitting.reminding import remind_of_sitting
from services.kit.writing.change import Change

Due = Callable[[Mediation], datetime | None]
Wake = Callable[[Rules, Mediation, datetime], Change[Mediation] | None]

WAKES: tuple[tuple[Due, Wake], ...] = (
    (lambda mediation: mediation.uncontacted_at, miss_contact),
    (lambda mediation: mediation.silence_at, fall_silent),
    (lambda mediation: mediation.expires_at, expire),
    (lambda mediation: mediation.warned_at, warn),
    (lambda mediation: mediation.unappointed_at, appoint_in_time),
    (lambda mediation: mediation.unconfirmed_at, answers_too_late),
    (lambda mediation: mediation.meets_soon_at, remind_of_sitting),
    (lambda mediation: mediation.unsealed_at, tell_of_missing_seal),
    (lambda mediation: mediation.court_at, remind_of_court),
    (lambda mediation: mediation.rest_due_at, silence_ends),
    (lambda mediation: mediation.duty_at, remind),
    (lambda mediation: mediation.words_due_at, let_go),
)
"""Of several that are due at once the first listed counts; the others wake it again."""


def wake(rules: Rules, mediation: Mediation, now: datetime) -> Change[Mediation] | None:
    for due_at, decide in WAKES:
        due = due_at(mediation)
        if due and due <= now:
            return decide(rules, mediation, now)
    return None
