"""What is said is written down for each endpoint that wants it."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from contracts.intake import ContactErased
from contracts.topics import FEED, department_of
from services.kit.reading.arrival import Arrival, Handlers, Keeps
from services.kit.reading.received import Received
from services.kit.writing.gathering import Gathering
from services.kit.writing.repository import Repository
from services.notification.domain.hooks import pushing
from services.notification.domain.hooks.delivery import HookDelivery, delivery_id
from services.notification.domain.hooks.endpoint import Endpoint
from services.notification.hooks.seams import Deliveries, Endpoints
from services.notification.hooks.sending.pushing import Office

Erased = Callable[[str], Awaitable[bool]]
"""Whether the people of a case are known no more."""

Soon = Callable[[Mapping[str, str]], None]
"""Told which delivery waits at which endpoint, by the delivery's id."""

log = structlog.get_logger(__name__)


class Envelope(BaseModel):
    """As little of a document as there has to be; the rest is the department's."""

    model_config = ConfigDict(extra="ignore")

    id: str = Field(min_length=1, max_length=200, pattern=r"^[!-~]+$")
    type: str = Field(min_length=1, max_length=200)
    subject: str = Field(default="", max_length=64)


@dataclass(frozen=True)
class Said:
    """A document that is pushed as it is to whoever wants it."""

    event_id: str
    event_type: str
    topic: str
    case_id: str
    body: bytes | None
    said_at: datetime
    traceparent: str


class Filling:
    """The topics are not opened: what is pushed are the bytes that came."""

    def __init__(
        self, office: Office, endpoints: Endpoints, erased: Erased, soon: Soon
    ) -> None:
        self._office = office
        self._endpoints = endpoints
        self._erased = erased
        self._gathering = Gathering(office.deliveries.create)
        self._soon = soon

    async def take(self, received: Received) -> None:
        """Durable when it returns; a repeat makes the same deliveries.

        What erased people wrote goes again at once: asked when it lies there, so that
        either we know of the erasure, or that finds what we wrote.
        """
        owner = department_of(received.topic) or ""
        if not await self._endpoints.of(owner):
            return
        envelope = envelope_of(received)
        if envelope is None:
            return
        made = await self.note(owner, said_by(received, envelope))
        if made and made[0].is_content and await self._erased(envelope.subject):
            for each in made:
                await self._office.deliveries.command(
                    each.delivery_id, None, pushing.erase
                )
            return
        self.hand_on(made)

    async def note(self, owner: str, said: Said) -> Sequence[HookDelivery]:
        """For those of the owner's that want it; not what is older than the log."""
        now = self._office.clock()
        if said.said_at < now - self._office.rules.log_for:
            return ()
        made = [
            delivery(said, endpoint, now)
            for endpoint in await self._endpoints.of(owner)
            if endpoint.wants(said.event_type, said.said_at)
        ]
        await self._gathering.add([(each.delivery_id, each) for each in made])
        return made

    def hand_on(self, made: Iterable[HookDelivery]) -> None:
        self._soon({each.delivery_id: each.endpoint_id for each in made})


def delivery(said: Said, endpoint: Endpoint, now: datetime) -> HookDelivery:
    return HookDelivery(
        delivery_id=delivery_id(said.event_id, endpoint.endpoint_id),
        endpoint_id=endpoint.endpoint_id,
        owner=endpoint.owner,
        due_at=now,
        **vars(said),
    )


def said_by(received: Received, envelope: Envelope) -> Said:
    return Said(
        event_id=envelope.id,
        event_type=envelope.type,
        topic=received.topic,
        case_id=envelope.subject,
        body=received.value,
        said_at=datetime.fromtimestamp(received.sent_at, UTC),
        traceparent=received.traceparent,
    )


def envelope_of(received: Received) -> Envelope | None:
    """None: no document; routing, which keeps the feed, has it on record."""
    try:
        value = (received.value or b"").decode()
        return Envelope.model_validate_json(value)
    except (ValidationError, UnicodeDecodeError):
        log.warning("nothing_to_push", position=received.id)
        return None


def taken_by(filling: Filling, departments: Iterable[str]) -> Keeps:
    names = (topic.of(code).name for topic in FEED for code in departments)
    return dict.fromkeys(names, filling.take)


class Erasing:
    """What residents wrote goes from the log too, sealed as it is."""

    def __init__(
        self, deliveries: Deliveries, repository: Repository[HookDelivery]
    ) -> None:
        self._deliveries = deliveries
        self._repository = repository

    def beside(self, handlers: Handlers) -> Handlers:
        """The same handlers; those of erased contacts come here too, at last."""
        handler = handlers[ContactErased]

        async def both(arrival: Arrival[ContactErased]) -> object:
            done = await handler(arrival)
            await self.erase(arrival.fact.case_id)
            return done

        return {**handlers, ContactErased: both}

    async def erase(self, case_id: str) -> None:
        for id in await self._deliveries.taken_back_with(case_id):
            await self._repository.command(id, None, pushing.erase_words)

    async def take_back(self, case_id: str) -> None:
        """Also what a partner has not been pushed yet, or could have sent again."""
        for id in await self._deliveries.taken_back_with(case_id):
            await self._repository.command(id, None, pushing.take_back)
