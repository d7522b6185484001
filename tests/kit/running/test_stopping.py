"""An answer without an end ends in good order when the process is told to."""

import asyncio
import signal
import socket
from contextlib import asynccontextmanager

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from services.kit.running.stopping import told_to_stop
from services.kit.serving.streaming import EventStream, server_sent


@pytest.fixture
def survivor():
    """The server sends itself the signal again when it is done."""
    heard = []
    before = signal.signal(signal.SIGTERM, lambda number, frame: heard.append(number))
    yield heard
    signal.signal(signal.SIGTERM, before)


@asynccontextmanager
async def serving(api):
    with socket.create_server(("127.0.0.1", 0)) as listening:
        settings = uvicorn.Config(
            api, log_config=None, timeout_graceful_shutdown=5, access_log=False
        )
        server = uvicorn.Server(settings)
        running = asyncio.create_task(server.serve([listening]))
        while not server.started:
            await asyncio.sleep(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        await running


def endless(patience=30.0, size=1) -> FastAPI:
    """`state.left` is set when a stream has ended, in whichever way."""
    stopping, left = asyncio.Event(), asyncio.Event()

    @asynccontextmanager
    async def lifespan(api):
        with told_to_stop(stopping.set):
            yield

    async def events():
        while not stopping.is_set():
            yield server_sent(b"x" * size, "1")
            await asyncio.sleep(0.01)
        yield server_sent(b"the end", "2")

    api = FastAPI(lifespan=lifespan)
    api.state.left = left
    api.get("/", response_model=None)(
        lambda: EventStream(events(), patience, over=left.set)
    )
    return api


async def test_a_stream_hears_the_signal_and_the_server_still_does(survivor):
    async with (
        serving(endless()) as url,
        httpx.AsyncClient() as client,
        client.stream("GET", url) as answer,
    ):
        chunks = answer.aiter_bytes()
        assert await anext(chunks)
        signal.raise_signal(signal.SIGTERM)
        rest = b"".join([chunk async for chunk in chunks])

    assert rest.endswith(b"id: 2\ndata: the end\n\n")
    assert survivor == [signal.SIGTERM]


async def test_a_client_that_takes_nothing_is_left(survivor):
    api = endless(patience=0.2, size=1_000_000)
    async with serving(api) as url:
        port = int(url.rpartition(":")[2])
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        async with asyncio.timeout(30):
            await api.state.left.wait()
        signal.raise_signal(signal.SIGTERM)
        rest = await reader.read()
        writer.close()

    assert b"the end" not in rest


async def test_at_the_end_of_what_is_inside_it_is_told_too():
    told = []
    with told_to_stop(lambda: told.append(1)):
        assert not told

    assert told == [1]
