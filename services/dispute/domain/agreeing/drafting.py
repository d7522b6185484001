"""The mediator writes what was agreed, and puts it before the parties."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from contracts.dispute import AgreementOffered
from services.dispute.domain.agreeing import refusals
from services.dispute.domain.agreeing.agreement import Agreement
from services.dispute.domain.agreeing.terms import NOTHING_CONFIRMED, Terms
from services.dispute.domain.agreeing.text import Draft, drafted_duties, duty_id
from services.dispute.domain.errors import mediation_over, unknown_mediation
from services.dispute.domain.mediation import Mediation
from services.dispute.domain.performing.duty import Duty
from services.kit.limits.calendar import SHANGHAI
from services.kit.writing.change import Change

FARTHEST = timedelta(days=50 * 366)
"""[ours] A last day beyond is a slip of the pen."""


@dataclass(frozen=True)
class Drafted:
    """`paper` is sealed at rest already; `draft` says what may be known of it."""

    by: str
    draft: Draft
    paper: str
    digest: str
    parties: tuple[str, ...]
    dispute_type: str
    wet_ink: bool = False
    """The mediator wants ink where the law does not ask for it."""
    unconfirmable: str | None = None
    """A ground of the city's list, `none`, or nothing said."""


@dataclass(frozen=True)
class Offer:
    """`digest`: the text that the mediator has read last."""

    digest: str


def draft(
    terms: Terms, mediation: Mediation | None, command: Drafted, now: datetime
) -> Change[Mediation] | None:
    """Another text voids every signature under the one before, and every code for it.

    The same one again is no news.
    """
    known = mediating(mediation)
    before = known.agreement
    if before and _same(terms, before, command, known):
        return None
    kind = terms.types.get(command.dispute_type)
    if kind is None:
        raise refusals.unknown_type()
    demand_whole(known, command)
    _demand_days(command, now)
    ground = command.unconfirmable
    if ground is None and terms.asked & {kind.code, known.dispute_type}:
        raise refusals.confirmable_unsaid()
    if ground not in {None, NOTHING_CONFIRMED, *terms.excluded}:
        raise refusals.unknown_ground()
    edition = before.edition + 1 if before else 1
    written = Agreement(
        edition=edition,
        paper=command.paper,
        digest=command.digest,
        drafted_by=command.by,
        drafted_at=now,
        dispute_type=command.dispute_type,
        partly=command.draft.partly,
        wet_ink=_in_ink(terms, command, known),
        unconfirmable=None if ground == NOTHING_CONFIRMED else ground,
        parties=command.parties,
        speaking=speaking(known),
        duties=_duties(known.mediation_id, edition, command.draft),
        scans=before.scans if before else (),
    )
    return Change(known.but(agreement=written))


def offer(
    mediation: Mediation | None, command: Offer, now: datetime
) -> Change[Mediation] | None:
    known = mediating(mediation)
    agreement = demand_text(known, command.digest)
    demand_everybody(known, agreement)
    if agreement.offered_at:
        return None
    for place, duty in enumerate(agreement.duties, start=1):
        if duty.due_at < now:
            raise refusals.duty_past_by_now(place)
    fact = AgreementOffered(
        case_id=known.case_id,
        mediation_id=known.mediation_id,
        parties=agreement.parties,
        wet_ink=agreement.wet_ink,
    )
    return Change(known.but(agreement=agreement.but(offered_at=now)), (fact,))


def mediating(mediation: Mediation | None) -> Mediation:
    """Words are put to paper while people mediate, and at no other time."""
    if mediation is None or mediation.state == "awaiting_task":
        raise unknown_mediation()
    if mediation.over:
        raise mediation_over()
    if mediation.state != "mediating":
        raise refusals.not_mediating()
    return mediation


def demand_text(mediation: Mediation, digest: str) -> Agreement:
    """The agreement, if that is still its text."""
    if mediation.agreement is None:
        raise refusals.no_agreement()
    if mediation.agreement.digest != digest:
        raise refusals.text_changed()
    return mediation.agreement


def speaking(mediation: Mediation) -> tuple[str, ...]:
    """Who signs: not who has left, nor who is represented (宁波 20)."""
    return tuple(each.party_id for each in mediation.present if each.speaks)


def demand_everybody(mediation: Mediation, agreement: Agreement) -> None:
    """Somebody may have been named after it was written."""
    signing = set(agreement.parties), set(agreement.speaking)
    if signing != (set(mediation.told), set(speaking(mediation))):
        raise refusals.parties_changed()


def demand_whole(mediation: Mediation, command: Drafted) -> None:
    """Of all parties, and each duty between two of them."""
    parties = set(mediation.told)
    if set(command.parties) != parties:
        raise refusals.parties_changed()
    for duty in drafted_duties(command.draft):
        if not {duty.by, duty.to} <= parties or duty.by == duty.to:
            raise refusals.duty_of_strangers()


def _demand_days(command: Drafted, now: datetime) -> None:
    """By the city's calendar: nobody can do anything by a day that has passed."""
    for at, matter in enumerate(command.draft.matters):
        for place, duty in enumerate(matter.duties):
            if _end_of(duty.due_on) < now:
                raise refusals.duty_past(f"/matters/{at}/duties/{place}/due_on")
            if _end_of(duty.due_on) > now + FARTHEST:
                raise refusals.duty_too_far()


def _in_ink(terms: Terms, command: Drafted, known: Mediation) -> bool:
    """Also where the draft calls it something else than it is (电子签名法 3)."""
    kinds = map(terms.types.get, (command.dispute_type, known.dispute_type))
    return command.wet_ink or any(kind.wet_ink for kind in kinds if kind)


def _same(terms: Terms, before: Agreement, command: Drafted, known: Mediation) -> bool:
    ground = command.unconfirmable
    said = None if ground == NOTHING_CONFIRMED else ground
    return (
        before.digest,
        before.dispute_type,
        before.partly,
        before.wet_ink,
        before.unconfirmable,
        before.parties,
        before.speaking,
    ) == (
        command.digest,
        command.dispute_type,
        command.draft.partly,
        _in_ink(terms, command, known),
        said,
        command.parties,
        speaking(known),
    )


def _duties(mediation_id: str, edition: int, draft: Draft) -> tuple[Duty, ...]:
    return tuple(
        Duty(
            duty_id=duty_id(mediation_id, edition, place),
            by=each.by,
            to=each.to,
            due_at=_end_of(each.due_on),
        )
        for place, each in enumerate(drafted_duties(draft), start=1)
    )


def _end_of(day: date) -> datetime:
    """The last second of it in the city: until then it is not late."""
    return datetime.combine(day, time(23, 59, 59), SHANGHAI).astimezone(UTC)
