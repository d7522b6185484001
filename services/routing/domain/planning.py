"""Where a case goes at the start: by the rules, by the dispatcher, or as promised."""

from dataclasses import dataclass
from datetime import datetime

from contracts.dispute import CommitmentMade
from contracts.envelope import Payload
from contracts.intake import CaseAccepted
from contracts.routing import HandlingPlanned, TriageRequested
from services.kit.limits.calendar import SHANGHAI
from services.kit.limits.clock import due
from services.kit.limits.limit import Limit
from services.kit.writing.change import Change
from services.routing.domain import refusals
from services.routing.domain.accused import spared
from services.routing.domain.giving import co_handler, given, lead
from services.routing.domain.handling import Handling, Unassigned
from services.routing.domain.norms import Norms, Ruling
from services.routing.domain.timing import ladder
from services.routing.domain.timing.statutory import begun

BY_DISPATCHER = "dispatcher"
BY_PROMISE = "commitment"


@dataclass(frozen=True)
class Assign:
    """The dispatcher names who handles a case that no rule knows."""

    lead: str
    co_handlers: tuple[str, ...] = ()


def plan(
    norms: Norms,
    ruling: Ruling,
    handling: Handling | None,
    case: CaseAccepted,
    now: datetime,
) -> Change[Handling] | None:
    """A lead and co-handlers as the rules say, else the dispatcher's triage.

    A report goes to nobody whom it is about: there a person looks for another.
    """
    if handling is not None:
        return None
    ruling = spared(norms, ruling, case.accused)
    started = _begun(norms, case, ruling)
    if ruling.lead is None:
        return to_triage(norms, started, now)
    return _assigned(norms, started, Assign(ruling.lead, ruling.co_handlers), now)


def assign(
    norms: Norms, handling: Handling | None, command: Assign, now: datetime
) -> Change[Handling]:
    if handling is None:
        raise refusals.unknown_case()
    if handling.state != "triage":
        raise refusals.not_in_triage(handling.state)
    if not norms.departments.issuperset((command.lead, *command.co_handlers)):
        raise refusals.unknown_department()
    if not norms.may_lead(command.lead, handling.category):
        raise refusals.community_leads_not()
    by_hand = handling.but(rule=BY_DISPATCHER)
    return _assigned(norms, by_hand, command, now)


def commit(
    norms: Norms, handling: Handling | None, promise: CommitmentMade, now: datetime
) -> Change[Handling] | None:
    """What somebody promised in a deliberation is owed like anything else.

    Its limit ends with the promised day, and is at least one day. Whom the city
    does not know cannot be told: the dispatcher names somebody.
    """
    if handling is not None:
        return None
    limit = Limit(
        amount=min(max(1, _days(now, promise.promised_by)), 2000),
        unit="calendar_days",
        source="ours",
        rule="承诺",
    )
    promised = Handling(
        case_id=promise.commitment_id,
        case_no=promise.case_no,
        kind="commitment",
        category=promise.category,
        area=promise.area,
        urgency="normal",
        state="triage",
        limit=limit,
        limit_name=BY_PROMISE,
        rule=BY_PROMISE,
        rules_version=BY_PROMISE,
    )
    if not norms.departments.issuperset((promise.department, *promise.co_handlers)):
        return to_triage(norms, promised, now)
    named = Assign(promise.department, promise.co_handlers)
    return _assigned(norms, promised, named, now)


def _days(now: datetime, until: datetime) -> int:
    """By the city's calendar: the first day does not count."""
    return (until.astimezone(SHANGHAI).date() - now.astimezone(SHANGHAI).date()).days


def commitment_id(promise: CommitmentMade) -> str:
    return promise.commitment_id


def _assigned(
    norms: Norms, handling: Handling, command: Assign, now: datetime
) -> Change[Handling]:
    co_handlers = _others(command)
    planned = HandlingPlanned(
        case_id=handling.case_id,
        lead=command.lead,
        co_handlers=co_handlers,
        rule=handling.rule,
        rules_version=handling.rules_version,
    )
    started = handling.but(state="in_progress", unassigned=None)
    part = handling.limit.part(norms.co_handler_share)
    gifts = [
        lead(handling, command.lead, handling.limit),
        *(co_handler(department, part) for department in co_handlers),
    ]
    facts: list[Payload] = [planned]
    for gift in gifts:
        started, fact = given(norms, started, gift, now)
        facts.append(fact)
    return Change(started, tuple(facts))


def _others(command: Assign) -> tuple[str, ...]:
    """Each co-handler once, and never the lead."""
    return tuple(dict.fromkeys(c for c in command.co_handlers if c != command.lead))


def to_triage(norms: Norms, handling: Handling, now: datetime) -> Change[Handling]:
    """The dispatcher's queue, on a clock of its own."""
    limit = norms.terms.triage
    due_at = due(limit, now, norms.calendar).at
    waiting = Unassigned(due_at=due_at, ladder=ladder(norms, limit, due_at))
    requested = TriageRequested(
        case_id=handling.case_id, rules_version=handling.rules_version, due_at=due_at
    )
    return Change(handling.but(unassigned=waiting), (requested,))


def _begun(norms: Norms, case: CaseAccepted, ruling: Ruling) -> Handling:
    return Handling(
        case_id=case.case_id,
        case_no=case.case_no,
        kind=case.kind,
        category=case.category,
        area=case.area,
        urgency=case.urgency,
        priority=ruling.priority,
        state="triage",
        limit=ruling.limit,
        limit_name=ruling.limit_name,
        statutory=begun(norms, ruling.limit, case),
        rule=ruling.rule,
        rules_version=ruling.rules_version,
        why_zh=ruling.why_zh,
        why_en=ruling.why_en,
        accused=case.accused,
    )
