"""What others do with a case, kept as codes and times, so that progress is true."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from contracts.envelope import Payload
from contracts.intake import CaseAnswered
from contracts.notification import (
    MessageDelivered,
    MessageFailed,
    MessageHandedToPerson,
    MessageSent,
    OfMessage,
)
from contracts.routing import (
    CaseSupervised,
    ExtensionRequested,
    FirstContactMissed,
    FirstContactRecorded,
    FollowUpRecorded,
    JointMeetingHeld,
    StillFixedAsked,
    TaskDesignated,
    TaskSubAssigned,
    TaskSupervised,
    TaskUrged,
    TriageRequested,
)
from services.intake.domain.case import Case
from services.intake.domain.offices.mediating import MEDIATED, UNTIL, is_no_step
from services.intake.domain.parts import Step, Told
from services.kit.writing.change import Change

Result = Literal["sent", "delivered", "failed", "handed_to_person"]


@dataclass(frozen=True)
class Conclusion:
    """`answer` is sealed at rest; `readable` is False when it could not be opened."""

    outcome: str
    answer: str | None
    readable: bool = True
    round: int = 1
    authority: str | None = None


def concluded(case: Case, end: Conclusion, at: datetime) -> Change[Case]:
    """A later round's answer takes the place of the former.

    Where a withdrawal crossed it on the way, the answer is kept and nobody is told.
    """
    after = case.but(
        outcome=end.outcome,
        authority=end.authority,
        answer=end.answer,
        answered_at=at,
        round=max(case.round, end.round),
    )
    after = after.noting(Step(code="answered", at=at, detail=end.outcome))
    if end.authority:
        after = after.noting(Step(code="elsewhere", at=at, detail=end.authority))
    if not end.readable:
        after = after.noting(Step(code="answer_unreadable", at=at))
    if case.state == "withdrawn":
        return Change(after)
    answered = CaseAnswered(
        case_id=after.case_id,
        case_no=after.case_no,
        outcome=end.outcome,
        authority=end.authority,
    )
    return Change(after.but(state="answered").with_paper("answer", at), (answered,))


def noted(case: Case, fact: Payload, at: datetime) -> Change[Case] | None:
    """One more step, and nothing else. What a party answered stays out of it.

    So does whom a mediator meets alone.
    """
    if is_no_step(fact):
        return None
    code, detail = STEP_OF[type(fact)](fact)
    department = getattr(fact, "department", None)
    until = UNTIL[type(fact)](fact) if type(fact) in UNTIL else None
    step = Step(code=code, at=at, department=department, detail=detail, until=until)
    return Change(case.noting(step))


def told(case: Case, message: OfMessage, at: datetime) -> Change[Case]:
    heard = Told(
        at=at,
        audience=message.audience,
        channel=message.channel,
        template=message.template,
        result=RESULT_OF[type(message)],
    )
    return Change(case.telling(heard))


STEP_OF: Mapping[type[Payload], Callable[[Any], tuple[str, str | None]]] = {
    TriageRequested: lambda fact: ("triage", None),
    FirstContactRecorded: lambda fact: (
        "contacted" if fact.reached else "contact_failed",
        None,
    ),
    FirstContactMissed: lambda fact: ("contact_missed", None),
    TaskSubAssigned: lambda fact: ("sub_assigned", fact.to),
    TaskDesignated: lambda fact: ("designated", None),
    ExtensionRequested: lambda fact: ("extension_requested", fact.reason),
    TaskUrged: lambda fact: ("reminded", str(fact.times)),
    TaskSupervised: lambda fact: ("supervised", str(fact.level)),
    CaseSupervised: lambda fact: ("case_supervised", str(fact.level)),
    JointMeetingHeld: lambda fact: ("meeting_held", None),
    FollowUpRecorded: lambda fact: (f"follow_up_{fact.reached}", None),
    StillFixedAsked: lambda fact: ("still_fixed_asked", None),
    **MEDIATED,
}

RESULT_OF: Mapping[type[OfMessage], Result] = {
    MessageSent: "sent",
    MessageDelivered: "delivered",
    MessageFailed: "failed",
    MessageHandedToPerson: "handed_to_person",
}
