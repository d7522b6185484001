"""What others say about a case, with everything that a test does not care about."""

from datetime import timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from contracts.codes import derived_id
from contracts.dispute import (
    MediationEnded,
    MediationOpened,
    OfMediation,
    PartyAnswered,
)
from contracts.envelope import Payload
from contracts.evolution.promises import EXAMPLES
from contracts.notification import MessageSent, OfMessage
from contracts.routing import (
    CaseConcluded,
    OfTask,
    ReturnDecided,
    TaskAcknowledged,
    TaskAssigned,
    TaskCancelled,
    TaskCompleted,
    TaskOverdue,
    TaskReturned,
    TaskSupervised,
    TriageRequested,
)
from contracts.topics import decode
from services.kit.testing.clock import MONDAY

MEDIATED = "tongban.dispute.*.v1/*.json"
DUE = MONDAY + timedelta(days=5)


def task(case_id: str, department: str) -> dict[str, Any]:
    return {
        "case_id": case_id,
        "task_id": derived_id(case_id, department),
        "department": department,
    }


def assigned(
    case_id: str, department: str, role: str = "lead", **more: Any
) -> TaskAssigned:
    return TaskAssigned.model_validate(
        {
            **task(case_id, department),
            "case_no": "202603020000017",
            "role": role,
            "kind": "request",
            "category": "sanitation",
            "area": "990101001",
            "urgency": "normal",
            "assigned_at": MONDAY,
            "due_at": DUE,
            **more,
        }
    )


def about(
    fact: type[OfTask], case_id: str, department: str = "urban-mgmt", **more: Any
) -> OfTask:
    """Any fact about the department's task."""
    return fact.model_validate(task(case_id, department) | more)


def acknowledged(case_id: str, department: str) -> TaskAcknowledged:
    return TaskAcknowledged(**task(case_id, department))


def returned(case_id: str, department: str) -> TaskReturned:
    return TaskReturned(
        **task(case_id, department), reason="not_our_duty", law="潍坊 22"
    )


def decided(case_id: str, department: str, decision: str) -> ReturnDecided:
    fields = task(case_id, department) | {"decision": decision}
    return ReturnDecided.model_validate(fields)


def overdue(case_id: str, department: str) -> TaskOverdue:
    return TaskOverdue(**task(case_id, department), due_at=DUE)


def supervised(case_id: str, department: str, level: int) -> TaskSupervised:
    return TaskSupervised(**task(case_id, department), level=level)


def completed(
    case_id: str, department: str, answer: str | None = None
) -> TaskCompleted:
    about = task(case_id, department)
    return TaskCompleted(**about, outcome="resolved", answer=answer)


def cancelled(case_id: str, department: str, reason: str) -> TaskCancelled:
    return TaskCancelled(**task(case_id, department), reason=reason)


def triage(case_id: str) -> TriageRequested:
    return TriageRequested(case_id=case_id, rules_version="v1", due_at=DUE)


def concluded(case_id: str, answer: str | None = None, round: int = 1) -> CaseConcluded:
    return CaseConcluded(
        case_id=case_id, outcome="resolved", answer=answer, round=round
    )


def mediation(case_id: str) -> tuple[Payload, ...]:
    id = {"case_id": case_id, "mediation_id": derived_id(case_id, "mediation")}
    opened = MediationOpened(**id, task_id=derived_id(case_id), regime="people")
    party = derived_id(case_id, "party")
    answered = PartyAnswered(**id, party_id=party, accepts=False)
    return opened, answered, MediationEnded(**id, reason="unwilling")


def is_of_a_rest(fact: Payload) -> bool:
    return bool(getattr(fact, "rest", False) or getattr(fact, "continues", None))


def the_rest_begins(case_id: str) -> tuple[Payload, ...]:
    facts = (decode(path.read_bytes()).data for path in sorted(EXAMPLES.glob(MEDIATED)))
    return tuple(
        fact.model_copy(update={"case_id": case_id})
        for fact in facts
        if is_of_a_rest(fact)
    )


def whole_mediation(case_id: str) -> tuple[Payload, ...]:
    """One fact of each kind that a mediation can tell, of all its parties."""
    facts = (decode(path.read_bytes()).data for path in sorted(EXAMPLES.glob(MEDIATED)))
    first = (fact for fact in facts if not is_of_a_rest(fact))
    of_all = (fact for fact in first if getattr(fact, "all_parties", True))
    told = {type(fact): fact for fact in of_all if isinstance(fact, OfMediation)}
    return tuple(f.model_copy(update={"case_id": case_id}) for f in told.values())


def message(
    case_id: str, kind: type[OfMessage] = MessageSent, **more: str
) -> OfMessage:
    fields = {"template": "case-accepted", "audience": "applicant", "channel": "email"}
    return kind.model_validate(
        {
            "case_id": case_id,
            "message_id": derived_id(case_id, "message"),
            "about": uuid5(NAMESPACE_URL, case_id),
            **fields,
            **more,
        }
    )
