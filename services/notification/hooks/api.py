"""HTTP: a department's administrator, or a partner, says where it is pushed to."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from contracts.codes import MessageId
from services.kit.serving.etags import IfMatch, MustMatch, etag
from services.kit.serving.idempotency import Submitted
from services.kit.serving.paging import Paging
from services.kit.serving.principal import Principal, needs
from services.kit.writing.stored import Stored
from services.notification.domain.hooks import keeping
from services.notification.domain.hooks.endpoint import Endpoint
from services.notification.hooks.registering.owners import owner_of
from services.notification.hooks.registering.registry import Registry
from services.notification.hooks.registering.views import (
    Again,
    ChangedWebhook,
    DeliveryView,
    LogAsked,
    NewWebhook,
    Rotation,
    SentAgain,
    WebhookView,
    WebhookWithSecret,
    delivery_view,
    webhook_view,
)
from services.notification.hooks.seams import Wanted
from services.notification.hooks.sending.signing import secret_of

router = APIRouter(prefix="/v1")


async def registry(request: Request) -> Registry:
    made: Registry = request.app.state.hooks
    return made


AtRegistry = Annotated[Registry, Depends(registry)]
Admin = Annotated[Principal, Depends(needs("department_admin", "partner"))]
Reader = Annotated[
    Principal, Depends(needs("department_admin", "department", "partner"))
]


@dataclass(frozen=True)
class Looking:
    """Somebody's own webhook that they may look at."""

    id: MessageId
    hooks: AtRegistry
    caller: Reader
    response: Response

    async def find(self) -> Endpoint:
        return (await self.stored()).state

    async def stored(self) -> Stored[Endpoint]:
        return await self.hooks.find(self.id, owner_of(self.caller))

    def shown(self, stored: Stored[Endpoint]) -> WebhookView:
        self.response.headers["ETag"] = etag(stored.version)
        return webhook_view(stored.state, self.hooks.office.clock)

    async def with_secret(
        self, stored: Stored[Endpoint], secret_id: str
    ) -> WebhookWithSecret:
        self.response.headers["Cache-Control"] = "no-store"
        view, vault = self.shown(stored), self.hooks.office.vault
        secret = await secret_of(vault, stored.state, secret_id)
        return WebhookWithSecret(**view.model_dump(), secret=secret)


@dataclass(frozen=True)
class Changing(Looking):
    """Somebody's own webhook that they may change."""

    caller: Admin


OnWebhook = Annotated[Looking, Depends()]
AsAdmin = Annotated[Changing, Depends()]


@router.post("/webhooks", status_code=201)
async def post_webhook(
    asked: NewWebhook,
    hooks: AtRegistry,
    caller: Admin,
    request: Submitted,
    response: Response,
) -> WebhookWithSecret:
    """Has what is said from this answer on pushed to an address of yours.

    A department's: every event of its `tasks` and `contents` topics, or those of the
    `types` you name. A partner's: how far the requests are that it filed. Signed as
    Standard Webhooks says with the `secret` of this answer, which takes two seconds.
    """
    stored = await hooks.register(asked, caller, request)
    response.headers["Location"] = f"/v1/webhooks/{stored.state.endpoint_id}"
    on = Looking(stored.state.endpoint_id, hooks, caller, response)
    return await on.with_secret(stored, request.id)


@router.get("/webhooks")
async def list_webhooks(hooks: AtRegistry, caller: Reader) -> list[WebhookView]:
    """Your webhooks, and whether each is active, paused or disabled."""
    found = await hooks.endpoints.of(owner_of(caller))
    return [webhook_view(endpoint, hooks.office.clock) for endpoint in found]


@router.get("/webhooks/{id}")
async def read_webhook(on: OnWebhook) -> WebhookView:
    """One webhook; its `ETag` is what a change has to name."""
    return on.shown(await on.stored())


@router.patch("/webhooks/{id}")
async def patch_webhook(
    asked: ChangedWebhook, on: AsAdmin, if_match: MustMatch
) -> WebhookView:
    """Another address or other types; what waits goes to the new address."""
    endpoint = await on.find()
    on.hooks.demand(asked.url, asked.types, endpoint.owner)
    types = None if asked.types is None else tuple(asked.types)
    edit = keeping.Edit(asked.url, types)
    return on.shown(await on.hooks.edit(on.id, edit, if_match))


@router.post("/webhooks/{id}/rotate")
async def post_rotation(
    asked: Rotation, on: AsAdmin, request: Submitted
) -> WebhookWithSecret:
    """A new secret; the former one signs beside it for `keep_hours`."""
    await on.find()
    hours = asked.keep_hours
    keep = None if hours is None else timedelta(hours=hours)
    stored, secret_id = await on.hooks.rotate(on.id, keep, request)
    return await on.with_secret(stored, secret_id)


@router.post("/webhooks/{id}/pause")
async def post_pause(on: AsAdmin, if_match: IfMatch) -> WebhookView:
    """Nothing is pushed there; what comes meanwhile waits."""
    await on.find()
    return on.shown(await on.hooks.decide(on.id, None, keeping.pause, if_match))


@router.post("/webhooks/{id}/enable")
async def post_enabling(on: AsAdmin, if_match: IfMatch) -> WebhookView:
    """Pushes what waits and what comes, after a pause or when it was disabled."""
    await on.find()
    return on.shown(await on.hooks.decide(on.id, None, keeping.enable, if_match))


@router.delete("/webhooks/{id}")
async def delete_webhook(on: AsAdmin, if_match: IfMatch) -> WebhookView:
    """Ends it, with its secrets and its log; what waited is not pushed."""
    await on.find()
    return on.shown(await on.hooks.delete(on.id, if_match))


@router.post("/webhooks/{id}/ping")
async def post_ping(on: AsAdmin, request: Submitted) -> DeliveryView:
    """Pushes a test event once, now, and tells what came of it."""
    return delivery_view(await on.hooks.ping(await on.find(), request))


@router.get("/webhooks/{id}/deliveries")
async def list_deliveries(
    on: OnWebhook, asked: Annotated[LogAsked, Query()], page: Paging
) -> list[DeliveryView]:
    """What was pushed there, the newest event first, with each attempt."""
    endpoint = await on.find()
    wanted = Wanted(on.id, endpoint.owner, asked.state, asked.since, asked.until)
    past = page.past(datetime, str)
    rows = await on.hooks.deliveries.log(wanted, past, page.fetch)
    shown = page.of(rows, lambda row: (row.said_at, row.delivery_id))
    return [delivery_view(row) for row in shown]


@router.post("/webhooks/{id}/resend")
async def post_resending(asked: Again, on: AsAdmin, request: Submitted) -> SentAgain:
    """Pushes again what was accepted or given up: some, or all of a span of time.

    At most 1,000 at a time, the oldest first, with the same `webhook-id` as before.
    What is no longer on record is in `GET /v1/feed` of routing.
    """
    return await on.hooks.again(await on.find(), asked, request)
