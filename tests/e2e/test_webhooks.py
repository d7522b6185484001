"""A department is pushed what its feed has: signed, byte for byte, and none is lost."""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import sleep
from typing import Any

import pytest
from standardwebhooks import Webhook

from deploy.local.stack import Stack
from deploy.local.waiting import until
from services.notification.domain.hooks.endpoint import CLOCKS_DIFFER
from tests.e2e.town import PATIENCE, Town, handler

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
A_LEASE = 90.0
"""Seconds in which what a killed process had in hand is pushed by the next."""


class Inbox:
    """What the department's own server was sent; it refuses what is not signed."""

    def __init__(self) -> None:
        self.secret = ""
        self.got: list[tuple[str, bytes]] = []

    def take(self, headers: dict[str, str], body: bytes) -> int:
        Webhook(self.secret).verify(body, headers)
        self.got.append((headers["webhook-id"], body))
        return 204

    @property
    def documents(self) -> set[bytes]:
        return {body for _, body in self.got}


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
    """Registered in a pause and paused in the end, for tests that share the platform.

    Readers that begin again find what was said shortly before; nobody is pushed to.
    """
    pause_in_the_feed(town)
    inbox = Inbox()
    with listening(inbox) as url:
        made = town.post("notification", "/v1/webhooks", {"url": url}, **ADMIN)
        assert made.status_code == 201, made.text
        inbox.secret = made.json()["secret"]
        yield inbox
        pause = f"/v1/webhooks/{made.json()['webhook_id']}/pause"
        ended = town.post("notification", pause, {}, **ADMIN)
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


def pause_in_the_feed(town: Town) -> None:
    last = ""
    while last != (last := now(town)):
        sleep(CLOCKS_DIFFER.total_seconds() + 1)


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
    start = now(town)
    cases = [completed(town)]
    assert until(lambda: is_whole(town, cases, start), PATIENCE)

    assert until(lambda: inbox.documents >= feed(town, start), PATIENCE)
    assert inbox.documents == feed(town, start)
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
    start = now(town)
    cases = []
    for number in range(6):
        cases.append(completed(town))
        if number % 2:
            platform.wait_restarted("notification", platform.kill("notification"))
    assert until(lambda: is_whole(town, cases, start), PATIENCE)

    assert until(lambda: inbox.documents >= feed(town, start), A_LEASE)
    assert inbox.documents == feed(town, start)
    assert {json.loads(body)["id"]: body for _, body in inbox.got} == dict(inbox.got)
