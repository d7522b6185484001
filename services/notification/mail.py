"""E-mail over SMTP: a few connections that stay open, every wait bounded."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP as AS_ON_THE_WIRE
from typing import Protocol

from aiosmtplib import (
    SMTP,
    SMTPDataError,
    SMTPException,
    SMTPNotSupported,
    SMTPRecipientsRefused,
    SMTPResponseException,
)

from services.notification.composing import Letter

CONNECTING = 5.0
SENDING = 20.0
IDLE = 30.0
"""Seconds after which a connection is not trusted to be there still."""


class Refused(Exception):
    """The provider will never take this mail. `reason` names no address."""


class NotNow(Exception):
    """The provider is away, busy, or misconfigured: later, perhaps."""


class Mail(Protocol):
    async def send(self, letter: Letter, message_id: str) -> None:
        """Returns when the provider has accepted; raises `Refused` or `NotNow`."""


@dataclass
class _Line:
    client: SMTP
    used: float = 0.0


class SmtpMail:
    """`message_id` stays the same over repeats, so that a provider may drop them."""

    def __init__(self, host: str, port: int, sender: str, connections: int) -> None:
        self._sender = sender
        self._lines: asyncio.Queue[_Line] = asyncio.Queue()
        for _ in range(connections):
            client = SMTP(hostname=host, port=port, timeout=CONNECTING)
            self._lines.put_nowait(_Line(client))

    async def send(self, letter: Letter, message_id: str) -> None:
        mail = self._mail(letter, message_id)
        async with self._line() as client:
            await _sent(client, mail)

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

    def _mail(self, letter: Letter, message_id: str) -> EmailMessage:
        """The library meets odd addresses with errors of every kind, or rewrites them.

        `Refused` for all of that: nobody is reached by trying again.
        """
        try:
            mail = self._written(letter, message_id)
            to = [address.addr_spec for address in mail["To"].addresses]
            bytes(mail)
        except Exception:
            raise Refused("mail_cannot_be_written") from None
        if to != [letter.to]:
            raise Refused("mail_cannot_be_written")
        return mail

    def _written(self, letter: Letter, message_id: str) -> EmailMessage:
        mail = EmailMessage(policy=AS_ON_THE_WIRE)
        mail["From"] = self._sender
        mail["To"] = letter.to
        mail["Subject"] = letter.subject
        mail["Message-ID"] = f"<{message_id}@{self._sender.rpartition('@')[2]}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(letter.body)
        return mail


async def _sent(client: SMTP, mail: EmailMessage) -> None:
    """Errors of the library quote addresses: none of its words go any further."""
    try:
        async with asyncio.timeout(SENDING):
            if not client.is_connected:
                await client.connect()
            await client.send_message(mail)
    except SMTPRecipientsRefused as error:
        raise _verdict(error.recipients[0].code) from None
    except SMTPDataError as error:
        raise _verdict(error.code) from None
    except (SMTPNotSupported, ValueError):
        raise Refused("address_not_supported") from None
    except SMTPResponseException as error:
        raise NotNow(f"smtp_{error.code}") from None
    except (SMTPException, OSError, TimeoutError) as error:
        raise NotNow(type(error).__name__.lower()) from None


def _verdict(code: int) -> Exception:
    return (Refused if code >= 500 else NotNow)(f"smtp_{code}")
