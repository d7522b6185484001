"""Every topic: who writes it, who reads it, what it carries, how long it is kept.

A name with `{department}` stands for one topic per department. From this table come
the topics themselves, the ACLs, what each service reads, and the tests about them.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from pydantic_core import from_json

from contracts import intake, notification, routing
from contracts.department import TaskReply
from contracts.dispute import DELIBERATION_FACTS, MEDIATION_FACTS
from contracts.envelope import Event, Payload

DEPARTMENT = "{department}"
PLAYED_BY = {"mediation-centre": "dispute"}
"""The dispute service is this department, on the same protocol as an outsider."""


@dataclass(frozen=True)
class Topic:
    """`writer` and `readers` are services, or the department that the name names."""

    name: str
    about: str
    writer: str
    readers: tuple[str, ...]
    carries: tuple[type[Payload], ...]
    partitions: int = 12
    retention: timedelta = timedelta(days=30)

    @property
    def per_department(self) -> bool:
        return DEPARTMENT in self.name

    def of(self, department: str) -> "Topic":
        """This row for one department; a city topic stays as it is."""

        def named(text: str) -> str:
            who = text.replace(DEPARTMENT, department)
            return PLAYED_BY.get(who, who) if text == DEPARTMENT else who

        return Topic(
            self.name.replace(DEPARTMENT, department),
            self.about,
            named(self.writer),
            tuple(named(reader) for reader in self.readers),
            self.carries,
            self.partitions,
            self.retention,
        )


@dataclass(frozen=True)
class DepartmentTopic(Topic):
    partitions: int = 3
    retention: timedelta = timedelta(days=90)


TOPICS = (
    Topic(
        "intake.cases",
        about="A case as the resident sees it, from the window to the evaluation.",
        writer="intake",
        readers=("routing", "notification", "dispute"),
        carries=(
            intake.CaseRegistered,
            intake.CorrectionRequested,
            intake.CorrectionReceived,
            intake.CaseAccepted,
            intake.CaseDeclined,
            intake.CaseHandedOver,
            intake.CaseAnsweredAtOnce,
            intake.CaseWarned,
            intake.CaseSupplemented,
            intake.CaseUrged,
            intake.CaseWithdrawn,
            intake.CaseAnswered,
            intake.CaseEvaluated,
            intake.CaseReopened,
            intake.CaseClosed,
            intake.CaseRecorded,
        ),
    ),
    Topic(
        "intake.contacts",
        about="How to reach the people of a case, sealed for who writes to them.",
        writer="intake",
        readers=("notification",),
        carries=(intake.ContactRegistered, intake.ContactErased),
        retention=timedelta(days=7),
    ),
    Topic(
        "routing.tasks",
        about="Who has to do what until when, and what became of it.",
        writer="routing",
        readers=("intake", "notification", "routing", "dispute"),
        carries=(*routing.CASE_FACTS, *routing.TASK_FACTS),
    ),
    Topic(
        "dispute.mediations",
        about="The course of a mediation, never what is said in it.",
        writer="dispute",
        readers=("intake", "notification"),
        carries=MEDIATION_FACTS,
    ),
    Topic(
        "dispute.deliberations",
        about="The course of a deliberation, and what was promised in it.",
        writer="dispute",
        readers=("routing", "notification"),
        carries=DELIBERATION_FACTS,
    ),
    Topic(
        "notification.messages",
        about="Who has been told, and who could not be.",
        writer="notification",
        readers=("intake",),
        carries=(
            notification.MessageQueued,
            notification.MessageSent,
            notification.MessageDelivered,
            notification.MessageFailed,
            notification.MessageHandedToPerson,
        ),
    ),
    DepartmentTopic(
        "departments.{department}.tasks",
        about="Everything that happens to one department's tasks.",
        writer="routing",
        readers=(DEPARTMENT, "routing", "notification"),
        carries=(
            *routing.TASK_FACTS,
            routing.JointMeetingCalled,
            routing.ReplyAccepted,
            routing.ReplyRejected,
        ),
    ),
    DepartmentTopic(
        "departments.{department}.contents",
        about="What a department may know while it has a task.",
        writer="intake",
        readers=(DEPARTMENT, "routing", "notification"),
        carries=(intake.ContentGranted, intake.ContentRevoked),
    ),
    DepartmentTopic(
        "departments.{department}.replies",
        about="What a department says about its own tasks.",
        writer=DEPARTMENT,
        readers=("routing",),
        carries=(TaskReply,),
    ),
)

FEED = tuple(t for t in TOPICS if t.per_department and t.writer != DEPARTMENT)
"""What a department is told; without a Kafka client it reads them as one feed."""

PAYLOADS = {fact.TYPE: fact for topic in TOPICS for fact in topic.carries}
_EVENT_OF = {name: Event[fact] for name, fact in PAYLOADS.items()}  # type: ignore[valid-type]


NAMED, LONGEST_WORDS = 10, 1_000
"""Of a document that is wrong everywhere, so many places and characters are told."""


class Unreadable(Exception):
    """Bytes no contract can explain."""


class UnknownType(Unreadable):
    """A well-formed event of a type this program has not learnt: a newer writer's."""


def topics_of(fact: Payload) -> tuple[str, ...]:
    """Where a fact goes; a department's own topics come after the city's."""
    department = getattr(fact, "department", "")
    return tuple(
        topic.of(department).name for topic in TOPICS if type(fact) in topic.carries
    )


def all_topics(departments: Iterable[str]) -> tuple[Topic, ...]:
    """Every topic there is in a city with these departments."""
    named = sorted(departments)
    return tuple(
        row
        for topic in TOPICS
        for row in (
            [topic.of(code) for code in named] if topic.per_department else [topic]
        )
    )


def read_by(reader: str, departments: Iterable[str]) -> tuple[Topic, ...]:
    return tuple(t for t in all_topics(departments) if reader in t.readers)


def written_by(writer: str, departments: Iterable[str]) -> tuple[Topic, ...]:
    return tuple(t for t in all_topics(departments) if writer == t.writer)


def writer_of(topic: str) -> str:
    """Who may write there: a service, or a department's code."""
    for row in TOPICS:
        prefix, _, suffix = row.name.partition(DEPARTMENT)
        if row.name == topic:
            return row.writer
        if row.per_department and topic.startswith(prefix) and topic.endswith(suffix):
            return row.writer.replace(DEPARTMENT, department_of(topic) or "")
    raise Unreadable(f"no such topic: {topic}")


def may_claim(department: str, source: str) -> bool:
    """Whether it is no city service's `source`, and no other department's.

    A department's own system may be called anything else.
    """
    _, first, second, *_ = source.split("/")
    if first == "departments":
        return second == department
    services = {topic.writer for topic in TOPICS} - {PLAYED_BY.get(department)}
    return first not in services


def department_of(topic: str) -> str | None:
    """The department a topic belongs to; None: it is the city's."""
    parts = topic.split(".")
    return parts[1] if len(parts) == 3 and parts[0] == "departments" else None


def encode(event: Event[Any]) -> bytes:
    return event.model_dump_json(exclude_none=True).encode()


def decode(
    raw: bytes | None, expected: Collection[type[Payload]] = tuple(PAYLOADS.values())
) -> Event[Payload]:
    """Raises `UnknownType` for any type but those expected, `Unreadable` for all else.

    What the error says is short and holds no value of the document: it may be personal
    data.
    """
    try:
        document = from_json(raw or b"")
        known = _EVENT_OF.get(document["type"])
        if known is None or PAYLOADS[document["type"]] not in expected:
            Event[Payload].model_validate(document)
            raise UnknownType(document["type"])
        return known.model_validate(document)
    except (ValueError, KeyError, TypeError) as error:
        raise Unreadable(_described(error)) from None


def _described(error: Exception) -> str:
    fields = getattr(error, "errors", None)
    if fields is None:
        return type(error).__name__
    told = fields(include_url=False, include_context=False, include_input=False)
    places = (".".join(map(str, e["loc"])) + ": " + e["type"] for e in told[:NAMED])
    return "; ".join(places)[:LONGEST_WORDS]
