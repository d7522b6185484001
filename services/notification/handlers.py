"""Facts become messages; contacts and case numbers make waiting messages move."""

import json
from collections.abc import Callable, Collection, Iterable
from functools import cache
from typing import Any, Protocol

from contracts.dispute import OriginatorLeft, ToldToParties
from contracts.envelope import Payload
from contracts.intake import (
    CaseAccepted,
    CaseRegistered,
    ContactErased,
)
from contracts.routing import TaskAssigned
from contracts.topics import FEED
from services.kit.reading.arrival import Arrival, Handlers
from services.kit.running.telemetry import current_traceparent
from services.kit.sealing.readers import Opener
from services.kit.sealing.vault import Vault
from services.kit.writing.gathering import Gathering
from services.kit.writing.repository import Repository
from services.notification.cards import CARDS, Cards
from services.notification.delivery.rules import Times
from services.notification.domain.audience import (
    AGENT,
    PARTY,
    contact_of,
    good_until,
    with_agents,
)
from services.notification.domain.contact import (
    Card,
    Contact,
    erase,
    keep_card,
    keep_case,
    keep_task,
    leave,
    unlearn,
)
from services.notification.domain.errands.doing import nobody_left
from services.notification.domain.failing import contact_known
from services.notification.domain.message import Message, message_id
from services.notification.domain.proving import with_proof
from services.notification.people import People
from services.notification.subscriptions import READ, Subscription, Subscriptions

REACTS_TO = frozenset(READ.values())
"""Everything it reads: which of it becomes a message is the city's data."""

IGNORED: frozenset[type[Payload]] = frozenset(
    fact for topic in FEED for fact in topic.carries
).difference(REACTS_TO)
"""What only departments are told is pushed to them, unopened."""


class Waiting(Protocol):
    async def waiting(self, case_id: str) -> list[str]:
        """Messages of the case that wait for something to arrive."""

    async def contacts_of(self, case_id: str) -> list[str]:
        """Of whom anything is kept: its applicant and agent, its parties."""

    async def by_hand(self, contact_id: str) -> list[str]:
        """Messages that somebody has to bring them."""


class Reception:
    """`soon` is told of messages that may go out now."""

    def __init__(
        self,
        messages: Repository[Message],
        contacts: Repository[Contact],
        queries: Waiting,
        subscriptions: Subscriptions,
        times: Times,
    ) -> None:
        self._messages = messages
        self._gathering = Gathering(messages.create)
        self._contacts = contacts
        self._queries = queries
        self._subscriptions = subscriptions
        self._times = times
        self.soon: Callable[[Iterable[str]], None] = lambda ids: None

    async def tell(self, arrival: Arrival[Any]) -> None:
        """One for each recipient of each subscription; a repeat makes the same ones."""
        fact = arrival.fact
        rows = self._subscriptions.to(fact)
        known = await self._known(rows, fact)
        made = [
            message
            for row in rows
            for recipient in self._recipients(row, fact, known)
            for message in self._told(arrival, row, recipient, known)
        ]
        await self._gathering.add([(message.message_id, message) for message in made])
        self.soon(message.message_id for message in made)

    async def _known(
        self, rows: Iterable[Subscription], fact: Payload
    ) -> Collection[str]:
        """Of whom there is a card, where a fact is told to parties and their agents."""
        named = isinstance(fact, ToldToParties) and fact.parties
        if not named or all(row.audience != PARTY for row in rows):
            return ()
        return frozenset(await self._queries.contacts_of(fact.case_id))

    def _recipients(
        self, row: Subscription, fact: Payload, known: Collection[str]
    ) -> tuple[str, ...]:
        told = self._subscriptions.recipients(row, fact)
        return with_agents(told, fact, known) if row.audience == PARTY else told

    async def learn_case(self, arrival: Arrival[CaseRegistered | CaseAccepted]) -> None:
        """A case that is declined or handed over is never accepted."""
        await self._contacts.react(arrival.fact.case_id, arrival, keep_case)
        await self._move(arrival.fact.case_id)

    async def learn_task(self, arrival: Arrival[TaskAssigned]) -> None:
        """What waits for the number of its case moves, if nobody told it before."""
        known = await self._contacts.load(arrival.fact.case_id)
        if known is None or not known.case_no:
            await self._contacts.react(arrival.fact.case_id, arrival, keep_task)
            await self._move(arrival.fact.case_id)

    async def is_erased(self, contact_id: str) -> bool:
        contact = await self._contacts.load(contact_id)
        return contact is not None and contact.erased

    async def forget(self, arrival: Arrival[ContactErased]) -> tuple[str, ...]:
        """Whose keys must go now. What waits for one of them finds nobody.

        The case goes first: a party's card that comes now is let in no more.
        """
        case_id = arrival.fact.case_id
        await self._contacts.react(case_id, arrival, erase)
        gone = {case_id, *await self._queries.contacts_of(case_id)}
        for contact_id in sorted(gone):
            await self._contacts.react(contact_id, arrival, erase)
            await self._seek_no_more(contact_id)
        await self._move(case_id)
        return tuple(gone)

    async def forget_originator(self, arrival: Arrival[OriginatorLeft]) -> None:
        originator = arrival.fact.originator_id
        await self._contacts.react(originator, arrival, leave)
        await self._seek_no_more(originator)

    async def learn_card(self, arrival: Arrival[Any], card: Card) -> None:
        await self._contacts.react(
            card.contact_id, arrival, lambda state, _, now: keep_card(state, card, now)
        )
        await self._move(arrival.fact.case_id)

    async def unlearn(self, contact_id: str) -> None:
        await self._contacts.command(contact_id, None, unlearn)

    async def _seek_no_more(self, contact_id: str) -> None:
        """A line of the work list with nobody behind it."""
        for id in await self._queries.by_hand(contact_id):
            await self._messages.command(id, None, nobody_left)

    async def _move(self, case_id: str) -> None:
        waiting = await self._queries.waiting(case_id)
        for id in waiting:
            await self._messages.command(id, None, contact_known)
        self.soon(waiting)

    def _told(
        self,
        arrival: Arrival[Payload],
        row: Subscription,
        recipient: str,
        known: Collection[str],
    ) -> tuple[Message, ...]:
        message = self._message(arrival, row, recipient, known)
        if row.proof is None:
            return (message,)
        return with_proof(message, self._times.rules.proving)

    def _message(
        self,
        arrival: Arrival[Payload],
        row: Subscription,
        recipient: str,
        known: Collection[str],
    ) -> Message:
        fact, about = arrival.fact, str(arrival.event.id)
        now = self._times.clock()
        return Message(
            message_id=message_id(about, recipient, row.template),
            case_id=fact.case_id,
            about=about,
            event_type=fact.TYPE,
            audience=AGENT if recipient == AGENT else row.audience,
            recipient=recipient,
            contact_id=contact_of(recipient, fact, about, known),
            template=row.template,
            channels=row.channels,
            urgency=row.urgency,
            legal=row.legal,
            values=open_fields(fact),
            created_at=now,
            expires_at=self._times.rules.expires_at(row.urgency, now),
            good_until=good_until(fact),
            keep_until=self._times.rules.keep_until(now),
            due_at=now,
            traceparent=current_traceparent(),
        )


def handlers(
    reception: Reception, opener: Opener, vault: Vault, people: People
) -> Handlers:
    cards = Cards(reception, opener, vault, people)

    async def of_a_case(arrival: Arrival[CaseRegistered | CaseAccepted]) -> None:
        await reception.learn_case(arrival)
        await reception.tell(arrival)

    async def task_assigned(arrival: Arrival[TaskAssigned]) -> None:
        await reception.learn_task(arrival)
        await reception.tell(arrival)

    async def with_a_card(arrival: Arrival[Any]) -> None:
        await cards.keep(arrival)
        await reception.tell(arrival)

    async def contact_erased(arrival: Arrival[ContactErased]) -> None:
        """The keys go last: until then a repeat finds what is left to do."""
        for contact_id in await reception.forget(arrival):
            await vault.destroy(contact_id)
        await reception.tell(arrival)

    async def originator_left(arrival: Arrival[OriginatorLeft]) -> None:
        """The key goes last, as with those who are erased."""
        await reception.forget_originator(arrival)
        await vault.destroy(arrival.fact.originator_id)
        await reception.tell(arrival)

    return (
        dict.fromkeys(REACTS_TO, reception.tell)
        | dict.fromkeys(CARDS, with_a_card)
        | {
            CaseRegistered: of_a_case,
            CaseAccepted: of_a_case,
            TaskAssigned: task_assigned,
            ContactErased: contact_erased,
            OriginatorLeft: originator_left,
        }
    )


def open_fields(fact: Payload) -> dict[str, Any]:
    """What anybody may read; a sealed field stays in the event."""
    sealed = _sealed_fields(type(fact))
    return fact.model_dump(mode="json", exclude=set(sealed), exclude_none=True)


@cache
def _sealed_fields(kind: type[Payload]) -> frozenset[str]:
    fields = kind.model_json_schema()["properties"]
    return frozenset(
        n for n, row in fields.items() if "x-sealed-for" in json.dumps(row)
    )
