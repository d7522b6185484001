"""One case that went well from the window to the last letter, as evidence."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from contracts.codes import derived_id
from contracts.department import TaskReply
from contracts.envelope import Payload, event
from contracts.intake import (
    CaseAccepted,
    CaseAnswered,
    CaseRegistered,
    ContactRegistered,
    ContentGranted,
    ContentRevoked,
)
from contracts.notification import MessageSent
from contracts.routing import (
    CaseConcluded,
    HandlingPlanned,
    TaskAcknowledged,
    TaskAssigned,
    TaskCompleted,
)
from contracts.topics import topics_of
from tools.checker.records import Evidence, Kept, Record, Subscription, Told

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
CASE = derived_id("case")
TASK = derived_id("task", CASE)
NUMBER = "202603020000017"
SEALED = "a..b.c.d"
ACCEPTED = Subscription(CaseAccepted.TYPE, "applicant", "case-accepted")


def said(source: str, *facts: Payload, after: int = 0) -> list[Record]:
    return [
        Record(topic, 0, 0, event(fact, source, number, NOW, None))
        for number, fact in enumerate(facts, start=after + 1)
        for topic in topics_of(fact)
    ]


def intake(case: str = CASE, number: str = NUMBER) -> list[Record]:
    accepted: dict[str, Any] = {
        "case_id": case,
        "case_no": number,
        "kind": "request",
        "channel": "web",
        "received_at": NOW,
    }
    contact = {"case_id": case, "contact": SEALED}
    task = {
        "case_id": case,
        "task_id": derived_id("task", case),
        "department": "housing",
    }
    return said(
        f"/intake/cases/{case}",
        CaseRegistered(**accepted),
        CaseAccepted(
            **accepted, category="property", area="990101001", accepted_at=NOW
        ),
        ContactRegistered.model_validate(contact),
        ContentGranted.model_validate(task | {"content": SEALED}),
        ContentRevoked.model_validate(task),
        CaseAnswered(case_id=case, case_no=number, outcome="resolved"),
    )


def routing(case: str = CASE, number: str = NUMBER) -> list[Record]:
    task: dict[str, Any] = {
        "case_id": case,
        "task_id": derived_id("task", case),
        "department": "housing",
    }
    assigned = {
        "case_no": number,
        "role": "lead",
        "kind": "request",
        "category": "property",
        "area": "990101001",
        "urgency": "normal",
        "assigned_at": NOW,
        "due_at": NOW,
    }
    return said(
        f"/routing/handlings/{case}",
        HandlingPlanned(case_id=case, lead="housing", rule="r1", rules_version="v1"),
        TaskAssigned.model_validate(task | assigned),
        TaskAcknowledged(**task),
        TaskCompleted(**task, outcome="resolved"),
        CaseConcluded(case_id=case, outcome="resolved"),
    )


def reply(case: str = CASE) -> list[Record]:
    task = derived_id("task", case)
    done = {"case_id": case, "task_id": task, "department": "housing"}
    fact = TaskReply.model_validate(done | {"action": "complete"})
    return said(f"/departments/housing/replies/{case}", fact)


def journey(case: str = CASE, number: str = NUMBER) -> Evidence:
    """Clean: everything was kept, said, done, told, once and in order."""
    records = [*intake(case, number), *routing(case, number), *reply(case)]
    about = next(r.event.id for r in records if isinstance(r.fact, CaseAccepted))
    message = derived_id("message", case)
    sent = MessageSent(
        case_id=case,
        message_id=message,
        about=about,
        template="case-accepted",
        audience="applicant",
        channel="email",
    )
    return Evidence(
        told=(Told(f"s-{number}", case, number),),
        records=(*records, *said(f"/notification/messages/{message}", sent)),
        cases=frozenset({case}),
        handlings=frozenset({case}),
        messages=(Kept(message, about, "applicant", "case-accepted"),),
        mails=(message,),
        subscriptions=(ACCEPTED,),
    )


def without(evidence: Evidence, unwanted: Callable[[Record], bool]) -> Evidence:
    left = tuple(r for r in evidence.records if not unwanted(r))
    return replace(evidence, records=left)


def with_more(evidence: Evidence, records: Iterable[Record]) -> Evidence:
    return replace(evidence, records=(*evidence.records, *records))
