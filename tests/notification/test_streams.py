"""Streams of an inbox: capped for each login and in each process, told in words."""

from collections.abc import AsyncIterator
from datetime import timedelta
from types import SimpleNamespace

import httpx
import pytest

from services.kit.running.settings import ServiceSettings
from services.kit.sealing.keys import public_jwk
from services.kit.serving.api import service_api
from services.kit.serving.streaming import Places
from services.notification.api.inbox import FEW, Mine, coming, marked, router
from services.notification.channels.channel import Letter
from services.notification.inbox.box import office_inbox
from services.notification.settings import NotificationSettings
from tests.notification.hooks.callers import ADMIN, CLERK, SIGNING, app_of
from tests.notification.hooks.conftest import lifespan
from tests.notification.world import World

STREAM = "/inbox/stream"


@pytest.fixture
def streams() -> Places:
    return Places(each=2, most=3, come_back=timedelta(seconds=30))


@pytest.fixture
async def http(world: World, streams, tmp_path) -> AsyncIterator[httpx.AsyncClient]:
    (tmp_path / "tokens.jwk").write_text(public_jwk(SIGNING))
    settings = ServiceSettings(service="notification", public_keys=tmp_path)
    api = service_api(settings, "notification", lifespan, router)
    api.state.in_app, api.state.streams = world.in_app, streams
    transport = httpx.ASGITransport(api)
    async with httpx.AsyncClient(transport=transport, base_url="http://city") as http:
        yield http


async def brought(world: World, inbox: str, number: int) -> None:
    for each in range(number):
        letter = Letter(inbox, "subject", f"body {each}")
        await world.in_app.send(letter, f"message-{each}.in_app")


async def test_a_login_has_so_many_streams(http, streams):
    for _ in range(2):
        streams.take("department-1")
    no = await http.get(STREAM, headers=CLERK)

    assert (no.status_code, no.headers["Retry-After"]) == (429, "30")
    assert no.json()["type"] == "/problems/too-many-streams"
    assert no.headers["content-type"] == "application/problem+json"


async def test_a_process_has_so_many_streams(http, streams):
    for reader in "abc":
        streams.take(reader)
    no = await http.get(STREAM, headers=CLERK)

    assert (no.status_code, no.json()["type"]) == (429, "/problems/streams-taken")


async def test_a_stream_that_has_ended_counts_no_more(http, streams, world: World):
    world.in_app.stop()
    for _ in range(5):
        assert (await http.get(STREAM, headers=CLERK)).status_code == 200

    assert streams.taken == 0


async def test_administrators_and_partners_have_an_inbox_too(http, world: World):
    await brought(world, office_inbox("housing"), 2)
    await brought(world, office_inbox("partner/photo-app"), 1)
    callers = (ADMIN, CLERK, app_of("photo-app"), app_of("other-app"))
    found = [(await http.get("/inbox", headers=caller)).json() for caller in callers]

    assert [box["unread"] for box in found] == [2, 2, 1, 0]


async def test_a_full_inbox_comes_whole_in_few_at_a_time(world: World, monkeypatch):
    monkeypatch.setattr("services.notification.api.inbox.LOOK", 0.0)
    await brought(world, "mine", 3 * FEW + 1)
    came = []
    async for event in coming(world.in_app, Mine("mine"), 0):
        came.append(event.split(b"\n")[0])
        if len(came) == 3 * FEW + 1:
            world.in_app.stop()

    assert came == [b"id: %d" % n for n in range(1, 3 * FEW + 2)]


async def test_a_notice_that_is_no_message_can_be_read_too(world: World):
    await brought(world, "mine", 1)
    desk = SimpleNamespace(messages=world.messages)
    box = await marked(world.in_app, desk, Mine("mine"), 1)

    assert box.unread == 0


def test_the_city_has_limits_of_its_own():
    settings = NotificationSettings()

    assert settings.streams >= settings.streams_of_one >= 1
