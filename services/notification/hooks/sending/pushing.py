"""One push: claim it, sign it, send it, write down what came of it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import Any
from uuid import uuid4

import structlog

from services.kit.errors import Unavailable
from services.kit.running.clock import Clock
from services.kit.running.telemetry import process_span, record_failure
from services.kit.sealing.vault import Vault
from services.kit.writing.repository import Repository
from services.notification.domain.hooks import keeping, pushing
from services.notification.domain.hooks.delivery import Attempt, HookDelivery
from services.notification.domain.hooks.endpoint import Endpoint
from services.notification.domain.hooks.roster import Roster
from services.notification.domain.hooks.schedule import HookRules
from services.notification.hooks.sending.posting import Answer, Post
from services.notification.hooks.sending.signing import signed_headers, signing_secrets

WRITING_DOWN = 20.0
"""Seconds; with the push itself still within the lease."""

PAUSE = 0.5
BACK_OFF = timedelta(minutes=5)
"""For what cannot even be sent, through a fault of ours."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Office:
    """What a push works with."""

    endpoints: Repository[Endpoint]
    rosters: Repository[Roster]
    deliveries: Repository[HookDelivery]
    vault: Vault
    post: Post
    rules: HookRules
    clock: Clock
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


class Pushing:
    """If this process dies before it has written down that a push was accepted, the
    push is made again, with the same `webhook-id`."""

    def __init__(self, office: Office) -> None:
        self._office = office

    async def step(self, delivery_id: str, endpoint_id: str) -> Answer | None:
        """Pushes what is due at an active endpoint; None: there was nothing to do."""
        endpoint = await self._office.endpoints.load(endpoint_id)
        if endpoint is None or endpoint.state != "active":
            return None
        try:
            answer = await self._push(delivery_id, endpoint)
        except Unavailable:
            raise
        except Exception:
            log.exception("a push failed; it is tried again", delivery_id=delivery_id)
            await self._office.deliveries.documents.back_off(delivery_id, BACK_OFF)
            return None
        if answer:
            await self._judge(endpoint, answer)
        return answer

    async def ping(self, delivery: HookDelivery, endpoint: Endpoint) -> None:
        """Once, now, also where the endpoint is paused or disabled."""
        id = delivery.delivery_id
        await self._office.deliveries.create([(id, delivery)])
        await self._push(id, endpoint)

    async def _push(self, delivery_id: str, endpoint: Endpoint) -> Answer | None:
        by = uuid4().hex
        try:
            claimed = await self._office.deliveries.command(
                delivery_id, by, pushing.claim
            )
        except LookupError:
            return None
        delivery = claimed.state
        if delivery.claim != by or delivery.body is None:
            return None
        with process_span("webhook", delivery.case_id, delivery.traceparent):
            return await self._send(delivery, delivery.body, endpoint)

    async def _send(
        self, delivery: HookDelivery, body: bytes, endpoint: Endpoint
    ) -> Answer | None:
        now, started = self._office.clock(), monotonic()
        by = delivery.claim or ""
        secrets = await signing_secrets(self._office.vault, endpoint, now)
        if not secrets:
            await self._decide(delivery.delivery_id, by, pushing.put_back)
            return None
        headers = signed_headers(secrets, delivery.event_id, body, now)
        answer = await self._office.post(endpoint.url, headers, body, now)
        attempt = _attempt(answer, now, started)
        id = delivery.delivery_id
        if answer.is_good:
            await self._decide(id, pushing.Success(attempt), pushing.accepted)
        else:
            record_failure(answer.outcome)
            failure = pushing.Failure(by, attempt, self._office.rules, answer.wished)
            await self._decide(id, failure, pushing.failed)
        return answer

    async def _judge(self, endpoint: Endpoint, answer: Answer) -> None:
        """A good answer is news only where there were bad ones before.

        The endpoint may have moved meanwhile: it is judged by the address pushed to.
        """
        id, change = endpoint.endpoint_id, self._office.endpoints.command
        url = endpoint.url
        if answer.is_good:
            if endpoint.failing_since:
                await change(id, url, keeping.went_well)
            return
        if answer.is_gone:
            judged = await change(id, url, keeping.gone)
        else:
            failing = keeping.Failing(url, self._office.rules.disable_after)
            judged = await change(id, failing, keeping.went_wrong)
        if judged.state.state == "disabled":
            log.warning(
                "webhook_disabled",
                endpoint_id=id,
                owner=endpoint.owner,
                reason=judged.state.reason,
            )

    async def _decide(self, id: str, command: Any, decide: Any) -> None:
        """Insists while MongoDB is away: giving up would make the push again."""
        patience = monotonic() + WRITING_DOWN
        while True:
            try:
                await self._office.deliveries.command(id, command, decide)
            except Unavailable:
                if monotonic() > patience:
                    raise
                await asyncio.sleep(PAUSE)
            except LookupError:
                return
            else:
                return


def _attempt(answer: Answer, now: datetime, started: float) -> Attempt:
    took = timedelta(seconds=monotonic() - started)
    return Attempt(
        at=now,
        outcome=answer.outcome,
        status=answer.status,
        took_ms=round(took / timedelta(milliseconds=1)),
    )


Step = Callable[[str, str], Awaitable[Answer | None]]
"""Of a delivery at an endpoint."""
