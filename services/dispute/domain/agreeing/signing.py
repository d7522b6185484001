"""Who signs signs exactly one text: by a code, by a login, or in ink."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from contracts.dispute import AgreementSigned, SigningCodeSent
from services.dispute.domain.agreeing import refusals
from services.dispute.domain.agreeing.agreement import (
    MEDIATOR,
    Agreement,
    Scan,
    Signature,
    SigningCode,
)
from services.dispute.domain.agreeing.drafting import (
    demand_everybody,
    demand_text,
    mediating,
)
from services.dispute.domain.agreeing.terms import Terms
from services.dispute.domain.errors import represented
from services.dispute.domain.mediation import Mediation
from services.kit.writing.change import Change


@dataclass(frozen=True)
class CodeAsked:
    """Made at the edge: `hash` is keyed, `contact` sealed for notification."""

    party_id: str
    digest: str
    hash: str
    contact: str


@dataclass(frozen=True)
class SignByCode:
    """`by_agent`: who signs for the party, sealed; None: it signs itself."""

    party_id: str
    digest: str
    hash: str
    by_agent: str | None = None


@dataclass(frozen=True)
class SignByLogin:
    digest: str
    who: str


@dataclass(frozen=True)
class SignedInInk:
    """What a clerk or the mediator has seen being signed, and the scan of it."""

    signers: tuple[str, ...]
    digest: str
    scan: Scan
    recorded_by: str
    by_agent: Mapping[str, str] = field(default_factory=dict)
    """By party: who signed for it, sealed."""


def send_code(
    terms: Terms, mediation: Mediation | None, command: CodeAsked, now: datetime
) -> Change[Mediation]:
    """A new code takes the place of the one before."""
    known = mediating(mediation)
    agreement = _to_sign(known, command.digest)
    if agreement.wet_ink:
        raise refusals.ink_only()
    if command.party_id not in agreement.speaking:
        raise represented()
    if command.party_id not in agreement.unsigned:
        raise refusals.already_signed()
    code = SigningCode(
        party_id=command.party_id,
        hash=command.hash,
        expires_at=now + terms.codes.lives,
        sent=(*_sent_lately(terms, agreement, command.party_id, now), now),
    )
    fact = SigningCodeSent(
        case_id=known.case_id,
        mediation_id=known.mediation_id,
        party_id=command.party_id,
        contact=command.contact,
        expires_at=code.expires_at,
    )
    return Change(known.but(agreement=agreement.with_code(code)), (fact,))


def sign_by_code(
    terms: Terms, mediation: Mediation | None, command: SignByCode, now: datetime
) -> Change[Mediation] | None:
    """A wrong code is saved as a try: whoever asked looks whether it is signed now."""
    known = mediating(mediation)
    agreement = _to_sign(known, command.digest)
    if agreement.wet_ink:
        raise refusals.ink_only()
    if command.party_id not in agreement.speaking:
        raise represented()
    if command.party_id not in agreement.unsigned:
        return None
    code = agreement.code_of(command.party_id)
    if code is None or code.spent or code.tries >= terms.codes.tries:
        raise refusals.no_code()
    if now >= code.expires_at:
        raise refusals.code_expired()
    if code.hash != command.hash:
        tried = code.model_copy(update={"tries": code.tries + 1})
        return Change(known.but(agreement=agreement.with_code(tried)))
    spent = agreement.with_code(code.model_copy(update={"spent": True}))
    signature = Signature(
        signer=command.party_id,
        at=now,
        how="code",
        digest=command.digest,
        by_agent=command.by_agent,
    )
    return _signed(terms, known, _with(spent, signature), now)


def sign_by_login(
    terms: Terms, mediation: Mediation | None, command: SignByLogin, now: datetime
) -> Change[Mediation] | None:
    known = mediating(mediation)
    agreement = _to_sign(known, command.digest)
    if agreement.wet_ink:
        raise refusals.ink_only()
    if MEDIATOR not in agreement.unsigned:
        return None
    signature = Signature(
        signer=MEDIATOR,
        at=now,
        how="login",
        digest=command.digest,
        recorded_by=command.who,
    )
    return _signed(terms, known, _with(agreement, signature), now)


def sign_in_ink(
    terms: Terms, mediation: Mediation | None, command: SignedInInk, now: datetime
) -> Change[Mediation] | None:
    known = mediating(mediation)
    agreement = _to_sign(known, command.digest)
    if not command.signers or not set(command.signers) <= set(agreement.signers):
        raise refusals.nothing_in_ink()
    if agreement.scan(command.scan.scan_id):
        _demand_same(agreement, command)
        return None
    if not set(command.signers) <= set(agreement.unsigned):
        raise refusals.already_signed()
    _demand_guardians(known, command)
    signed = agreement.but(scans=(*agreement.scans, command.scan))
    for signer in command.signers:
        signature = Signature(
            signer=signer,
            at=now,
            how="wet_ink",
            digest=command.digest,
            recorded_by=command.recorded_by,
            scan=command.scan.scan_id,
            by_agent=command.by_agent.get(signer),
        )
        signed = _with(signed, signature)
    return _signed(terms, known, signed, now)


def _demand_guardians(mediation: Mediation, command: SignedInInk) -> None:
    """Who cannot decide alone has not signed alone (民法典 23)."""
    for party in mediation.present:
        alone = party.party_id not in command.by_agent
        if party.party_id in command.signers and party.needs_guardian and alone:
            raise refusals.guardian_signs()


def _demand_same(agreement: Agreement, command: SignedInInk) -> None:
    """The same request again; under its key nothing else is recorded."""
    id = command.scan.scan_id
    shown = {each.signer for each in agreement.signatures if each.scan == id}
    if shown != set(command.signers):
        raise refusals.scan_recorded()


def tries_left(terms: Terms, agreement: Agreement, party_id: str) -> int:
    code = agreement.code_of(party_id)
    return max(0, terms.codes.tries - code.tries) if code else 0


def _signed(
    terms: Terms, known: Mediation, agreement: Agreement, now: datetime
) -> Change[Mediation]:
    """With the last signature the body is told that only its seal is missing."""
    if agreement.unsigned:
        return Change(known.but(agreement=agreement))
    seal_by = terms.seal_by(now)
    waits = agreement.but(seal_by=seal_by, unsealed_at=seal_by)
    fact = AgreementSigned(
        case_id=known.case_id,
        mediation_id=known.mediation_id,
        parties=agreement.parties,
        seal_by=seal_by,
        mediator=known.mediator,
    )
    return Change(known.but(agreement=waits), (fact,))


def _to_sign(mediation: Mediation, digest: str) -> Agreement:
    agreement = demand_text(mediation, digest)
    demand_everybody(mediation, agreement)
    if agreement.offered_at is None:
        raise refusals.not_offered()
    return agreement


def _with(agreement: Agreement, signature: Signature) -> Agreement:
    others = (s for s in agreement.signatures if s.signer != signature.signer)
    return agreement.but(signatures=(*others, signature))


def _sent_lately(
    terms: Terms, agreement: Agreement, party_id: str, now: datetime
) -> tuple[datetime, ...]:
    """When this party was sent codes; refuses too many and too soon."""
    limits, code = terms.codes, agreement.code_of(party_id)
    sent = [at for at in code.sent if at > now - limits.within] if code else []
    if sent and now < sent[-1] + limits.pause:
        raise refusals.code_too_soon()
    if len(sent) >= limits.most:
        raise refusals.codes_too_many()
    return tuple(sent)
