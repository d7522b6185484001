"""How long a mediation may take: what all agree on; an appraisal's time apart."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from contracts.dispute import TermDueSoon, TermExtended, TermExtensionAsked
from services.dispute.domain.errors import unknown_mediation
from services.dispute.domain.mediation import Mediation
from services.dispute.domain.rules import Rules
from services.dispute.domain.term import Appraisal, Extension
from services.kit.errors import Rejected
from services.kit.writing.change import Change

LONGEST = timedelta(days=365)
"""From today: what is to take longer is no mediation any more."""

MOST_APPRAISALS = 10


SHORTEST = timedelta(days=1)
"""From now: whoever is asked needs a day to answer."""


@dataclass(frozen=True)
class AnotherTerm:
    until: datetime


@dataclass(frozen=True)
class Consent:
    """`until` is the day that the party has read: consent to another is none."""

    token_hash: str
    until: datetime
    agrees: bool


def lasting_until(
    rules: Rules, mediation: Mediation, until: datetime, now: datetime
) -> Mediation:
    """The term ends then; everybody is warned before, unless they hear it just now."""
    warn = rules.regime(mediation.regime).warn
    before = until - timedelta(days=warn.amount)
    warn_at = before if before > now else None
    return mediation.but(term_ends_at=until, warn_at=warn_at, extension=None)


def ask_for_term(
    mediation: Mediation | None, command: AnotherTerm, now: datetime
) -> Change[Mediation] | None:
    """The mediator asks all parties; until all have said yes, the term stays."""
    lasting = _mediating(mediation)
    if lasting.extension and lasting.extension.until == command.until:
        return None
    if not now + SHORTEST <= command.until <= now + LONGEST:
        raise Rejected(
            "term-out-of-reach",
            "until: name a time at least a day from now, within a year from today",
            "until:请填写一天以后、一年以内的时间",
            status=422,
        )
    ends = _ends(lasting)
    if command.until == ends:
        raise Rejected(
            "term-is-that-already",
            "until: the term ends then already; name another day",
            "until:现有期限就是这个时间,请填写别的日期",
            status=422,
        )
    asked = lasting.but(extension=Extension(until=command.until))
    earlier = command.until < ends
    fact = TermExtensionAsked(**_told(asked), until=command.until, earlier=earlier)
    return Change(asked, (fact,))


def consent(
    rules: Rules, mediation: Mediation | None, command: Consent, now: datetime
) -> Change[Mediation] | None:
    """Another term needs the consent of all parties (深圳 25); one no, and it stays."""
    lasting = _mediating(mediation)
    party = lasting.speaking(command.token_hash)
    asked = lasting.extension
    if asked is None or asked.until != command.until or asked.until <= now:
        raise Rejected(
            "no-such-extension",
            "nobody asks for this day any more: read again what is asked",
            "没有正在征求意见的这个期限,请重新查看",
        )
    if not command.agrees:
        return Change(lasting.but(extension=None))
    if party.party_id in asked.consents:
        return None
    consents = (*asked.consents, party.party_id)
    more = asked.model_copy(update={"consents": consents})
    if not {each.party_id for each in lasting.present if each.speaks} <= {*consents}:
        return Change(lasting.but(extension=more))
    agreed = more.model_copy(update={"agreed_at": now})
    known = lasting.but(extensions=(*lasting.extensions, agreed))
    earlier = asked.until < _ends(lasting)
    return _moved(lasting_until(rules, known, asked.until, now), earlier=earlier)


def exclude(
    rules: Rules, mediation: Mediation | None, appraisal: Appraisal, now: datetime
) -> Change[Mediation] | None:
    """An appraisal's time does not count; the same one said twice counts once."""
    lasting = _mediating(mediation)
    if appraisal in lasting.appraisals:
        return None
    _check(lasting, appraisal, now)
    counted = lasting.but(appraisals=(*lasting.appraisals, appraisal))
    until = _ends(lasting) + appraisal.length
    return _moved(lasting_until(rules, counted, until, now), excluded=True)


def warn(rules: Rules, mediation: Mediation, now: datetime) -> Change[Mediation] | None:
    """Once for each end of the term."""
    warned = mediation.but(warn_at=None)
    fact = TermDueSoon(**_told(mediation), until=_ends(mediation))
    return Change(warned, (fact,))


def _check(lasting: Mediation, appraisal: Appraisal, now: datetime) -> None:
    if len(lasting.appraisals) >= MOST_APPRAISALS:
        raise Rejected(
            "too-many-appraisals",
            "a mediation has at most ten appraisals",
            "一次调解最多记录十次鉴定",
        )
    if not appraisal.since < appraisal.until <= now + LONGEST:
        raise Rejected(
            "appraisal-has-no-length",
            "until: it ends after `since`, within a year from today",
            "until:结束时间应晚于开始时间,且在今天起一年之内",
            status=422,
        )
    if any(appraisal.overlaps(known) for known in lasting.appraisals):
        raise Rejected(
            "appraisal-counted-already",
            "since: part of this time is excluded already",
            "since:这段时间有一部分已经扣除过",
        )
    _check_within(lasting, appraisal)


def _check_within(lasting: Mediation, appraisal: Appraisal) -> None:
    """What lies outside the term was never counted."""
    began = lasting.term_began_at
    if began and appraisal.since < began:
        raise Rejected(
            "appraisal-before-the-term",
            "since: the term began later; name the part that lies in it",
            "since:早于调解期限的起算时间,请只填写期限之内的部分",
            status=422,
        )
    if appraisal.since > _ends(lasting):
        raise Rejected(
            "appraisal-after-the-term",
            "since: the term has ended before this appraisal begins",
            "since:鉴定开始时调解期限已经届满",
            status=422,
        )


def _moved(
    lasting: Mediation, *, excluded: bool = False, earlier: bool = False
) -> Change[Mediation]:
    fact = TermExtended(
        **_told(lasting), until=_ends(lasting), excluded=excluded, earlier=earlier
    )
    return Change(lasting, (fact,))


def _mediating(mediation: Mediation | None) -> Mediation:
    if mediation is None:
        raise unknown_mediation()
    if mediation.state != "mediating":
        raise Rejected(
            "not-mediating",
            "there is no term to move: it is not being mediated",
            "现在不在调解中,没有期限可以变更",
        )
    return mediation


def _ends(mediation: Mediation) -> datetime:
    if mediation.term_ends_at is None:
        raise LookupError("a mediation under way without a term")
    return mediation.term_ends_at


def _told(mediation: Mediation) -> dict[str, object]:
    return {
        "case_id": mediation.case_id,
        "mediation_id": mediation.mediation_id,
        "parties": mediation.told,
    }
