"""A mail server that speaks TLS, with a certificate that nobody knew before."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

NAME = "localhost"
USER, PASSWORD = "tongban", "invented-password"


def certified(folder: Path, name: str = NAME) -> ssl.SSLContext:
    """A server's side, for that name; `authority.pem` is what vouches for it."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key(), 7)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "authority.pem").write_bytes(made.public_bytes(pem))
    plain = serialization.NoEncryption()
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    (folder / "key.pem").write_bytes(secret)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "authority.pem", folder / "key.pem")
    return context


@dataclass
class MailServer:
    """`security` as in the settings; takes nothing in the clear, nor without login."""

    security: str
    context: ssl.SSLContext
    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    ciphers: list[str] = field(default_factory=list)
    """Of each mail, how the wire was kept from others."""
    connections: list[SMTP] = field(default_factory=list)

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        told = server.transport.get_extra_info("cipher")
        self.ciphers.append(told[0] if told else "")
        content = envelope.content or b""
        assert isinstance(content, bytes)
        self.mails.append(message_from_bytes(content, policy=policy.default))
        return "250 fine"

    def speaks(self) -> SMTP:
        speaker = SMTP(
            self,
            hostname=NAME,
            tls_context=self.context if self.security == "starttls" else None,
            require_starttls=self.security == "starttls",
            auth_required=True,
            auth_require_tls=self.security == "starttls",
            authenticator=self._knows,
        )
        self.connections.append(speaker)
        return speaker

    def _knows(self, *said: Any) -> AuthResult:
        given = said[-1]
        known = LoginPassword(USER.encode(), PASSWORD.encode())
        return AuthResult(success=given == known, handled=False)


@asynccontextmanager
async def serving(security: str, context: ssl.SSLContext) -> AsyncIterator[MailServer]:
    mails = MailServer(security, context)
    implicit = context if security == "tls" else None
    loop = asyncio.get_running_loop()
    server = await loop.create_server(mails.speaks, "127.0.0.1", 0, ssl=implicit)
    mails.port = server.sockets[0].getsockname()[1]
    try:
        yield mails
    finally:
        server.close()
        for connection in mails.connections:
            if connection.transport:
                connection.transport.abort()
        await asyncio.sleep(0)
