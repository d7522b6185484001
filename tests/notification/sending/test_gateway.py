"""The gateway's contract, spoken by our side and by the simulator."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import httpx
import pytest

from deploy.local.gateway.app import gateway
from deploy.local.identities import new_signing_secret
from services.notification.api.receipts import ReceiptSaid
from services.notification.channels.channel import (
    UNDELIVERED,
    Away,
    Broken,
    Letter,
    NotNow,
    Receipt,
    Refused,
    code_of,
)
from services.notification.channels.gateway import Gateway

KEY = new_signing_secret()
LETTER = Letter("+8613900000001", "有结果了", "张三,您好!", ("sms", "visit"))
REFERENCE = "a-message.sms"
NOBODY = "http://127.0.0.1:9/v1/receipts"


class Speaking:
    """Our side and a simulator, in one process."""

    def __init__(self, channel: Gateway, behind: httpx.AsyncClient) -> None:
        self.channel = channel
        self._behind = behind

    async def behaves(self, **manner: Any) -> None:
        answer = await self._behind.put("/simulator", json={"sms": manner})
        answer.raise_for_status()

    async def book(self) -> dict[str, Any]:
        return (await self._behind.get("/simulator")).json()


class Trickling(httpx.AsyncBaseTransport, httpx.AsyncByteStream):
    """Each piece of its answer comes in time, and there is always one more."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return httpx.Response(202, stream=self)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            await asyncio.sleep(0.001)
            yield b" "


@asynccontextmanager
async def speaking(secret: str = KEY) -> AsyncIterator[Speaking]:
    app = httpx.ASGITransport(app=gateway(NOBODY, {"sms": KEY, "voice": KEY}))
    async with httpx.AsyncClient(transport=app, base_url="http://gateway") as behind:
        channel = Gateway("sms", "http://gateway", secret, 2, transport=app)
        yield Speaking(channel, behind)
        await channel.close()


@pytest.fixture
async def at() -> AsyncIterator[Speaking]:
    async with speaking() as at:
        await at.behaves(silent=True)
        yield at


async def test_what_was_accepted_is_not_sent_again(at: Speaking) -> None:
    first = await at.channel.send(LETTER, REFERENCE)
    again = await at.channel.send(LETTER, REFERENCE)

    assert first == again
    book = await at.book()
    assert (book["asked"], book["accepted"]) == ({REFERENCE: 2}, {REFERENCE: 1})
    assert [message["text"] for message in book["messages"]] == [LETTER.body]


@pytest.mark.parametrize(
    ("manner", "reaction"),
    [({"refuse": ["0001"]}, Refused), ({"busy": True}, NotNow), ({"down": True}, Away)],
)
async def test_each_answer_has_its_reaction(
    at: Speaking, manner: dict[str, Any], reaction: type[Exception]
) -> None:
    await at.behaves(**manner)
    with pytest.raises(reaction) as said:
        await at.channel.send(LETTER, REFERENCE)

    assert "0001" not in str(said.value)
    assert (await at.book())["accepted"] == {}


async def test_a_busy_gateway_says_when(at: Speaking) -> None:
    await at.behaves(busy=True)
    with pytest.raises(NotNow) as said:
        await at.channel.send(LETTER, REFERENCE)

    assert said.value.after == timedelta(seconds=1)


async def test_another_secret_is_a_broken_contract() -> None:
    async with speaking(new_signing_secret()) as at:
        with pytest.raises(Broken, match="gateway_401"):
            await at.channel.send(LETTER, REFERENCE)


@pytest.mark.parametrize(
    ("manner", "status"),
    [
        ({}, "delivered"),
        ({"undelivered": ["0001"]}, "failed"),
        ({"lose_receipts": True}, "accepted"),
    ],
)
async def test_it_says_what_became_of_a_message(
    at: Speaking, manner: dict[str, Any], status: str
) -> None:
    await at.behaves(silent=True, **manner)
    await at.channel.send(LETTER, REFERENCE)

    assert (await at.channel.receipt(REFERENCE)).status == status


async def test_what_it_accepted_and_knows_no_more_is_lost(at: Speaking) -> None:
    assert await at.channel.receipt("never.sms") == Receipt("failed", "lost")


@pytest.mark.parametrize("said", [{}, {"code": "not_found"}, {"detail": "Not Found"}])
async def test_an_address_that_is_not_there_loses_no_message(
    said: dict[str, str],
) -> None:
    with pytest.raises(Broken, match="gateway_404"):
        await saying(404, said).receipt(REFERENCE)


async def test_an_answer_that_never_ends_is_not_waited_for(monkeypatch) -> None:
    monkeypatch.setattr("services.notification.channels.gateway.ALTOGETHER", 0.02)
    channel = Gateway("sms", "http://gateway", KEY, 1, transport=Trickling())
    with pytest.raises(Away, match=r"^timeout$"):
        await channel.send(LETTER, REFERENCE)
    await channel.close()


async def test_an_id_without_end_is_no_answer() -> None:
    with pytest.raises(Broken, match="gateway_not_understood"):
        await saying(202, {"id": "g" * 121}).send(LETTER, REFERENCE)


async def test_a_gateway_that_is_not_there_is_away() -> None:
    channel = Gateway("sms", "http://127.0.0.1:9", KEY, 1)
    with pytest.raises(Away):
        await channel.send(LETTER, REFERENCE)
    await channel.close()


def saying(status: int, said: dict[str, Any]) -> Gateway:
    """A gateway that has one answer to everything."""
    return answering(lambda asked: httpx.Response(status, json=said))


def answering(answer: Callable[[httpx.Request], httpx.Response]) -> Gateway:
    only = httpx.MockTransport(answer)
    return Gateway("sms", "http://gateway", KEY, 1, transport=only)


@pytest.mark.parametrize("status", [401, 402, 403, 404, 405, 407])
async def test_what_is_no_messages_fault_sends_none_to_the_next_channel(
    status: int,
) -> None:
    with pytest.raises(Broken, match=f"gateway_{status}"):
        await saying(status, {"code": "number_refused"}).send(LETTER, REFERENCE)


@pytest.mark.parametrize("status", [408, 425, 429])
async def test_what_may_come_later_is_tried_again(status: int) -> None:
    with pytest.raises(NotNow, match="gateway_busy"):
        await saying(status, {}).send(LETTER, REFERENCE)


NO_CODES = ["MOBILE_NUMBER_ILLEGAL", "无法送达", "8613900000001", "a1", "", 7, None]


@pytest.mark.parametrize("code", NO_CODES)
async def test_a_code_that_is_none_is_kept_nowhere(code: object) -> None:
    with pytest.raises(Refused, match=r"^gateway_422$"):
        await saying(422, {"code": code}).send(LETTER, REFERENCE)


@pytest.mark.parametrize("reason", NO_CODES)
async def test_a_reason_that_is_none_is_kept_nowhere(reason: object) -> None:
    asked = await saying(200, {"status": "failed", "reason": reason}).receipt("r")
    told = ReceiptSaid(reference="r", status="failed", reason=reason)

    assert asked == Receipt("failed", UNDELIVERED)
    assert code_of(told.reason, UNDELIVERED) == UNDELIVERED


async def test_the_gateways_own_words_are_kept() -> None:
    with pytest.raises(Refused, match=r"^gateway_number_refused$"):
        await saying(422, {"code": "number_refused"}).send(LETTER, REFERENCE)
    fate = await saying(200, {"status": "failed", "reason": "switched_off"}).receipt("")

    assert fate == Receipt("failed", "switched_off")


DEEP = b'{"code":' * 5_000
NONSENSE = [b"", b"\x00\xff", b"[1]", b"null", DEEP, b"[" * 5_000, b"g" * 70_000]


@pytest.mark.parametrize("said", NONSENSE)
async def test_nonsense_is_no_answer(said: bytes) -> None:
    with pytest.raises(Refused, match=r"^gateway_422$"):
        await answering(lambda _: httpx.Response(422, content=said)).send(LETTER, "r")
    for status in (202, 302):
        strange = answering(lambda _, of=status: httpx.Response(of, content=said))
        with pytest.raises(Broken, match="gateway_not_understood"):
            await strange.send(LETTER, "r")


class Endless(httpx.AsyncByteStream):
    """As fast as it is read, and there is always one more piece."""

    def __init__(self) -> None:
        self.given = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while self.given < 10_000_000:
            self.given += 10_000
            yield b" " * 10_000


async def test_an_answer_without_measure_is_not_read_to_its_end() -> None:
    stream = Endless()
    with pytest.raises(Broken, match="gateway_not_understood"):
        await answering(lambda _: httpx.Response(202, stream=stream)).send(LETTER, "r")

    assert stream.given < 100_000


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("9" * 20, 0), ("9" * 5_000, 0), ("99999999", 3_600), ("-1", 0), ("soon", 0)],
)
async def test_no_wish_for_patience_is_too_strange(said: str, seconds: int) -> None:
    busy = httpx.Response(429, headers={"retry-after": said})
    with pytest.raises(NotNow) as told:
        await answering(lambda _: busy).send(LETTER, "r")

    assert told.value.after == timedelta(seconds=seconds)
