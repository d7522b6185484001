"""What comes on a department's topics is written down for each of its endpoints."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import UTC, datetime

import structlog
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from contracts.intake import ContactErased
from contracts.topics import FEED, department_of
from services.kit.reading.arrival import Arrival, Handlers, Keeps
from services.kit.reading.received import Received
from services.kit.running.clock import Clock
from services.kit.writing.gathering import Gathering
from services.kit.writing.repository import Repository
from services.notification.domain.hooks import pushing
from services.notification.domain.hooks.delivery import HookDelivery, delivery_id
from services.notification.domain.hooks.endpoint import Endpoint
from services.notification.hooks.seams import Deliveries, Endpoints

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


class Filling:
    """The topics are not opened: what is pushed are the bytes that came."""

    def __init__(
        self,
        endpoints: Endpoints,
        repository: Repository[HookDelivery],
        erased: Erased,
        soon: Soon,
        clock: Clock,
    ) -> None:
        self._endpoints = endpoints
        self._repository = repository
        self._erased = erased
        self._gathering = Gathering(repository.create)
        self._soon = soon
        self._clock = clock

    async def take(self, received: Received) -> None:
        """Durable when it returns; a repeat makes the same deliveries.

        What erased people wrote goes again at once: asked when it lies there, so that
        either we know of the erasure, or that finds what we wrote.
        """
        endpoints = await self._endpoints.of(department_of(received.topic) or "")
        if not endpoints:
            return
        envelope = envelope_of(received)
        said_at = datetime.fromtimestamp(received.sent_at, UTC)
        if envelope is None:
            return
        made = [
            self._delivery(received, envelope, endpoint, said_at)
            for endpoint in endpoints
            if endpoint.wants(envelope.type, said_at)
        ]
        await self._gathering.add([(each.delivery_id, each) for each in made])
        if made and made[0].is_content and await self._erased(envelope.subject):
            for each in made:
                await self._repository.command(each.delivery_id, None, pushing.erase)
            return
        self._soon({each.delivery_id: each.endpoint_id for each in made})

    def _delivery(
        self,
        received: Received,
        envelope: Envelope,
        endpoint: Endpoint,
        said_at: datetime,
    ) -> HookDelivery:
        return HookDelivery(
            delivery_id=delivery_id(envelope.id, endpoint.endpoint_id),
            endpoint_id=endpoint.endpoint_id,
            department=endpoint.department,
            event_id=envelope.id,
            event_type=envelope.type,
            topic=received.topic,
            case_id=envelope.subject,
            body=received.value,
            said_at=said_at,
            due_at=self._clock(),
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
        for id in await self._deliveries.contents_of(case_id):
            await self._repository.command(id, None, pushing.erase)
