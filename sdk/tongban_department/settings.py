"""How the program logs in, and how patient it is."""

import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

JAAS = re.compile(r'username="([^"]+)"\s+password="([^"]*)"')
LINE = re.compile(r"^\s*([^#!\s=:][^\s=:]*)\s*[=:]\s*(.*?)\s*$")


@dataclass(frozen=True)
class Manners:
    """Seconds, unless it says otherwise."""

    program: str = "main"
    """Names the consumer group: two programs of one department have two."""
    attempts: int = 5
    """So many times an event is handed to the program before it is set aside."""
    first_pause: float = 1.0
    longest_pause: float = 60.0
    """Between attempts: the first pause, doubled each time, at most this long."""
    patience: float = 30.0
    """For the answer to a reply, and for the content of a task."""
    grace: float = 10.0
    """In which running handlers may end when the program stops."""
    places: int = 16
    """Handlers at work side by side, never two for one case and topic."""
    commit_every: float = 1.0
    room: int = 500
    """Events of a topic in memory; then Kafka keeps the rest."""

    def pause_after(self, attempt: int) -> float:
        doubled: float = self.first_pause * 2.0 ** min(attempt - 1, 30)
        return min(doubled, self.longest_pause)


@dataclass(frozen=True)
class Login:
    """What the city handed over in `<code>.properties`."""

    servers: str
    user: str
    password: str
    protocol: str
    mechanism: str
    authority: str | None = None
    """PEM file of the certificate authority; None: those of the machine."""

    @property
    def code(self) -> str:
        """The department's: a login that came later is called `<code>.2`, and so on."""
        return self.user.partition(".")[0]

    @classmethod
    def read(cls, path: Path) -> "Login":
        """The ordinary Kafka client format, Java's or librdkafka's."""
        given = _properties(path)
        user, password = _credentials(path, given)
        return cls(
            servers=_needed(path, given, "bootstrap.servers"),
            user=user,
            password=password,
            protocol=given.get("security.protocol", "SASL_SSL"),
            mechanism=given.get("sasl.mechanism", "SCRAM-SHA-512"),
            authority=given.get("ssl.ca.location")
            or given.get("ssl.truststore.location"),
        )

    def for_aiokafka(self) -> dict[str, Any]:
        """It calls itself after its login, so that the city sees which one it uses."""
        encrypted = self.protocol == "SASL_SSL"
        return {
            "client_id": self.user,
            "bootstrap_servers": self.servers,
            "security_protocol": self.protocol,
            "sasl_mechanism": self.mechanism,
            "sasl_plain_username": self.user,
            "sasl_plain_password": self.password,
            "ssl_context": ssl.create_default_context(cafile=self.authority)
            if encrypted
            else None,
        }


def _properties(path: Path) -> Mapping[str, str]:
    try:
        lines = path.read_text().replace("\\\n", "").splitlines()
    except OSError:
        raise RuntimeError(
            f"{path} is missing: it is the login that the city handed over"
        ) from None
    found = (LINE.match(line) for line in lines)
    return {match[1]: match[2] for match in found if match}


def _credentials(path: Path, given: Mapping[str, str]) -> tuple[str, str]:
    jaas = JAAS.search(given.get("sasl.jaas.config", ""))
    if jaas:
        return jaas[1], jaas[2]
    if "sasl.username" in given and "sasl.password" in given:
        return given["sasl.username"], given["sasl.password"]
    raise RuntimeError(
        f'{path}: sasl.jaas.config needs username="…" password="…" '
        "(or give sasl.username and sasl.password)"
    )


def _needed(path: Path, given: Mapping[str, str], name: str) -> str:
    if not given.get(name):
        raise RuntimeError(f"{path}: {name} is missing; copy it from the city's file")
    return given[name]
