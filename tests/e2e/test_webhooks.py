"""A department is pushed what its feed has: signed, byte for byte, and none is lost.

A partner is pushed how far its own requests are, by the same engine.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from uuid import uuid4

import httpx
import pytest
from standardwebhooks import Webhook
from typer.testing import CliRunner

from deploy.local.stack import Stack
from deploy.local.waiting import until
from tests.e2e.town import PATIENCE, Town, handler
from tools.cli.__main__ import app

OFFICE = "market"
ADMIN: dict[str, Any] = {"roles": ["department_admin"], "department": OFFICE}
MATTER = {
    "kind": "request",
    "request_type": "complaint",
    "category": "consumer",
    "area": "990101001",
    "channel": "counter",
    "title": "称重不准",
    "text": "菜市场的秤不准。",
    "applicant": {"name": "张三", "phone": "139-0000-0001"},
}
REQUEST = {
    "service_code": "sanitation-garbage",
    "address_id": "990101001",
    "description": "路口的垃圾桶三天没有清运。",
    "last_name": "张",
    "first_name": "三",
    "phone": "139-0000-0001",
}
A_LEASE = 90.0
"""Seconds in which what a killed process had in hand is pushed by the next."""


class Inbox:
    """What the department's own server was sent; it refuses what is not signed."""

    def __init__(self, since: str = "") -> None:
        self.since = since
        """The feed's end before it was registered."""
        self.secret = ""
        self.got: list[tuple[str, bytes]] = []

    def take(self, headers: dict[str, str], body: bytes) -> int:
        Webhook(self.secret).verify(body, headers)
        self.got.append((headers["webhook-id"], body))
        return 204

    @property
    def documents(self) -> set[bytes]:
        return {body for _, body in self.got}

    def about(self, cases: list[str]) -> set[bytes]:
        return about(cases, self.documents)


def about(cases: list[str], documents: set[bytes]) -> set[bytes]:
    return {each for each in documents if json.loads(each)["subject"] in cases}


@contextmanager
def listening(inbox: Inbox) -> Iterator[str]:
    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            self.send_response(inbox.take(headers, body))
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Its lines would be lost among those of the test."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/tongban"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def inbox(town: Town) -> Iterator[Inbox]:
    """Paused in the end, for tests that share the platform."""
    with registered(town, ADMIN, now(town)) as inbox:
        yield inbox


@contextmanager
def registered(town: Town, who: dict[str, Any], since: str = "") -> Iterator[Inbox]:
    inbox = Inbox(since)
    with listening(inbox) as url:
        made = town.post("notification", "/v1/webhooks", {"url": url}, **who)
        assert made.status_code == 201, made.text
        inbox.secret = made.json()["secret"]
        yield inbox
        pause = f"/v1/webhooks/{made.json()['webhook_id']}/pause"
        ended = town.post("notification", pause, {}, **who)
        assert ended.status_code == 200, ended.text


def feed(town: Town, after: str) -> set[bytes]:
    """The documents behind a cursor, as routing keeps them."""
    path = f"/v1/feed?limit=500&after={after}"
    batch = town.get("routing", path, **handler(OFFICE)).content
    start = b'{"specversion"'
    return {start + part.rstrip(b",") for part in batch[1:-1].split(start)[1:]}


def now(town: Town) -> str:
    answer = town.get("routing", "/v1/feed?after=now", **handler(OFFICE))
    return answer.headers["Feed-Cursor"]


def completed(town: Town) -> str:
    case = town.hand_over(MATTER)
    assert town.completes(case, OFFICE).status_code == 200
    return case.id


def is_whole(town: Town, cases: list[str], after: str) -> bool:
    """Everything up to the end of each case's content has come to the feed."""
    facts = map(json.loads, feed(town, after))
    ended = {f["subject"] for f in facts if f["type"].endswith("content-revoked.v1")}
    return set(cases) <= ended


def test_a_department_is_pushed_its_feed_once_each(town: Town, inbox: Inbox) -> None:
    cases, start = [completed(town)], inbox.since
    assert until(lambda: is_whole(town, cases, start), PATIENCE)

    all_of_it = about(cases, feed(town, start))
    assert until(lambda: inbox.documents >= all_of_it, PATIENCE)
    assert inbox.about(cases) == all_of_it
    assert inbox.documents <= feed(town, start)
    assert set(Counter(id for id, _ in inbox.got).values()) == {1}
    told = {json.loads(body)["type"].split(".")[2] for body in inbox.documents}
    assert {"task-assigned", "content-granted", "task-completed"} <= told
    assert MATTER["text"] not in str(inbox.documents)
    metrics = town.get("notification", "/metrics").text
    assert 'tongban_webhooks{state="active"}' in metrics
    assert 'tongban_webhook_deliveries{state="failed"} 0' in metrics
    assert "tongban_webhook_oldest_due_seconds" in metrics


def test_kill_nine_in_between_loses_none(
    town: Town, inbox: Inbox, platform: Stack
) -> None:
    cases: list[str] = []
    start = inbox.since
    for number in range(6):
        cases.append(completed(town))
        if number % 2:
            platform.wait_restarted("notification", platform.kill("notification"))
    assert until(lambda: is_whole(town, cases, start), PATIENCE)

    all_of_it = about(cases, feed(town, start))
    assert until(lambda: inbox.documents >= all_of_it, A_LEASE)
    assert inbox.about(cases) == all_of_it
    assert inbox.documents <= feed(town, start)
    assert {json.loads(body)["id"]: body for _, body in inbox.got} == dict(inbox.got)


@pytest.fixture
def cli(platform: Stack, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """The last line that `tongban` says to some words."""
    monkeypatch.setenv("TONGBAN_ROOT", str(platform.places.root))
    monkeypatch.setenv("TONGBAN_PORT_BASE", str(platform.ports.base))

    def run(*words: str) -> str:
        said = CliRunner().invoke(app, list(words))
        assert said.exit_code == 0, said.output
        return said.output.splitlines()[-1]

    return run


def test_a_partner_is_pushed_how_far_its_own_requests_are(
    town: Town, platform: Stack, cli: Callable[..., str]
) -> None:
    code = f"app-{uuid4().hex[:8]}"
    key = cli("partner", "add", code)
    partner = {"roles": ["partner"], "partner": code, "area": ""}
    with registered(town, partner) as inbox:
        completed(town)
        number = filed(platform, REQUEST | {"api_key": key})
        filed(platform, REQUEST | {"api_key": key, "attribute[request_type]": "report"})
        assert until(lambda: len(inbox.documents) == 2, PATIENCE)
        case_id = json.loads(inbox.got[0][1])["subject"]
        withdrawn = f"/v1/cases/{case_id}/withdraw"
        assert town.post("intake", withdrawn, {}, roles=["clerk"]).is_success
        assert until(lambda: len(inbox.documents) == 3, PATIENCE)
        platform.wait_restarted("notification", platform.kill("notification"))

    told = sorted(map(json.loads, inbox.documents), key=lambda each: each["sequence"])
    assert len(inbox.got) == 3
    assert {each["data"]["service_request_id"] for each in told} == {number}
    assert [each["data"]["status"] for each in told] == ["open", "open", "closed"]
    assert set(told[0]["data"]) == {"service_request_id", "status", "updated_datetime"}
    asked = town.get("intake", f"/open311/v2/requests/{number}.json?api_key={key}")
    assert asked.json()[0]["status"] == "closed"
    cli("partner", "revoke", code)
    assert town.get("notification", "/v1/webhooks", **partner).json() == []


def filed(platform: Stack, request: dict[str, str]) -> str:
    url = platform.ports.url("intake") + "/open311/v2/requests.json"
    answer = httpx.post(url, data=request, timeout=20, trust_env=False)
    assert answer.status_code == 201, answer.text
    return str(answer.json()[0]["service_request_id"])
