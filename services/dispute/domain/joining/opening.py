"""How a mediation begins: the task and the content come in either order."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from contracts.codes import Code
from contracts.department import TaskReply
from contracts.dispute import InvitationSent, MediationOpened
from contracts.envelope import Payload
from contracts.intake import ContentRevoked
from contracts.routing import TaskAssigned
from services.dispute.domain.errors import unknown_mediation
from services.dispute.domain.mediation import (
    CENTRE,
    MOST_PARTIES,
    Mediation,
    Party,
    mediation_id,
)
from services.dispute.domain.refusals import must_be_open
from services.dispute.domain.rules import Rules
from services.kit.errors import Rejected
from services.kit.writing.change import Change


@dataclass(frozen=True)
class Content:
    """What the centre may know of the case, sealed again for its own keeping."""

    case_id: str
    task_id: str
    matter: str
    parties: tuple[Party, ...]


def take_task(
    rules: Rules, mediation: Mediation | None, task: TaskAssigned, now: datetime
) -> Change[Mediation] | None:
    """Opens the mediation and signs for the task; invites if the parties are known."""
    known = mediation or _begun(task.case_id, task.task_id)
    if known.state != "awaiting_task":
        return None
    kind = rules.type_of(task.category)
    opened = known.but(
        state="opened",
        area=task.area,
        regime=kind.regime.code,
        dispute_type=kind.code,
        term_days=kind.term.amount,
        contact_by=rules.due(kind.regime.contact, now),
    )
    said = (_signed(opened), _opened(opened))
    return inviting(rules, opened, now, said)


def take_content(
    rules: Rules, mediation: Mediation | None, content: Content, now: datetime
) -> Change[Mediation] | None:
    """Learns what it is about and who the parties are, once."""
    known = mediation or _begun(content.case_id, content.task_id)
    if known.matter is not None or known.over or known.revoked:
        return None
    parties = (*known.parties, *content.parties)[:MOST_PARTIES]
    return inviting(rules, known.but(matter=content.matter, parties=parties), now)


def lose_content(
    mediation: Mediation | None, task: ContentRevoked, now: datetime
) -> Change[Mediation]:
    """Also before anything else is known of the task: what comes late is not kept."""
    known = mediation or _begun(task.case_id, task.task_id)
    return Change(known.but(revoked=True).keeping_what_is_needed)


def add_party(
    rules: Rules, mediation: Mediation | None, party: Party, now: datetime
) -> Change[Mediation] | None:
    """The mediator names somebody; the same request twice adds one party."""
    if mediation is None:
        raise unknown_mediation()
    for known in mediation.parties:
        if known.party_id == party.party_id:
            _check_same_request(known, party)
            return None
    must_be_open(mediation, "name_party")
    if len(mediation.parties) >= MOST_PARTIES:
        raise Rejected(
            "too-many-parties",
            "a mediation has at most 200 parties; name representatives",
            "当事人最多200人,请推选代表人",
            law="宁波 20",
        )
    return inviting(rules, mediation.but(parties=(*mediation.parties, party)), now)


def unasked(rules: Rules, mediation: Mediation) -> tuple[str, ...]:
    """What the mediator still has to ask each side alone, before anybody is invited."""
    asked = mediation.screening.asked if mediation.screening else ()
    screens = rules.type_of(mediation.dispute_type).screens
    return tuple(screen for screen in screens if screen not in asked)


def inviting(
    rules: Rules, mediation: Mediation, now: datetime, said: tuple[Payload, ...] = ()
) -> Change[Mediation]:
    """Asks everybody not yet asked, as soon as there are two sides to a dispute.

    Not before the mediator has asked what has to be asked alone, each side first.
    """
    fresh = tuple(p for p in mediation.present if p.speaks and not p.notices)
    waits = mediation.state == "awaiting_task" or unasked(rules, mediation)
    if waits or len(mediation.present) < 2 or not fresh:
        return Change(mediation, said)
    return notice(rules, mediation.but(state="inviting"), fresh, now, said)


def notice(
    rules: Rules,
    mediation: Mediation,
    parties: tuple[Party, ...],
    now: datetime,
    said: tuple[Payload, ...] = (),
) -> Change[Mediation]:
    """Sends these parties their invitation, the first time or again."""
    answer_by = rules.due(rules.regime(mediation.regime).notice_every, now)
    asked = tuple(_noticed(party, now, answer_by) for party in parties)
    for party in asked:
        mediation = mediation.with_party(party)
    letters = tuple(one for party in asked for one in invitations(mediation, party))
    return Change(mediation, (*said, *letters))


def _noticed(party: Party, now: datetime, answer_by: datetime) -> Party:
    return party.model_copy(
        update={
            "notices": party.notices + 1,
            "noticed_at": now,
            "answer_by": answer_by,
        }
    )


def _begun(case_id: str, task_id: str) -> Mediation:
    return Mediation(
        mediation_id=mediation_id(task_id),
        case_id=case_id,
        task_id=task_id,
        state="awaiting_task",
    )


def _check_same_request(known: Party, party: Party) -> None:
    if known.body_digest != party.body_digest:
        raise Rejected(
            "idempotency-key-reused",
            "this Idempotency-Key came with another body before",
            "该幂等键已用于另一请求",
            status=422,
        )


def reply(mediation: Mediation, action: Code, **fields: str) -> TaskReply:
    """The centre's word to routing, like any department's."""
    return TaskReply.model_validate(
        {
            "case_id": mediation.case_id,
            "task_id": mediation.task_id,
            "department": CENTRE,
            "action": action,
            **fields,
        }
    )


def _signed(mediation: Mediation) -> TaskReply:
    return reply(mediation, "acknowledge")


def _opened(mediation: Mediation) -> MediationOpened:
    return MediationOpened(
        case_id=mediation.case_id,
        mediation_id=mediation.mediation_id,
        task_id=mediation.task_id,
        regime=mediation.regime,
    )


def invitations(mediation: Mediation, party: Party) -> Iterator[InvitationSent]:
    """Whoever needs a guardian is written to by way of the guardian."""
    if not party.needs_guardian or party.agent_invitation is None:
        yield invitation(mediation, party, party.invitation)
    if party.agent_invitation is not None:
        yield to_agent(mediation, party, party.agent_invitation)


def to_agent(mediation: Mediation, party: Party, contact: str) -> InvitationSent:
    letter = invitation(mediation, party, contact)
    return letter.model_copy(update={"for_agent": True})


def invitation(mediation: Mediation, party: Party, contact: str) -> InvitationSent:
    letter = InvitationSent(
        case_id=mediation.case_id,
        mediation_id=mediation.mediation_id,
        party_id=party.party_id,
        contact=contact,
        notice=max(party.notices, 1),
    )
    goes_on = mediation.continues is not None and party.accepts is True
    return letter.model_copy(update=_of_rest(mediation)) if goes_on else letter


def _of_rest(mediation: Mediation) -> dict[str, object]:
    """Nobody is asked: each is told who mediates it, and how long it lasts."""
    return {
        "rest": True,
        "mediator": mediation.mediator,
        "term_ends_at": mediation.term_ends_at,
    }
