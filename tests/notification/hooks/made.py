"""Endpoints, deliveries and rules as the tests need them."""

import ssl
from datetime import timedelta
from functools import cache
from ipaddress import ip_network
from pathlib import Path

import httpcore

from contracts.codes import derived_id
from contracts.envelope import event
from contracts.routing import TaskAcknowledged
from contracts.topics import encode
from services.kit.reading.received import Received
from services.kit.testing.clock import MONDAY
from services.notification.domain.hooks.delivery import HookDelivery, delivery_id
from services.notification.domain.hooks.endpoint import Endpoint, Secret, Wish
from services.notification.domain.hooks.schedule import HookRules
from services.notification.hooks.rules import load_hook_rules
from services.notification.hooks.sending.posting import HttpPost
from services.notification.hooks.sending.resolving import Resolve, Resolver

HERE = ip_network("127.0.0.0/8")
URL = "https://hooks.example.org/tongban"
TASKS, CONTENTS = "departments.housing.tasks", "departments.housing.contents"
SECOND = timedelta(seconds=1)


@cache
def tls() -> ssl.SSLContext:
    """Made once: reading all authorities takes a while."""
    return ssl.create_default_context()


def posting(
    resolve: Resolve | None = None,
    wire: httpcore.AsyncNetworkBackend | None = None,
    by: HookRules | None = None,
) -> HttpPost:
    return HttpPost(by or rules(HERE), resolve or Resolver(), wire, tls())


@cache
def rules(*trusted: object) -> HookRules:
    return load_hook_rules(Path("deploy/config/notification"), trusted)


def endpoint(
    name: str = "one", types: tuple[str, ...] = (), **fields: object
) -> Endpoint:
    """Its wish holds from `created_at` on."""
    since = fields.get("created_at", MONDAY)
    given = {
        "endpoint_id": derived_id("an endpoint", name),
        "owner": "housing",
        "url": URL,
        "secrets": (Secret(secret_id="first", sealed="sealed"),),
        "digest": "digest",
        "registered_by": "admin-1",
        "created_at": MONDAY,
        "since": MONDAY,
        "wishes": (Wish(types=types, since=since),),
    }
    return Endpoint.model_validate(given | fields)


def delivery(number: int = 1, of: Endpoint | None = None, **fields: object):
    of = of or endpoint()
    event_id = derived_id("an event", str(number))
    given = {
        "delivery_id": delivery_id(event_id, of.endpoint_id),
        "endpoint_id": of.endpoint_id,
        "owner": of.owner,
        "event_id": event_id,
        "event_type": TaskAcknowledged.TYPE,
        "topic": TASKS,
        "case_id": derived_id("a case"),
        "body": b'{"id": "x"}',
        "said_at": MONDAY + number * SECOND,
        "due_at": MONDAY + number * SECOND,
    }
    return HookDelivery.model_validate(given | fields)


def document(number: int, case: str = "a case", department: str = "housing") -> bytes:
    fact = TaskAcknowledged(
        case_id=derived_id(case), task_id=derived_id("a task"), department=department
    )
    return encode(event(fact, "/routing/handlings/1", number, MONDAY, None))


def received(number: int, value: bytes | None = None, **fields: object) -> Received:
    given = {
        "topic": TASKS,
        "partition": 0,
        "offset": number,
        "key": derived_id("a case").encode(),
        "value": document(number) if value is None else value,
        "sent_at": MONDAY.timestamp() + number,
    }
    return Received(**(given | fields))
