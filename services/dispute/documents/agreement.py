"""The agreement on paper, one copy each, and the file that is kept of all of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from services.dispute.documents import words
from services.dispute.documents.framing import Frame
from services.dispute.documents.sheet import Row, Sheet, SignatureBlock
from services.dispute.documents.words import day, in_groups, minute, say
from services.dispute.domain.agreeing.agreement import MEDIATOR, Agreement
from services.dispute.domain.agreeing.text import AgreementPaper, Signer
from services.dispute.domain.mediation import Mediation
from services.dispute.domain.performing.duty import Duty


@dataclass(frozen=True)
class Opened:
    """An agreement and its words, proved to be those that were signed."""

    mediation: Mediation
    agreement: Agreement
    paper: AgreementPaper

    @property
    def at(self) -> datetime:
        return self.agreement.sealed_at or self.agreement.drafted_at


def copy_for(frame: Frame, opened: Opened, whose: Signer | None = None) -> Sheet:
    """Copies differ in whose they are, and in nothing else."""
    agreement = opened.agreement
    name = say(words.COPY, who=whose.person.name) if whose else words.OFFICE_COPY
    sealed = say(words.SEALED, day=day(opened.at)) if agreement.effective else ""
    return frame.sheet(
        opened.mediation,
        opened.at,
        title=words.AGREEMENT,
        whose=name,
        text=opened.paper.text,
        signatures=tuple(_signatures(agreement, opened.paper)),
        digest=in_groups(agreement.digest),
        digest_label=say(words.DIGEST),
        sealed=sealed,
        date=day(opened.at) if agreement.effective else "",
    )


def archive(frame: Frame, opened: Opened) -> Sheet:
    """The whole of it in one file (人民调解法 27)."""
    mediation, agreement = opened.mediation, opened.agreement
    duties = (
        _duty(place, duty) for place, duty in enumerate(agreement.duties, start=1)
    )
    court = words.CONFIRMATION_STATES[mediation.confirmation.state]
    return copy_for(frame, opened).model_copy(
        update={
            "title": words.ARCHIVE,
            "rows": (
                Row(label=words.RESULT, value=words.state_in_words(mediation.state)),
                Row(label=words.COURSE, value="\n".join(_course(opened))),
                Row(label=words.PERFORMANCE, value="\n".join(duties)),
                Row(label=words.CONFIRMATION, value=court),
            ),
        }
    )


def _signatures(
    agreement: Agreement, paper: AgreementPaper
) -> Iterator[SignatureBlock]:
    for each in paper.signers:
        who = say(words.PARTY, who=each.person.name)
        yield SignatureBlock(who=who, signed=_signed(agreement, each.party_id))
    mediator = say(words.MEDIATOR)
    yield SignatureBlock(who=mediator, signed=_signed(agreement, MEDIATOR))


def _signed(agreement: Agreement, signer: str) -> str:
    signature = agreement.signature_of(signer)
    if signature is None:
        return ""
    return say(words.HOW[signature.how], at=minute(signature.at))


def _course(opened: Opened) -> Iterator[str]:
    agreement = opened.agreement
    named = {each.party_id: each.person.name for each in opened.paper.signers}
    yield say(words.DRAFTED, at=minute(agreement.drafted_at))
    if agreement.offered_at:
        yield say(words.OFFERED, at=minute(agreement.offered_at))
    for signature in sorted(agreement.signatures, key=lambda each: each.at):
        how = say(words.HOW[signature.how], at=minute(signature.at))
        who = named.get(signature.signer, words.THE_MEDIATOR)
        yield f"{who} {how}"
    if agreement.sealed_at:
        yield say(words.TOOK_EFFECT, at=minute(agreement.sealed_at))


def _duty(place: int, duty: Duty) -> str:
    state = words.DUTY_OPEN
    if duty.breached_at:
        state = say(words.DUTY_BREACHED, at=day(duty.breached_at))
    if duty.performed_at:
        state = say(words.DUTY_PERFORMED, at=day(duty.performed_at))
    return say(words.DUTY, place=place, due=day(duty.due_at), state=state)
