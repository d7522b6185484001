"""Who should have been told something and was not."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from contracts.envelope import Payload
from contracts.intake import ContactErased
from contracts.notification import (
    MessageFailed,
    MessageHandedToPerson,
    MessageSent,
)
from tools.checker.records import Evidence, Finding, Kept, Record, Subscription, Told

TOLD: tuple[type[Payload], ...] = (MessageSent, MessageFailed, MessageHandedToPerson)
SUPPRESSED = "suppressed"
"""Nobody is in that role, or did not want to be told."""

LATER = ("quiet_hours", "merging")
"""Why a message waits in its queue though nothing is wrong."""

TECHNICAL = "technical_failure"
"""Its text could not be put together: `tongban message` tells why."""

APPLICANT = "applicant"
PARTY, ORIGINATOR, MEDIATOR = "party", "originator", "mediator"
PEOPLE = (APPLICANT, PARTY, ORIGINATOR)
"""Once they are erased, what still waits for them is told to nobody."""
NAMES = {PARTY: ("parties", "party_id"), ORIGINATOR: ("originators",)}
"""By audience: the fields of an event that say who they are, one by one."""

AGENT = "agent"
"""Stands in no subscription: the agent is owed a copy of all that the applicant is."""


def untold(evidence: Evidence, told: Told) -> Iterator[Finding]:
    """Everybody whom the city's data names has a message, and it has left."""
    kept = evidence.messages_about
    left = {
        str(getattr(fact, "message_id", ""))
        for kind in TOLD
        for fact in evidence.facts.of(told.case_id, kind)
    }
    for record, row in _owed_messages(evidence, told):
        key = (str(record.event.id), row.audience, row.template, row.recipient)
        if key not in kept:
            yield Finding(f"no-message-{row.template}", str(record.event.id))
        elif kept[key].state == TECHNICAL:
            yield Finding(f"message-not-written-{row.template}", kept[key].message_id)
        elif kept[key].message_id not in left and not _may_stay(kept[key], evidence.at):
            yield Finding(f"message-not-sent-{row.template}", kept[key].message_id)


def _may_stay(message: Kept, at: datetime | None) -> bool:
    """Told to nobody, or on purpose not yet; nothing is put off beyond its time."""
    until = message.expires_at
    has_time = at is None or until is None or at < until
    return message.state == SUPPRESSED or (has_time and message.reason in LATER)


def _owed_messages(
    evidence: Evidence, told: Told
) -> Iterator[tuple[Record, Subscription]]:
    seen: set[object] = set()
    erased = evidence.facts.of(told.case_id, ContactErased)
    for record in evidence.facts.of_case(told.case_id):
        if record.event.id in seen:
            continue
        seen.add(record.event.id)
        for row in evidence.subscriptions:
            if erased and row.audience in PEOPLE:
                continue
            if row.is_about(record.event):
                owed = _owed_by(row, record.fact, told)
                yield from ((record, each) for each in owed)


def _owed_by(row: Subscription, fact: Payload, told: Told) -> Iterator[Subscription]:
    """Who left no way to be told is owed nothing; each whom the event names is.

    Where it names the parties, the applicant is one of them.
    """
    if row.audience in NAMES:
        for recipient in _named(fact, NAMES[row.audience]):
            yield replace(row, recipient=recipient)
    elif row.audience != APPLICANT:
        if row.audience != MEDIATOR or getattr(fact, MEDIATOR, None):
            yield row
    elif told.reachable:
        if not _named(fact, NAMES[PARTY]):
            yield row
        if told.with_agent:
            yield replace(row, audience=AGENT)


def _named(fact: Payload, fields: tuple[str, ...]) -> tuple[str, ...]:
    said = [getattr(fact, field, ()) for field in fields]
    return tuple(
        recipient
        for each in said
        for recipient in ((each,) if isinstance(each, str) else each)
    )


def mails_missing(evidence: Evidence) -> Iterator[Finding]:
    arrived = set(evidence.mails)
    cases = {told.case_id for told in evidence.told}
    for record in evidence.facts.all:
        fact = record.fact
        if not isinstance(fact, MessageSent) or fact.channel != "email":
            continue
        if fact.case_id in cases and fact.message_id not in arrived:
            yield Finding("mail-not-arrived", fact.message_id)
