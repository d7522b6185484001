"""What a real SMTP conversation says, in the words of the sender's reactions."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest

from services.notification.channels.channel import Letter, NotNow, Refused
from services.notification.channels.smtp import Server, SmtpMail

LETTER = Letter("zhang.san@people.example", "您的事情有结果了", "张三,您好!")
SENDER = "tongban@qinghe.example"


class Provider:
    """Speaks enough SMTP to accept a mail, or to answer one command otherwise."""

    def __init__(self, **answers: str) -> None:
        self.answers = answers
        self.connections: list[asyncio.Task[None] | None] = []
        self.mails: list[str] = []
        self.thinks = 0.0
        """Seconds before it says whether it takes a mail that it has been given."""

    async def serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.connections.append(asyncio.current_task())
        writer.write(b"220 here\r\n")
        while line := (await reader.readline()).decode():
            verb = line.split(maxsplit=1)[0].rstrip(":").upper()
            answer = self.answers.get(verb.lower(), "250 fine")
            if verb == "DATA":
                writer.write(b"354 go on\r\n")
                mail = await reader.readuntil(b"\r\n.\r\n")
                self.mails.append(mail.decode())
                await asyncio.sleep(self.thinks)
            writer.write(f"{answer}\r\n".encode())
        writer.close()
        await writer.wait_closed()


@asynccontextmanager
async def listening(provider: Provider) -> AsyncIterator[tuple[str, int]]:
    server = await asyncio.start_server(provider.serve, "127.0.0.1", 0)
    async with server:
        try:
            yield server.sockets[0].getsockname()
        finally:
            await asyncio.gather(*filter(None, provider.connections))


@asynccontextmanager
async def posting(provider: Provider, connections: int = 1) -> AsyncIterator[SmtpMail]:
    async with listening(provider) as (host, port):
        mail = SmtpMail(Server(host, port), SENDER, connections)
        try:
            yield mail
        finally:
            await mail.close()


async def test_a_connection_is_used_again_and_the_id_is_the_messages() -> None:
    provider = Provider()
    async with posting(provider) as mail:
        for id in ("one", "two"):
            await mail.send(LETTER, id)

    assert len(provider.connections) == 1
    assert "Message-ID: <one@qinghe.example>" in provider.mails[0]
    assert "Auto-Submitted: auto-generated" in provider.mails[1]
    [date] = re.findall(r"^Date: (.*)$", provider.mails[1], re.MULTILINE)
    assert abs(parsedate_to_datetime(date) - datetime.now(UTC)) < timedelta(hours=1)


@pytest.mark.parametrize(
    ("answers", "reaction"),
    [
        ({"rcpt": "550 nobody of that name"}, Refused),
        ({"rcpt": "451 try later"}, NotNow),
        ({"data": "554 no"}, Refused),
        ({"data": "452 full"}, NotNow),
        ({"mail": "530 who are you"}, NotNow),
    ],
)
async def test_a_permanent_no_is_told_from_a_later(
    answers: dict[str, str], reaction: type[Exception]
) -> None:
    async with posting(Provider(**answers)) as mail:
        with pytest.raises(reaction) as refusal:
            await mail.send(LETTER, "one")

    assert "people.example" not in str(refusal.value)


async def test_a_provider_that_is_away_is_not_now() -> None:
    mail = SmtpMail(Server("127.0.0.1", 9), SENDER, connections=1)

    with pytest.raises(NotNow):
        await mail.send(LETTER, "one")
    await mail.close()


async def test_a_server_that_looks_into_a_mail_is_waited_for(monkeypatch) -> None:
    monkeypatch.setattr("services.notification.channels.smtp.CONNECTING", 1.0)
    provider = Provider()
    provider.thinks = 1.2
    async with posting(provider) as mail:
        await mail.send(LETTER, "one")

    assert len(provider.mails) == 1


@pytest.mark.parametrize("how", [{"security": "starttls"}, {"user": "tongban"}])
async def test_without_the_safety_asked_for_nothing_leaves(how) -> None:
    """No mail in the clear, no password to whoever does not ask for one."""
    provider = Provider()
    async with listening(provider) as (host, port):
        mail = SmtpMail(Server(host, port, password="secret", **how), SENDER, 1)
        with pytest.raises(NotNow):
            await mail.send(LETTER, "one")
        await mail.close()

    assert provider.mails == []


async def test_an_address_the_provider_cannot_spell_is_refused() -> None:
    abroad = Letter("张三@people.example", "有结果了", "您好!")
    async with posting(Provider()) as mail:
        with pytest.raises(Refused):
            await mail.send(abroad, "one")


ODD = [
    "a@[",
    "a@[x",
    "a@[]",
    "=?utf-8?q?x?=@y",
    "a.@b",
    "a@b..c",
    "a@b\x00",
    "a@=?b?!!?=",
]


@pytest.mark.parametrize("address", ODD)
async def test_an_odd_address_is_refused_and_nothing_else(address: str) -> None:
    provider = Provider(rcpt="550 nobody of that name")
    async with posting(provider) as mail:
        with pytest.raises(Refused) as refusal:
            await mail.send(Letter(address, "有结果了", "您好!"), "one")

    assert address not in str(refusal.value)


async def test_a_subject_of_two_lines_is_refused() -> None:
    async with posting(Provider()) as mail:
        with pytest.raises(Refused):
            await mail.send(Letter(LETTER.to, "有结果了\r\nBcc: a@b", "您好!"), "one")
