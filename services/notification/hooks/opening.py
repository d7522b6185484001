"""Everything about webhooks that is open while the service lives."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from services.kit.reading.arrival import Handlers, Keeps
from services.kit.running.clock import Clock
from services.kit.running.loops import again_and_again, working
from services.kit.running.metrics import Metrics
from services.kit.running.platform import Platform
from services.notification.domain.hooks.addresses import Network
from services.notification.domain.hooks.delivery import HookDelivery
from services.notification.domain.hooks.endpoint import Endpoint
from services.notification.domain.hooks.partners import PartnerCase
from services.notification.domain.hooks.roster import Roster
from services.notification.hooks.filling import Erased, Erasing, Filling, taken_by
from services.notification.hooks.partnering import Partnering
from services.notification.hooks.registering.registry import Registry
from services.notification.hooks.rules import load_hook_rules
from services.notification.hooks.seams import Deliveries, Endpoints
from services.notification.hooks.sending.couriers import Couriers
from services.notification.hooks.sending.posting import HttpPost
from services.notification.hooks.sending.pushing import Office, Pushing
from services.notification.hooks.sending.resolving import Resolver
from services.notification.hooks.store import (
    ENDPOINT_INDEXES,
    MongoDeliveries,
    MongoEndpoints,
)
from services.notification.hooks.telling import Telling
from services.notification.inbox.channel import InApp

LOOK_EVERY = timedelta(hours=1)


class OldestDue:
    """Waits also at paused and disabled endpoints, until somebody looks at them."""

    def __init__(self, deliveries: Deliveries, clock: Clock) -> None:
        self._deliveries = deliveries
        self._clock = clock

    async def __call__(self) -> dict[tuple[str, ...], float]:
        due = await self._deliveries.oldest_due()
        age = (self._clock() - due).total_seconds() if due else 0.0
        return {(): max(0.0, age)}


@dataclass(frozen=True)
class Hooks:
    """`keeps` are the topics that it takes; `registry` is for the endpoints."""

    registry: Registry
    keeps: Keeps
    erasing: Erasing
    partnering: Partnering
    telling: Telling
    oldest_due: OldestDue

    def beside(self, handlers: Handlers) -> Handlers:
        return self.partnering.beside(self.erasing.beside(handlers))

    def show(self, metrics: Metrics) -> None:
        standing = self.registry.deliveries.standing
        metrics.gauge_from(
            "webhook_deliveries", "Pushes not accepted", ("state",), standing
        )
        metrics.gauge_from(
            "webhooks",
            "Webhooks by state",
            ("state",),
            self.registry.endpoints.standing,
        )
        metrics.gauge_from(
            "webhook_oldest_due_seconds",
            "For how long the oldest push has been due",
            (),
            self.oldest_due,
        )


@asynccontextmanager
async def pushing_webhooks(
    platform: Platform,
    folder: Path,
    trusted: tuple[Network, ...],
    erased: Erased,
    in_app: InApp,
) -> AsyncIterator[Hooks]:
    """Pushes while inside; reading has to end before."""
    rules = load_hook_rules(folder, trusted)
    resolve = Resolver()
    post = HttpPost(rules, resolve)
    try:
        office = Office(
            endpoints=await platform.repository(
                "webhooks", Endpoint, indexes=ENDPOINT_INDEXES
            ),
            rosters=await platform.repository("webhook_rosters", Roster),
            deliveries=await platform.repository("webhook_deliveries", HookDelivery),
            vault=platform.vault,
            post=post,
            rules=rules,
            clock=platform.clock,
        )
        hooks = await _opened(platform, office, erased, in_app)
        registry = hooks.registry
        forgetting = forget_forever(registry.endpoints, registry.deliveries, office)
        telling = hooks.telling.look_forever()
        async with working(forgetting), working(telling), registry.couriers.going():
            yield hooks
    finally:
        await post.close()
        resolve.close()


async def _opened(
    platform: Platform, office: Office, erased: Erased, in_app: InApp
) -> Hooks:
    database = platform.database
    endpoints = MongoEndpoints(database["webhooks"])
    deliveries = MongoDeliveries(
        database["webhook_deliveries"], office.deliveries.documents
    )
    await deliveries.create_indexes()
    pushing = Pushing(office)
    at_once = office.rules.at_once
    couriers = Couriers(pushing.step, endpoints, deliveries, at_once)
    filling = Filling(office, endpoints, erased, couriers.soon)
    erasing = Erasing(deliveries, office.deliveries)
    cases = await platform.repository("partner_cases", PartnerCase)
    return Hooks(
        registry=Registry(office, endpoints, deliveries, pushing, couriers),
        keeps=taken_by(filling, platform.departments),
        erasing=erasing,
        partnering=Partnering(cases, filling, erasing),
        telling=Telling(office, endpoints, in_app),
        oldest_due=OldestDue(deliveries, office.clock),
    )


async def forget_forever(
    endpoints: Endpoints, deliveries: Deliveries, office: Office
) -> None:
    """What is older than the log is kept for goes, and what was of deleted ones."""

    async def forget() -> None:
        before = office.clock() - office.rules.log_for
        await deliveries.forget(before, await endpoints.deleted())

    await again_and_again("webhook_log_to_shorten", forget, LOOK_EVERY)
