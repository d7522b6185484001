"""The feed as a stream: taken up where it was left, ended in good order."""

import asyncio
from datetime import timedelta

import pytest

from services.kit.errors import Unavailable
from services.kit.serving.streaming import HEARTBEAT
from services.kit.testing.clock import MONDAY, StoppedClock
from services.routing.api.feed import events
from services.routing.feed.position import position_of
from tests.routing.callers import HOUSING
from tests.routing.feed.rows import DEPARTMENT, row, value_of
from tests.routing.feed.rows import TASKS as PLACE
from tests.routing.feed.test_reading import BEGINNING

STREAM = HOUSING | {"Accept": "text/event-stream"}


def told(stream: bytes):
    """Pairs of id and data, as a browser's `EventSource` understands them."""
    for block in stream.split(b"\n\n"):
        fields = [line.partition(b": ") for line in block.split(b"\n")]
        data = [value for name, _, value in fields if name == b"data"]
        if data:
            (id,) = (value for name, _, value in fields if name == b"id")
            yield id.decode(), b"\n".join(data)


async def streamed(http, feed, **headers):
    """All that comes until the process is told to stop."""
    asking = asyncio.create_task(http.get("/v1/feed", headers=STREAM | headers))
    await asyncio.sleep(0.05)
    feed.bells.stop()
    async with asyncio.timeout(5):
        return await asking


async def test_every_document_is_an_event_with_its_cursor(http, feed, rows):
    strange = b'{\n "n":\n 1}'
    await rows.add([row(0), row(1, value=strange)])
    answer = await streamed(http, feed)
    (_, first), (last, second) = told(answer.content)

    assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert (first, second) == (value_of(PLACE, 0), strange)
    assert position_of(last, DEPARTMENT).offsets[0] == 2


async def test_it_goes_on_behind_the_last_event_that_was_seen(http, feed, rows):
    await rows.add([row(n) for n in range(5)])
    seen = list(told((await streamed(http, feed)).content))
    again = await streamed(http, feed, **{"Last-Event-ID": seen[2][0]})

    assert list(told(again.content)) == seen[3:]


async def test_a_cursor_of_somebody_else_is_refused_before_it_begins(http):
    answer = await http.get("/v1/feed", headers=STREAM | {"Last-Event-ID": "x"})

    assert answer.status_code == 400


async def test_a_last_event_ahead_of_all_there_is_is_refused_before_it_begins(http):
    ahead = {"Last-Event-ID": BEGINNING.past(0, 10**60).cursor}
    answer = await http.get("/v1/feed", headers=STREAM | ahead)

    assert answer.status_code == 400
    assert answer.json()["type"] == "/problems/bad-cursor"
    assert "`Last-Event-ID`" in answer.json()["title"]


async def stream_of(feed, clock, ends=None):
    first = await feed.page(BEGINNING, 10)
    return events(feed, first, 10, ends, clock)


async def test_while_nothing_comes_it_beats(feed, rows, monkeypatch):
    monkeypatch.setattr("services.routing.api.feed.BEAT_EVERY", 0.01)
    stream = await stream_of(feed, StoppedClock())
    assert [await anext(stream) for _ in range(3)] == [HEARTBEAT] * 3
    await rows.add([row(0)])
    while (chunk := await anext(stream)) == HEARTBEAT:
        pass

    assert [data for _, data in told(chunk)] == [value_of(PLACE, 0)]


async def test_it_ends_with_the_token(feed, rows):
    clock = StoppedClock()
    stream = await stream_of(feed, clock, MONDAY + timedelta(hours=8))
    await anext(stream)
    await rows.add([row(0)])
    await anext(stream)
    clock.advance(timedelta(hours=8))

    with pytest.raises(StopAsyncIteration):
        await anext(stream)


async def test_it_ends_when_the_database_is_away(feed, rows, monkeypatch):
    stream = await stream_of(feed, StoppedClock())
    await anext(stream)

    async def away(*_):
        raise Unavailable("away")

    monkeypatch.setattr(rows, "found", away)
    with pytest.raises(StopAsyncIteration):
        await anext(stream)
