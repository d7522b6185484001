"""What the checker looks at: only what anybody outside the services could see."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar
from uuid import UUID

from contracts.envelope import Event, Payload

F = TypeVar("F", bound=Payload)


@dataclass(frozen=True)
class Told:
    """A 2xx that a client was given for its submission."""

    submission: str
    case_id: str
    case_no: str
    reachable: bool = True
    """Somebody left a way to be told."""
    with_agent: bool = False
    """Somebody acts for the applicant, and is told whatever the applicant is."""


@dataclass(frozen=True)
class Record:
    """One record of a topic, in the order in which its partition holds them."""

    topic: str
    partition: int
    offset: int
    event: Event[Any]

    @property
    def fact(self) -> Payload:
        fact: Payload = self.event.data
        return fact


@dataclass(frozen=True)
class Kept:
    """A message as notification keeps it: about what, for whom, in which words."""

    message_id: str
    about: UUID
    audience: str
    template: str
    recipient: str = ""
    state: str = ""
    reason: str | None = None
    resends: int = 0
    """How often an operator had it sent anew."""
    expires_at: datetime | None = None
    """Then it waits for nothing any more."""
    is_copy: bool = False
    """Mailed beside a notice that proves its arrival; owed to nobody."""


@dataclass(frozen=True)
class Subscription:
    """`when`: fields of the event and what each has to be."""

    event: str
    audience: str
    template: str
    when: tuple[tuple[str, object], ...] = ()
    recipient: str = ""
    """Of those whom an event names one by one; empty: whoever has the role."""

    def is_about(self, event: Event[Any]) -> bool:
        return self.event == event.type and all(
            getattr(event.data, field) == value for field, value in self.when
        )


@dataclass(frozen=True)
class Finding:
    """`what` is a short code; `subject` an id, never a person's words."""

    what: str
    subject: str

    def __str__(self) -> str:
        return f"{self.what}: {self.subject}"


@dataclass(frozen=True)
class Evidence:
    told: tuple[Told, ...]
    records: tuple[Record, ...]
    cases: frozenset[str]
    handlings: frozenset[str]
    messages: tuple[Kept, ...]
    mails: tuple[str, ...]
    """The message id in the `Message-ID` of each letter that a mail server took."""
    subscriptions: tuple[Subscription, ...] = ()
    at: datetime | None = None
    """When it was collected, by the clock of who did; None: nobody looked."""

    @cached_property
    def facts(self) -> "Facts":
        """What a reader that drops repeats has seen."""
        return Facts(first_seen(self.records))

    @cached_property
    def times(self) -> dict[str, int]:
        """By message: how often it may have left, by each channel and the mail."""
        return {m.message_id: 1 + m.resends for m in self.messages}

    @cached_property
    def messages_about(self) -> dict[tuple[str, str, str, str], Kept]:
        """Messages by event, audience, template and recipient, and by no recipient."""
        kept: dict[tuple[str, str, str, str], Kept] = {}
        for m in (m for m in self.messages if not m.is_copy):
            kept[str(m.about), m.audience, m.template, ""] = m
            kept[str(m.about), m.audience, m.template, m.recipient] = m
        return kept


def first_seen(records: Iterable[Record]) -> Iterator[Record]:
    """Each event once a topic: what is left when repeats are dropped."""
    known: set[tuple[str, UUID]] = set()
    for record in records:
        key = (record.topic, record.event.id)
        if key not in known:
            known.add(key)
            yield record


class Facts:
    """Records by case and type, so that looking is cheap."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.all = tuple(records)
        self._cases: dict[str, list[Record]] = {}
        for record in self.all:
            self._cases.setdefault(record.fact.case_id, []).append(record)

    def of_case(self, case_id: str) -> list[Record]:
        return self._cases.get(case_id, [])

    def records(self, case_id: str, kind: type[Payload]) -> list[Record]:
        return [r for r in self.of_case(case_id) if isinstance(r.fact, kind)]

    def of(self, case_id: str, kind: type[F]) -> list[F]:
        return [r.fact for r in self.records(case_id, kind)]  # type: ignore[misc]
