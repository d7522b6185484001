"""The file that is kept of a mediation that is over, however it ended (人民调解法 27).

Who it was about, how it went and what came of it; nothing from behind the wall.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from contracts.sealed import Agent
from services.dispute.documents import words
from services.dispute.documents.agreement import Opened, copy_for, in_what_right
from services.dispute.documents.framing import Frame
from services.dispute.documents.notices import NOBODY, openness
from services.dispute.documents.sheet import Row, Section, Sheet
from services.dispute.documents.words import day, minute, say
from services.dispute.domain.mediation import Mediation
from services.dispute.domain.performing.duty import Duty
from services.dispute.domain.term import Extension
from services.dispute.signing.writing import number_of


@dataclass(frozen=True)
class Kept:
    """What may be known of a mediation that is over; None: there is none of it."""

    mediation: Mediation
    names: Mapping[str, str] = field(default_factory=dict)
    """By party; who was erased is not in it."""
    agents: Mapping[str, Agent] = field(default_factory=dict)
    mediator: str = ""
    oral: str | None = None
    """What was agreed by word of mouth."""
    facts: str | None = None
    """What nobody disputes, on record with the consent of all."""
    written: Opened | None = None
    """The sealed agreement."""


def archive(frame: Frame, kept: Kept) -> Sheet:
    sheet = copy_for(frame, kept.written) if kept.written else _unwritten(frame, kept)
    return sheet.model_copy(
        update={
            "title": words.ARCHIVE,
            "whose": words.OFFICE_COPY,
            "rows": tuple(_rows(frame, kept)),
            "sections": tuple(_sections(kept)),
        }
    )


def _unwritten(frame: Frame, kept: Kept) -> Sheet:
    over_at = kept.mediation.over_at
    assert over_at is not None
    return frame.sheet(kept.mediation, over_at, title=words.ARCHIVE)


def _rows(frame: Frame, kept: Kept) -> Iterator[Row]:
    mediation = kept.mediation
    yield Row(label=words.PARTIES_OF_IT, value="\n".join(_parties(kept)))
    yield Row(label=words.MEDIATOR_WAS, value=kept.mediator or words.NONE)
    yield openness(mediation)
    yield from _term(kept)
    yield Row(label=words.RESULT, value=_result(frame, mediation))
    yield Row(label=words.COURSE, value="\n".join(_course(kept)))
    if mediation.referrals:
        shown = "\n".join(_ways(frame, mediation))
        yield Row(label=words.REFERRED, value=shown)
    if mediation.rest:
        rest = say(words.REST_STATES[mediation.rest.decision])
        yield Row(label=words.REST, value=rest)
    if mediation.continues:
        before = number_of(mediation.continues)
        yield Row(label=words.REST, value=say(words.REST_OF, number=before))
    if kept.written:
        yield from _afterwards(kept.written)


def _term(kept: Kept) -> Iterator[Row]:
    """How long it was allowed to take; nothing where it never began to run."""
    mediation = kept.mediation
    began, ends = mediation.term_began_at, mediation.term_ends_at
    if began is None or ends is None:
        return
    ran = say(words.TERM_RAN, began=day(began), ends=day(ends))
    apart = (
        say(words.NOT_COUNTED, since=day(each.since), until=day(each.until))
        for each in mediation.appraisals
    )
    agreed = (_agreed(kept, each) for each in mediation.extensions)
    yield Row(label=words.TERM_OF_IT, value="\n".join((ran, *agreed, *apart)))


def _agreed(kept: Kept, another: Extension) -> str:
    """Another end of the term, and whose consent it has."""
    who = "\u3001".join(kept.names.get(id, NOBODY) for id in another.consents)
    at = day(another.agreed_at) if another.agreed_at else ""
    return say(words.TERM_AGREED, at=at, who=who, until=day(another.until))


def _ways(frame: Frame, mediation: Mediation) -> Iterator[str]:
    """A way that the city no longer lists still has a name: itself."""
    known = frame.city.ways.by_code
    for code in mediation.referrals:
        yield known[code].name if code in known else code


def _afterwards(written: Opened) -> Iterator[Row]:
    duties = enumerate(written.agreement.duties, start=1)
    done = "\n".join(_duty(place, duty) for place, duty in duties)
    court = words.CONFIRMATION_STATES[written.mediation.confirmation.state]
    yield Row(label=words.PERFORMANCE, value=done)
    yield Row(label=words.CONFIRMATION, value=court)


def _sections(kept: Kept) -> Iterator[Section]:
    if kept.oral:
        yield Section(heading=words.ORAL_TERMS, text=kept.oral)
    if kept.facts:
        yield Section(heading=words.UNDISPUTED, text=kept.facts)


def _parties(kept: Kept) -> Iterator[str]:
    for party in kept.mediation.parties:
        who = kept.names.get(party.party_id, NOBODY)
        agent = kept.agents.get(party.party_id)
        if agent:
            who = say(words.ACTED_FOR, who=who, agent=in_what_right(agent))
        yield say(words.LEFT, who=who) if party.left else who


def _result(frame: Frame, mediation: Mediation) -> str:
    said = words.state_in_words(mediation.state)
    if mediation.state == "ended":
        reason = frame.city.reasons[mediation.end_reason or "other"]
        return say(words.ENDED_FOR, state=said, reason=reason)
    return said if mediation.agreement else f"{said}\n{say(words.ORAL)}"


def _course(kept: Kept) -> Iterator[str]:
    mediation = kept.mediation
    for party in mediation.parties:
        if party.noticed_at:
            who = kept.names.get(party.party_id, NOBODY)
            yield say(words.ASKED_FIRST, at=minute(party.noticed_at), who=who)
    for session in mediation.sitting.sessions:
        if session.held_at:
            held = minute(session.held_at)
            yield say(words.MET, at=held, came=session.attended)
    if kept.written:
        yield from _signing(kept.written)
    if mediation.over_at:
        yield say(words.IS_OVER, at=minute(mediation.over_at))


def _signing(opened: Opened) -> Iterator[str]:
    agreement = opened.agreement
    named = {each.party_id: each.person.name for each in opened.paper.signers}
    yield say(words.DRAFTED, at=minute(agreement.drafted_at))
    if agreement.offered_at:
        yield say(words.OFFERED, at=minute(agreement.offered_at))
    for signature in sorted(agreement.signatures, key=lambda each: each.at):
        how = say(words.HOW[signature.how], at=minute(signature.at))
        who = named.get(signature.signer, words.THE_MEDIATOR)
        agent = opened.agents.get(signature.signer)
        if agent:
            who = say(words.ACTED_FOR, who=who, agent=in_what_right(agent))
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
