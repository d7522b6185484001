"""E-mail over SMTP: a few connections that stay open, every wait bounded."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP as AS_ON_THE_WIRE
from ssl import SSLError
from typing import Literal

from aiosmtplib import (
    SMTP,
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPException,
    SMTPNotSupported,
    SMTPRecipientsRefused,
    SMTPResponseException,
)

from services.notification.channels.channel import (
    Accepted,
    Away,
    Broken,
    Letter,
    NotNow,
    Receipt,
    Refused,
)

CONNECTING = 5.0
SENDING = 20.0
"""Seconds. Many servers look into a mail before they say that they have it: whoever
does not wait for that word sends it again and again."""

IDLE = 30.0
"""Seconds after which a connection is not trusted to be there still."""


@dataclass
class _Line:
    client: SMTP
    used: float = 0.0


@dataclass(frozen=True)
class Server:
    """Where mail leaves; `security`: none on a wire of one's own, else by its name."""

    host: str
    port: int
    security: Literal["none", "starttls", "tls"] = "none"
    user: str | None = None
    password: str | None = None

    def client(self) -> SMTP:
        return SMTP(
            hostname=self.host,
            port=self.port,
            timeout=CONNECTING,
            use_tls=self.security == "tls",
            start_tls=self.security == "starttls",
            username=self.user,
            password=self.password,
        )


class SmtpMail:
    """`reference` stays the same over repeats, so that a provider may drop them."""

    name = "email"

    def __init__(self, server: Server, sender: str, connections: int) -> None:
        self._sender = sender
        self._lines: asyncio.Queue[_Line] = asyncio.Queue()
        for _ in range(connections):
            self._lines.put_nowait(_Line(server.client()))

    async def send(self, letter: Letter, reference: str) -> Accepted:
        mail = self._mail(letter, reference)
        async with self._line() as client:
            await _sent(client, mail)
        return Accepted(mail["Message-ID"])

    async def receipt(self, reference: str) -> Receipt:
        """Mail servers give none."""
        return Receipt("unknown")

    async def close(self) -> None:
        while not self._lines.empty():
            self._lines.get_nowait().client.close()

    @asynccontextmanager
    async def _line(self) -> AsyncIterator[SMTP]:
        line = await self._lines.get()
        try:
            if line.used + IDLE < time.monotonic():
                line.client.close()
            yield line.client
            line.used = time.monotonic()
        except BaseException:
            line.client.close()
            raise
        finally:
            self._lines.put_nowait(line)

    def _mail(self, letter: Letter, reference: str) -> EmailMessage:
        """The library meets odd addresses with errors of every kind, or rewrites them.

        `Refused` for all of that: nobody is reached by trying again.
        """
        try:
            mail = self._written(letter, reference)
            to = [address.addr_spec for address in mail["To"].addresses]
            bytes(mail)
        except Exception:
            raise Refused("mail_cannot_be_written") from None
        if to != [letter.to]:
            raise Refused("mail_cannot_be_written")
        return mail

    def _written(self, letter: Letter, reference: str) -> EmailMessage:
        mail = EmailMessage(policy=AS_ON_THE_WIRE)
        mail["From"] = self._sender
        mail["To"] = letter.to
        mail["Subject"] = letter.subject
        mail["Date"] = datetime.now(UTC)
        mail["Message-ID"] = f"<{reference}@{self._sender.rpartition('@')[2]}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(letter.body)
        return mail


async def _sent(client: SMTP, mail: EmailMessage) -> None:
    """Errors of the library quote addresses: none of its words go any further.

    A certificate that does not hold is a `ValueError` too, of the server, not the mail.
    """
    try:
        async with asyncio.timeout(SENDING):
            if not client.is_connected:
                await client.connect()
            await client.send_message(mail, timeout=SENDING)
    except SMTPRecipientsRefused as error:
        raise _verdict(error.recipients[0].code) from None
    except SMTPDataError as error:
        raise _verdict(error.code) from None
    except SSLError as error:
        raise Away(type(error).__name__.lower()) from None
    except (SMTPNotSupported, ValueError):
        raise Refused("address_not_supported") from None
    except SMTPAuthenticationError as error:
        raise Broken(f"smtp_{error.code}") from None
    except SMTPResponseException as error:
        raise Away(f"smtp_{error.code}") from None
    except (SMTPException, OSError, TimeoutError) as error:
        raise Away(type(error).__name__.lower()) from None


def _verdict(code: int) -> Exception:
    return (Refused if code >= 500 else NotNow)(f"smtp_{code}")
