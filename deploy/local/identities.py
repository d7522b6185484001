"""Who takes part, and with which secrets; each is made once and then kept."""

import json
import re
import secrets
from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from joserfc.jwk import ECKey

from contracts.topics import PLAYED_BY
from deploy.local.belongings import Belongings
from deploy.local.files import once, write
from deploy.local.places import Places, StackError
from services.kit.sealing.keys import (
    new_private_jwk,
    new_secret,
    public_jwk,
    public_jwks,
)

SERVICES = ("intake", "routing", "dispute", "notification")
OFFICERS = ("auditor", "operator")
ADMIN = "admin"
GATEWAYS = {"notification": ("sms", "voice")}
"""Whose secrets sign what is said to a gateway, and what it says."""

CLIENT = """\
client.id={name}
bootstrap.servers={address}
security.protocol=SASL_PLAINTEXT
sasl.mechanism=SCRAM-SHA-512
sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required \
username="{name}" password="{password}";
"""
JAAS = re.compile(r'username="([^"]+)" password="([^"]+)"')


@dataclass(frozen=True)
class Login:
    """What a Kafka client needs to know.

    It calls itself after its login: that is all that Kafka tells of who is connected.
    """

    address: str
    name: str
    password: str

    def for_librdkafka(self) -> dict[str, str]:
        return {
            "client.id": self.name,
            "bootstrap.servers": self.address,
            "security.protocol": "SASL_PLAINTEXT",
            "sasl.mechanism": "SCRAM-SHA-512",
            "sasl.username": self.name,
            "sasl.password": self.password,
        }

    def for_aiokafka(self) -> dict[str, str]:
        return {
            "client_id": self.name,
            "bootstrap_servers": self.address,
            "security_protocol": "SASL_PLAINTEXT",
            "sasl_mechanism": "SCRAM-SHA-512",
            "sasl_plain_username": self.name,
            "sasl_plain_password": self.password,
        }


@dataclass(frozen=True)
class Identities:
    """Secrets (mode 600), public keys and Kafka client files under one root."""

    places: Places
    address: str

    def make(self, departments: Iterable[str]) -> None:
        """Makes what is missing; client files follow the address of the broker."""
        for folder in (self.places.secrets, self.places.keys, self.places.clients):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for service in SERVICES:
            self._make_service(service)
        for code in outsiders(departments):
            self.make_department(code)
        for part, service in PLAYED_BY.items():
            self._show(part, self.places.secrets / service / "private.jwk")
        self._make_tokens()
        for name in (*OFFICERS, ADMIN):
            self._make_client(name)

    def make_department(self, code: str) -> None:
        """Its client file follows the newest login."""
        mine = self.belongings(code)
        mine.make()
        newest = mine.logins[0]
        write(mine.client, self._client(newest))

    def belongings(self, code: str) -> Belongings:
        return Belongings(self.places, code)

    def logins(self, departments: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
        """By department, the newest first; of those that log in themselves."""
        return {c: self.belongings(c).logins for c in outsiders(departments)}

    def login(self, name: str) -> Login:
        """Raises `StackError` if there is no such principal."""
        return login(self.places.clients / f"{name}.properties")

    def password(self, name: str) -> str:
        return self._password_file(name).read_text().strip()

    def _make_service(self, service: str) -> None:
        folder = self.places.secrets / service
        folder.mkdir(exist_ok=True, mode=0o700)
        once(folder / "private.jwk", new_private_jwk)
        for name in ("master.key", "digests.key"):
            once(folder / name, new_secret)
        for channel in GATEWAYS.get(service, ()):
            once(folder / f"{channel}.key", new_signing_secret)
        self._make_client(service)
        self._show(service, folder / "private.jwk")

    def _make_client(self, name: str) -> None:
        once(self._password_file(name), new_secret)
        write(self.places.clients / f"{name}.properties", self._client(name))

    def _client(self, name: str) -> str:
        password = self.password(name)
        return CLIENT.format(address=self.address, name=name, password=password)

    def _make_tokens(self) -> None:
        private = self.places.secrets / "tokens.jwk"
        once(private, _new_signing_jwk)
        key = ECKey.import_key(json.loads(private.read_text()))
        public = key.as_dict(private=False)
        write(self.places.keys / "tokens.jwk", json.dumps(public), 0o644)

    def _show(self, reader: str, private: Path) -> None:
        """What to seal for it with, and what it still opens besides."""
        secret, keys = private.read_text(), self.places.keys
        write(keys / f"{reader}.jwks", public_jwks(secret), 0o644)
        write(keys / f"{reader}.jwk", public_jwk(secret), 0o644)

    def _password_file(self, name: str) -> Path:
        if name in SERVICES:
            return self.places.secrets / name / "kafka.password"
        folder = self.places.secrets / "kafka"
        folder.mkdir(exist_ok=True, mode=0o700)
        return folder / f"{name}.password"


def outsiders(departments: Iterable[str]) -> tuple[str, ...]:
    """The departments that log in themselves: no service plays them."""
    return tuple(code for code in departments if code not in PLAYED_BY)


def login(client: Path) -> Login:
    """Reads a Kafka client file such as `.local/clients/housing.properties`."""
    try:
        text = client.read_text()
    except OSError:
        raise StackError(f"{client} is missing: `make up` makes it") from None
    address = re.search(r"^bootstrap\.servers=(.+)$", text, re.MULTILINE)
    named = JAAS.search(text)
    if address is None or named is None:
        raise StackError(f"{client} is no SCRAM client file")
    return Login(address[1], named[1], named[2])


def _new_signing_jwk() -> str:
    key = ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256"}, private=True)
    return json.dumps(key.as_dict(private=True, kid=key.thumbprint()))


def new_signing_secret() -> str:
    """As Standard Webhooks writes it."""
    return f"whsec_{b64encode(secrets.token_bytes(32)).decode()}"
