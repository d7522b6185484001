"""Mail leaves over TLS, from the first byte or by STARTTLS, to whom it is meant for."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from services.notification.channels.channel import Broken, NotNow
from services.notification.channels.smtp import Server, SmtpMail
from tests.notification.sending.mail.server import (
    NAME,
    PASSWORD,
    USER,
    MailServer,
    certified,
    serving,
)
from tests.notification.sending.mail.test_mail import LETTER, SENDER

pytestmark = [
    pytest.mark.filterwarnings("ignore:Session.login_data is deprecated"),
    pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS"),
]
"""The server in the test says so of itself; it does not see TLS from the first byte."""

BOTH_WAYS = pytest.mark.parametrize("security", ["starttls", "tls"])


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What vouches for the server, as a city says it of its own authority."""
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    return tmp_path


@asynccontextmanager
async def posting(server: MailServer, password: str = PASSWORD) -> AsyncIterator:
    there = Server(NAME, server.port, server.security, USER, password)
    mail = SmtpMail(there, SENDER, 1)
    try:
        yield mail
    finally:
        await mail.close()


@BOTH_WAYS
async def test_mail_arrives_as_it_was_written(trusted: Path, security: str) -> None:
    async with serving(security, certified(trusted)) as server, posting(server) as mail:
        took = await mail.send(LETTER, "one")

    [arrived] = server.mails
    assert (arrived["To"], arrived["Subject"]) == (LETTER.to, LETTER.subject)
    assert arrived.get_content().strip() == LETTER.body
    assert took.reference == arrived["Message-ID"] == "<one@qinghe.example>"
    assert all(server.ciphers)


@BOTH_WAYS
async def test_the_next_mail_goes_over_the_same_wire(
    trusted: Path, security: str
) -> None:
    async with serving(security, certified(trusted)) as server, posting(server) as mail:
        for id in ("one", "two"):
            await mail.send(LETTER, id)

    assert (len(server.mails), len(server.connections)) == (2, 1)


@BOTH_WAYS
async def test_an_authority_that_nobody_knows_is_told_nothing(
    tmp_path: Path, security: str
) -> None:
    context = certified(tmp_path)
    async with serving(security, context) as server, posting(server) as mail:
        with pytest.raises(NotNow):
            await mail.send(LETTER, "one")

    assert server.mails == []


@BOTH_WAYS
async def test_nor_is_a_server_of_another_name(trusted: Path, security: str) -> None:
    other = certified(trusted, "mail.elsewhere.example")
    async with serving(security, other) as server, posting(server) as mail:
        with pytest.raises(NotNow):
            await mail.send(LETTER, "one")

    assert server.mails == []


@BOTH_WAYS
async def test_a_wrong_password_has_to_be_mended(trusted: Path, security: str) -> None:
    async with (
        serving(security, certified(trusted)) as server,
        posting(server, "another") as mail,
    ):
        with pytest.raises(Broken) as told:
            await mail.send(LETTER, "one")

    assert server.mails == []
    assert "another" not in str(told.value)
