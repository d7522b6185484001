"""What the inbox costs over HTTP beside the bare query, with 200,000 open tasks."""

import random
import time
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from statistics import quantiles
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from bson.codec_options import CodecOptions
from motor.motor_asyncio import AsyncIOMotorClient

from services.kit.running.settings import ServiceSettings
from services.kit.sealing.keys import public_jwk
from services.kit.serving.api import service_api
from services.kit.serving.principal import Principal
from services.kit.serving.tokens import issue
from services.kit.testing.clock import MONDAY
from services.routing.api import inbox as endpoints
from services.routing.api.shelf import Shelf
from services.routing.store.asking import Question
from services.routing.store.census import Census
from services.routing.store.handlings import Handlings
from services.routing.store.inbox import Inbox, seen
from services.routing.store.returns import Returns
from services.routing.store.rounds import Rounds
from services.routing.store.sight import parents
from services.routing.views.figures import Figures
from tests.routing.callers import SIGNING

OPEN, CLOSED, DEPARTMENTS = 200_000, 50_000, 30
ASKED = 3_000
SHOWN = 50
BATCH = 2_000
STATES = ("assigned", "acknowledged", "acknowledged", "acknowledged", "paused")
STREETS = [f"99010{district}{street:03}" for district in (1, 2) for street in range(12)]
CHANCE = random.Random(4)

TOMORROW = MONDAY + timedelta(days=1)

Ask = Callable[[], Awaitable[object]]


def task(number: int, open: bool) -> dict[str, object]:
    """Due in the next five days, one in thirty late; one in twenty supervised."""
    area = f"{CHANCE.choice(STREETS)}{CHANCE.randrange(20):03}"
    level = CHANCE.choice((1, 1, 2, 3)) if CHANCE.random() < 0.05 else 0
    return {
        "_id": str(uuid4()),
        "case_id": str(uuid4()),
        "case_no": f"{number:015}",
        "department": f"department-{number % DEPARTMENTS}",
        "role": CHANCE.choice(("lead", "co_handler")),
        "kind": "request",
        "category": "property",
        "area": area,
        "areas": parents(area),
        "urgency": "normal",
        "assigned_at": MONDAY - timedelta(days=2),
        "due_at": MONDAY + timedelta(minutes=CHANCE.randrange(-240, 7_200)),
        "provisional": False,
        "sign_by": MONDAY - timedelta(days=1),
        "round": 1,
        "parent_task": None,
        "whistled_by": None,
        "designated": False,
        "state": CHANCE.choice(STATES) if open else "completed",
        "open": open,
        "signed": True,
        "due_soon": CHANCE.random() < 0.1,
        "supervised": open and level > 0,
        "level": level,
        "sequence": 4,
    }


@pytest.fixture
async def rows(mongo_uri):
    client = AsyncIOMotorClient(mongo_uri)
    database = client.get_database(
        f"bench_{uuid4().hex[:8]}", CodecOptions(tz_aware=True)
    )
    rows = database["inbox"]
    for start in range(0, OPEN + CLOSED, BATCH):
        numbers = range(start, start + BATCH)
        await rows.insert_many([task(number, number < OPEN) for number in numbers])
    await Inbox(rows).create_indexes()
    yield rows
    await client.drop_database(database.name)
    client.close()


@asynccontextmanager
async def lifespan(api):
    yield


@pytest.fixture
def api(rows, tmp_path):
    (tmp_path / "tokens.jwk").write_text(public_jwk(SIGNING))
    settings = ServiceSettings(service="routing", public_keys=tmp_path)
    api = service_api(settings, "routing", lifespan, endpoints.router)
    api.state.shelf = Shelf(
        Inbox(rows),
        Census(rows, lambda: MONDAY),
        Handlings(rows),
        Figures(Rounds(rows), Returns(rows)),
        lambda: MONDAY,
    )
    return api


def somebody(role: str, department: str | None = None, area: str = "") -> Principal:
    return Principal(subject="a", roles={role}, department=department, area=area)


@dataclass(frozen=True)
class Wish:
    """The same twice: as a query string, and as the store is asked."""

    caller: Principal
    query: dict[str, str]
    question: Question

    @property
    def path(self) -> str:
        own = self.caller.department
        return f"/v1/departments/{own}/tasks" if own else "/v1/tasks"


def wish() -> Wish:
    """Three of five ask for their department, the others for their area."""
    number = CHANCE.randrange(OPEN)
    own = f"department-{number % DEPARTMENTS}"
    area = CHANCE.choice(["9901", "990102", STREETS[3]])
    query, asked = CHANCE.choice(
        [
            ({}, {}),
            ({"state": "acknowledged"}, {"states": ("acknowledged",)}),
            ({"overdue": "true"}, {"overdue_at": MONDAY}),
            ({"due_soon": "true"}, {"due_soon_at": MONDAY}),
            ({"due_before": TOMORROW.isoformat()}, {"due_before": TOMORROW}),
            ({"role": "co_handler"}, {"role": "co_handler"}),
            ({"case_no": f"{number:015}"}, {"case_no": f"{number:015}"}),
            ({"area": STREETS[3]}, {"area": STREETS[3]}),
        ]
    )
    if CHANCE.random() < 0.6:
        return Wish(somebody("department", own), query, Question(own, **asked))
    return Wish(somebody("dispatcher", area=area), query, Question(**asked))


async def bare(rows, caller: Principal, question: Question) -> int:
    """The same filter, order and number of rows, and nothing else."""
    found = rows.find(seen(caller, question)).sort([("due_at", 1), ("_id", 1)])
    return len(await found.limit(SHOWN + 1).to_list(SHOWN + 1))


async def over_http(api, path: str, query: dict[str, str], token: str) -> int:
    """The whole application, called as its server calls it."""
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": urlencode(query).encode(),
        "headers": [(b"authorization", f"Bearer {token}".encode())],
        "client": ("127.0.0.1", 1),
        "server": ("city", 80),
    }
    status: list[int] = []

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        status.append(message.get("status", 0))

    await api(scope, receive, send)
    return status[0]


async def timed(ask: Ask) -> tuple[float, object]:
    started = time.perf_counter()
    answer = await ask()
    return (time.perf_counter() - started) * 1000, answer


def told(name: str, times: list[float]) -> tuple[float, float]:
    cuts = quantiles(times, n=100)
    print(f"{name}: p50 {cuts[49]:.2f} ms, p99 {cuts[98]:.2f} ms")  # noqa: T201
    return cuts[49], cuts[98]


async def test_the_inbox_beside_the_bare_query(api, rows):
    times: dict[str, list[float]] = {"bare": [], "over HTTP": []}
    refused = 0
    for _ in range(ASKED):
        wanted = wish()
        token = issue(SIGNING, wanted.caller)
        ways = {
            "bare": partial(bare, rows, wanted.caller, wanted.question),
            "over HTTP": partial(over_http, api, wanted.path, wanted.query, token),
        }
        for name in CHANCE.sample(list(ways), 2):
            elapsed, answer = await timed(ways[name])
            times[name].append(elapsed)
            refused += name == "over HTTP" and answer != 200
    (p50, p99), (our_p50, our_p99) = (told(name, took) for name, took in times.items())
    print(f"ratio: p50 {our_p50 / p50:.2f}, p99 {our_p99 / p99:.2f}")  # noqa: T201

    assert refused == 0


async def test_counting_all_that_is_open(rows):
    census = Census(rows, lambda: MONDAY)
    elapsed, found = await timed(
        partial(census.counts, somebody("dispatcher", area="9901"))
    )
    print(f"{OPEN} tasks counted afresh in {elapsed:.0f} ms")  # noqa: T201

    assert sum(found[state] for state in set(STATES)) == OPEN
