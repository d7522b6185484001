"""An event that says nothing, to see whether an address takes what it is sent."""

from datetime import datetime

from pydantic_core import to_json

from services.notification.domain.hooks.delivery import HookDelivery
from services.notification.domain.hooks.endpoint import Endpoint

PING = "tongban.notification.webhook-ping.v1"
NO_TOPIC = "ping"


def ping_of(endpoint: Endpoint, delivery_id: str, now: datetime) -> HookDelivery:
    """Its event has the delivery's id; no topic carries it."""
    document = {
        "specversion": "1.0",
        "id": delivery_id,
        "source": f"/notification/webhooks/{endpoint.endpoint_id}",
        "type": PING,
        "time": now,
        "datacontenttype": "application/json",
        "data": {},
    }
    return HookDelivery(
        delivery_id=delivery_id,
        endpoint_id=endpoint.endpoint_id,
        owner=endpoint.owner,
        event_id=delivery_id,
        event_type=PING,
        topic=NO_TOPIC,
        case_id="",
        body=to_json(document),
        said_at=now,
        due_at=now,
        ping=True,
    )
