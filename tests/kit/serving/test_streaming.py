"""So many streams and no more; who takes nothing is let go and holds nothing."""

import asyncio
from datetime import timedelta

import pytest

from services.kit.serving.problems import Refused
from services.kit.serving.streaming import EventStream, Places

SCOPE = {"type": "http", "asgi": {"spec_version": "2.4"}}


@pytest.fixture
def places() -> Places:
    return Places(each=2, most=3, come_back=timedelta(seconds=30))


async def never():
    """Nobody says anything: it waits for ever."""
    await asyncio.Event().wait()


async def test_one_reader_has_so_many(places):
    closing = [places.take("a") for _ in range(2)]
    with pytest.raises(Refused) as no:
        places.take("a")

    assert (no.value.status, no.value.reason) == (429, "too-many-streams")
    assert no.value.headers == {"Retry-After": "30"}
    closing[0]()
    places.take("a")


async def test_all_together_have_so_many(places):
    for reader in "abc":
        places.take(reader)
    with pytest.raises(Refused) as no:
        places.take("d")

    assert (no.value.status, no.value.reason) == (429, "streams-taken")


async def test_a_place_is_given_back_once(places):
    first, _ = places.take("a"), places.take("a")
    for _ in range(2):
        first()

    assert places.taken == 1


class Events:
    """Many of them; `made` tells how many somebody has asked for."""

    def __init__(self) -> None:
        self.made = 0

    async def __aiter__(self):
        for _ in range(1_000):
            self.made += 1
            yield b"data: x\n\n"


async def test_who_takes_nothing_is_let_go_and_nothing_is_made_for_them(places):
    events = Events()
    stream = EventStream(events, patience=0.05, over=places.take("a"))

    async def stuck(message):
        if message["type"] == "http.response.body":
            await never()

    await stream(SCOPE, never, stuck)

    assert events.made == 1
    assert places.taken == 0


@pytest.mark.parametrize("error", [OSError, RuntimeError, asyncio.CancelledError])
async def test_a_place_comes_back_however_a_stream_ends(places, error):
    async def gone(message):
        raise error

    stream = EventStream(Events(), over=places.take("a"))
    with pytest.raises((error, Exception)):
        await stream(SCOPE, never, gone)

    assert places.taken == 0


async def test_a_place_comes_back_when_all_is_said(places):
    async def takes(message):
        """As an ordinary client."""

    await EventStream(Events(), over=places.take("a"))(SCOPE, never, takes)

    assert places.taken == 0


async def test_a_client_that_leaves_gives_its_place_back_at_once(places):
    """As uvicorn says it: whoever follows is quiet most of the time."""

    async def quiet():
        yield b"data: x\n\n"
        await never()

    async def takes(message):
        """As an ordinary client."""

    async def leaves():
        return {"type": "http.disconnect"}

    stream = EventStream(quiet(), over=places.take("a"))
    scope = {"type": "http", "asgi": {"spec_version": "2.3"}}
    async with asyncio.timeout(5):
        await stream(scope, leaves, takes)

    assert places.taken == 0
