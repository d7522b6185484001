"""What somebody writes about its webhooks, and what it is shown."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from contracts.codes import UUID_PATTERN
from services.kit.running.clock import Clock
from services.notification.domain.hooks.delivery import HookDelivery
from services.notification.domain.hooks.endpoint import Endpoint

LONGEST_URL = 1_000
LONGEST_KEEP = 168
MOST_IDS = 100

Url = Annotated[str, Field(min_length=1, max_length=LONGEST_URL)]
Types = Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=100)]
DeliveryId = Annotated[str, StringConstraints(pattern=UUID_PATTERN)]
DeliveryState = Literal["waiting", "sending", "accepted", "failed", "erased"]


class Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NewWebhook(Asked):
    """`types`: of the events that are wanted; empty or left out: all."""

    url: Url
    types: Types = Field(default_factory=list)


class ChangedWebhook(Asked):
    """What is left out stays as it is."""

    url: Url | None = None
    types: Types | None = None


class Rotation(Asked):
    """`keep_hours`: for how long the former secret still signs; 0: from now on not."""

    keep_hours: int | None = Field(None, ge=0, le=LONGEST_KEEP)


class Again(Asked):
    """Either `ids`, or what was said from `from` on and before `until`."""

    ids: list[DeliveryId] = Field(default_factory=list, max_length=MOST_IDS)
    since: AwareDatetime | None = Field(None, alias="from")
    until: AwareDatetime | None = None
    state: Literal["accepted", "failed"] | None = None


class LogAsked(BaseModel):
    """Filters of the log, by what was said when and what became of it."""

    state: DeliveryState | None = None
    since: AwareDatetime | None = Field(None, alias="from")
    until: AwareDatetime | None = None


class WebhookView(BaseModel):
    """`reason` tells why the city disabled it: `gone` (410) or `failing`."""

    webhook_id: str
    url: str
    types: list[str]
    state: str
    reason: str | None
    since: datetime
    failing_since: datetime | None
    created_at: datetime
    former_secret_until: datetime | None


class WebhookWithSecret(WebhookView):
    """`secret` is shown in the answer to the request that made it, and nowhere else."""

    secret: str | None


class AttemptView(BaseModel):
    """`outcome`: `accepted`, `status`, `gone`, `redirect`, `timeout`, `no-connection`,
    `no-tls`, `no-http`, `address-not-allowed`."""

    at: datetime
    outcome: str
    status: int | None
    took_ms: int


class DeliveryView(BaseModel):
    """Never what was in it: that is in your feed."""

    delivery_id: str
    event_id: str
    event_type: str
    case_id: str
    topic: str
    said_at: datetime
    state: str
    next_at: datetime | None
    tries: int
    attempts: list[AttemptView]


class SentAgain(BaseModel):
    """`more`: there was more than one request sends again; go on from `through`."""

    sent_again: int
    through: datetime | None
    more: bool


def webhook_view(endpoint: Endpoint, clock: Clock) -> WebhookView:
    now = clock()
    until = [s.until for s in endpoint.secrets if s.until and s.signs(now)]
    return WebhookView(
        webhook_id=endpoint.endpoint_id,
        url=endpoint.url,
        types=list(endpoint.types),
        state=endpoint.state,
        reason=endpoint.reason,
        since=endpoint.since,
        failing_since=endpoint.failing_since,
        created_at=endpoint.created_at,
        former_secret_until=until[0] if until else None,
    )


def delivery_view(delivery: HookDelivery) -> DeliveryView:
    fields = delivery.model_dump(exclude={"body"})
    return DeliveryView.model_validate(fields | {"next_at": delivery.due_at})
