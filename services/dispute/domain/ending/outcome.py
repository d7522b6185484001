"""How a mediation ends; what leaves the room is the outcome and nothing else."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from contracts.dispute import MediationAgreed, MediationEnded
from contracts.envelope import Payload
from services.dispute.domain.agreeing.refusals import (
    ink_only,
    not_written,
    text_offered,
)
from services.dispute.domain.ending.word import word_of
from services.dispute.domain.errors import mediation_over, unknown_mediation
from services.dispute.domain.mediation import Mediation
from services.dispute.domain.rules import Rules
from services.kit.errors import Rejected
from services.kit.writing.change import Change

EndReason = Literal[
    "self_settled",
    "unreachable",
    "unwilling",
    "too_far_apart",
    "refused_to_sign",
    "expired",
    "stopped_by_party",
    "reported",
    "sham",
    "withdrawn",
    "other",
]
"""在线调解规则 25."""


@dataclass(frozen=True)
class Agree:
    """By word of mouth, and performed at once: nothing is left to sign or to wait for.

    `terms` are sealed at rest already; `digest` tells the same ones from others.
    """

    partly: bool
    terms: str
    digest: str
    performed_at_once: bool = True

    @property
    def state(self) -> Literal["agreed", "partly_agreed"]:
        return "partly_agreed" if self.partly else "agreed"


@dataclass(frozen=True)
class End:
    reason: EndReason


def agree(
    rules: Rules,
    mediation: Mediation | None,
    command: Agree,
    now: datetime,
) -> Change[Mediation] | None:
    """Takes effect when they agree (人民调解法 30); the task is answered at once.

    What was agreed stands: other terms are refused, the same ones are no news.
    """
    if mediation is None:
        raise unknown_mediation()
    recorded = mediation.state, mediation.terms_digest
    if recorded == (command.state, command.digest):
        return None
    if mediation.over:
        raise mediation_over()
    if mediation.state != "mediating":
        raise not_mediating()
    if not command.performed_at_once:
        raise not_written()
    _check_oral(rules, mediation)
    agreed = mediation.but(
        state=command.state,
        terms=command.terms,
        terms_digest=command.digest,
        agreement=None,
        performance="performed",
        over_at=now,
        rest=rules.rest_of(mediation.regime, now) if command.partly else None,
    ).keeping_what_is_needed
    fact = MediationAgreed(
        case_id=agreed.case_id,
        mediation_id=agreed.mediation_id,
        parties=agreed.told,
        partly=command.partly,
        oral=True,
        rest_by=agreed.rest_due_at,
    )
    return Change(agreed, (fact, *word_of(rules, agreed)))


def _check_oral(rules: Rules, mediation: Mediation) -> None:
    """A text that is before the parties is agreed by signing it, and not around it."""
    written = mediation.agreement
    if written and written.offered_at:
        raise text_offered()
    kind = rules.types.get(mediation.dispute_type)
    if kind and kind.wet_ink:
        raise ink_only()


def end(
    rules: Rules,
    mediation: Mediation | None,
    command: End,
    now: datetime,
) -> Change[Mediation] | None:
    """The mediator ends it, for a reason of the list."""
    if mediation is None or mediation.state == "awaiting_task":
        raise unknown_mediation()
    if mediation.end_reason == command.reason:
        return None
    if mediation.over:
        raise mediation_over()
    if command.reason == "reported" and mediation.sitting.withholds:
        raise would_tell()
    return ended(rules, mediation, command.reason, now)


def expire(
    rules: Rules, mediation: Mediation, now: datetime
) -> Change[Mediation] | None:
    """Its term has passed; what was not agreed has other ways."""
    return ended(rules, mediation, "expired", now)


def ended(
    rules: Rules,
    mediation: Mediation,
    reason: EndReason,
    now: datetime,
    said: tuple[Payload, ...] = (),
) -> Change[Mediation]:
    over, fact = without_a_word(mediation, reason, now)
    return Change(over, (*said, fact, *word_of(rules, over)))


def without_a_word(
    mediation: Mediation, reason: EndReason, now: datetime
) -> tuple[Mediation, MediationEnded]:
    """Ended, with nothing to say to the task; the parties are told."""
    ended = mediation.but(state="ended", end_reason=reason, over_at=now)
    over = ended.keeping_what_is_needed
    fact = MediationEnded(
        case_id=over.case_id,
        mediation_id=over.mediation_id,
        reason=reason,
        parties=mediation.told,
    )
    return over, fact


def not_mediating() -> Rejected:
    return Rejected(
        "not-mediating",
        "not every party has agreed to mediate yet",
        "尚有当事人未同意调解",
        law="人民调解法 17",
    )


def would_tell() -> Rejected:
    return Rejected(
        "would-tell",
        "this reason would tell the parties of a report kept from them: take `other`",
        "该理由会使当事人得知暂不告知的报告,请改用 other",
        law="人民调解法 25",
    )
