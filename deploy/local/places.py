"""Where the embedded stack keeps its files, and which ports it takes."""

import atexit
import hashlib
import os
import socket
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import SystemRandom

REPOSITORY = Path(__file__).resolve().parents[2]
JARS = REPOSITORY / ".local"
CITY = REPOSITORY / "deploy" / "config"

DEFAULT_BASE = 8000
DEFAULT_PORTS = {
    "intake": 8001,
    "routing": 8002,
    "dispute": 8003,
    "notification": 8004,
    "kafka": 9092,
    "kafka-controller": 9093,
    "mongo": 27017,
    "zipkin": 9411,
    "mail": 1025,
    "gateway": 1026,
}
TEST_BASES = range(9000, 10_090, 10)
"""Bases of which no two share a port, and that keep every port below the range the
kernel hands out by itself."""
LONGEST_SOCKET = 80


class StackError(Exception):
    """Something the user can cure; the words say how."""


@dataclass(frozen=True)
class Ports:
    """All ports move together with the base."""

    base: int = DEFAULT_BASE

    def of(self, name: str) -> int:
        port = DEFAULT_PORTS[name] + self.base - DEFAULT_BASE
        if not 1024 <= port <= 65_535:
            raise StackError(
                f"TONGBAN_PORT_BASE={self.base} moves {name} to port {port}; "
                "take a base between 8000 and 46000"
            )
        return port

    def address(self, name: str) -> str:
        return f"127.0.0.1:{self.of(name)}"

    def url(self, name: str) -> str:
        return f"http://{self.address(name)}"


@dataclass(frozen=True)
class Places:
    """Everything one stack writes lies under `root`; the jars are shared."""

    root: Path

    def data(self, part: str) -> Path:
        return self.root / "data" / part

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def run(self) -> Path:
        return self.root / "run"

    @property
    def secrets(self) -> Path:
        return self.root / "secrets"

    @property
    def keys(self) -> Path:
        return self.root / "keys"

    @property
    def clients(self) -> Path:
        return self.root / "clients"

    @property
    def mail(self) -> Path:
        """A Maildir with every message that was sent."""
        return self.data("mail")

    @property
    def supervisor_socket(self) -> Path:
        """In the system's folder for temporary files if the path would be too long."""
        path = self.run / "supervisor.sock"
        if len(str(path)) <= LONGEST_SOCKET:
            return path
        name = hashlib.sha256(str(self.root).encode()).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"tongban-{os.getuid()}-{name}.sock"


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def free_base() -> int:
    """A port base of which every port is free now.

    Its own port, which no part wants, is held for as long as this process lives: who
    looks for a base in the meantime takes another.
    """
    for base in _shuffled():
        with suppress(OSError):
            held = socket.create_server(("127.0.0.1", base))
            if all(is_free(Ports(base).of(name)) for name in DEFAULT_PORTS):
                atexit.register(held.close)
                return base
            held.close()
    raise StackError("no free range of ports between 9000 and 30000")


def _shuffled() -> Iterator[int]:
    yield from SystemRandom().sample(TEST_BASES, len(TEST_BASES))
