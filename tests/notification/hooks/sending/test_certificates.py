"""TLS to a judged address is still TLS to the name that the department wrote."""

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from services.kit.testing.clock import MONDAY
from services.notification.hooks.sending.posting import HttpPost
from tests.notification.hooks.made import HERE, rules
from tests.notification.hooks.sending.receiver import Receiver, receiving

NAME = "hooks.example.org"


def certified(folder: Path) -> ssl.SSLContext:
    """A server's side, for that name; `authority.pem` is what vouches for it."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "authority.pem").write_bytes(made.public_bytes(pem))
    secret = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "key.pem").write_bytes(secret)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "authority.pem", folder / "key.pem")
    return context


async def leads_here(host: str, port: int) -> tuple[str, ...]:
    return ("127.0.0.1",)


async def outcome(receiver: Receiver, name: str) -> str:
    receiver.name = name
    post = HttpPost(rules(HERE), leads_here)
    try:
        return (await post(receiver.url, {"webhook-id": "1"}, b"{}", MONDAY)).outcome
    finally:
        await post.close()


@pytest.mark.parametrize(
    ("name", "told"), [(NAME, "accepted"), ("other.example.org", "no-tls")]
)
async def test_the_certificate_has_to_be_the_names(tmp_path, monkeypatch, name, told):
    secure = certified(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    async with receiving(secure=secure) as receiver:
        assert await outcome(receiver, name) == told

    hosts = [headers["host"] for headers, _ in receiver.got]
    assert hosts == ([f"{NAME}:{receiver.port}"] if told == "accepted" else [])


async def test_an_authority_that_nobody_knows_vouches_for_nothing(tmp_path):
    async with receiving(secure=certified(tmp_path)) as receiver:
        assert await outcome(receiver, NAME) == "no-tls"
    assert receiver.got == []
