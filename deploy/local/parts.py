"""What the embedded stack consists of: how each part starts, and when it is ready."""

import os
import smtplib
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx

from deploy.local import mongo
from deploy.local.identities import SERVICES, Identities
from deploy.local.jars import java, libraries
from deploy.local.kafka.bootstrap import answers
from deploy.local.kafka.broker import JVM, Broker
from deploy.local.places import CITY, Places, Ports
from deploy.local.supervision import Program

INFRASTRUCTURE = ("kafka", "mongo", "zipkin", "mail", "gateway")
EVERYTHING = (*INFRASTRUCTURE, *SERVICES)
SPANS_KEPT = 50_000
"""The newest, some 500 cases: as many as its heap holds, lest it end in collecting."""


@dataclass(frozen=True)
class Part:
    """`ports` are names of the table in places.py."""

    program: Program
    ports: tuple[str, ...]
    ready: Callable[[], bool]
    patience: float = 60

    @property
    def name(self) -> str:
        return self.program.name

    def with_environment(self, **values: str) -> "Part":
        environment = {**self.program.environment, **values}
        return replace(self, program=replace(self.program, environment=environment))


@dataclass(frozen=True)
class Parts:
    """Describes each part of one stack."""

    places: Places
    ports: Ports
    identities: Identities
    say: Callable[[str], None]
    city: Path = CITY
    traced: bool = True
    extra: Mapping[str, str] = field(default_factory=dict)
    """More settings for every service."""

    def of(self, name: str) -> Part:
        if name in SERVICES:
            return self.service(name)
        parts = {
            "kafka": self._kafka,
            "mongo": self._mongo,
            "zipkin": self._zipkin,
            "mail": self._mail,
            "gateway": self._gateway,
        }
        return parts[name]()

    def broker(self) -> Broker:
        return Broker(self.places, self.ports, libraries("kafka", self.say))

    def service(self, name: str) -> Part:
        port = str(self.ports.of(name))
        listening = ("--host", "127.0.0.1", "--port", port)
        stopping = ("--timeout-graceful-shutdown", "5")
        app = ("-m", "uvicorn", f"services.{name}.app:from_environment", "--factory")
        quiet = ("--no-access-log",)
        return Part(
            Program(
                name,
                (sys.executable, *app, *listening, *stopping, *quiet),
                self.environment(name),
                grace=25,
            ),
            ports=(name,),
            ready=lambda: _answers_ok(f"{self.ports.url(name)}/readyz"),
        )

    def environment(self, service: str, member: str = "0") -> dict[str, str]:
        """The settings of one instance of a service."""
        mail_host, mail_port = self.ports.address("mail").split(":")
        settings = {
            "TONGBAN_SERVICE": service,
            "TONGBAN_MEMBER": member,
            "TONGBAN_KAFKA": self.ports.address("kafka"),
            "TONGBAN_KAFKA_SECURITY": "SASL_PLAINTEXT",
            "TONGBAN_MONGO": mongo.address(self.ports),
            "TONGBAN_CITY": str(self.city),
            "TONGBAN_SECRETS": str(self.places.secrets / service),
            "TONGBAN_PUBLIC_KEYS": str(self.places.keys),
            "TONGBAN_SCRATCH": str(self.places.data("faust") / f"{service}-{member}"),
            "TONGBAN_SMTP_HOST": mail_host,
            "TONGBAN_SMTP_PORT": mail_port,
            "TONGBAN_SMS_URL": self.ports.url("gateway"),
            "TONGBAN_VOICE_URL": self.ports.url("gateway"),
            "TONGBAN_HOOK_TRUSTED": "127.0.0.0/8",
            "TONGBAN_PUBLIC_URL": self.ports.url("intake"),
        }
        return settings | self._tracing() | dict(self.extra)

    def _tracing(self) -> dict[str, str]:
        if not self.traced:
            return {"TONGBAN_TRACE_EXPORT": "none"}
        endpoint = f"{self.ports.url('zipkin')}/api/v2/spans"
        return {"TONGBAN_TRACE_EXPORT": "zipkin", "TONGBAN_TRACE_ENDPOINT": endpoint}

    def _kafka(self) -> Part:
        return Part(
            Program("kafka", self.broker().command, grace=40),
            ports=("kafka", "kafka-controller"),
            ready=lambda: answers(self.identities),
            patience=90,
        )

    def _mongo(self) -> Part:
        return Part(
            Program("mongo", mongo.command(self.places, self.ports), grace=40),
            ports=("mongo",),
            ready=lambda: mongo.ready(self.ports.address("mongo")),
        )

    def _zipkin(self) -> Part:
        jar = next(libraries("zipkin", self.say).glob("zipkin-server-*-exec.jar"))
        listening = ("ip=127.0.0.1", f"port={self.ports.of('zipkin')}")
        armeria = (f"--armeria.ports[0].{setting}" for setting in listening)
        protocol = "--armeria.ports[0].protocols[0]=http"
        keeping = f"--zipkin.storage.mem.max-spans={SPANS_KEPT}"
        heap = ("-Xms32m", "-Xmx192m")
        command = (java(), *heap, *JVM, "-jar", str(jar), *armeria, protocol, keeping)
        return Part(
            Program("zipkin", command),
            ports=("zipkin",),
            ready=lambda: _answers_ok(f"{self.ports.url('zipkin')}/health"),
        )

    def _mail(self) -> Part:
        keeping = ("-c", "aiosmtpd.handlers.Mailbox", str(self.places.mail))
        listening = ("-l", self.ports.address("mail"))
        server = (sys.executable, "-m", "aiosmtpd", "-n", *listening, *keeping)
        return Part(
            Program("mail", server),
            ports=("mail",),
            ready=lambda: _greets(self.ports.of("mail")),
        )

    def _gateway(self) -> Part:
        listening = ("--host", "127.0.0.1", "--port", str(self.ports.of("gateway")))
        app = "deploy.local.gateway.app:from_environment"
        server = (sys.executable, "-m", "uvicorn", app, "--factory", *listening)
        told = f"{self.ports.url('notification')}/v1/receipts"
        secrets = self.places.secrets / "notification"
        where = {"GATEWAY_RECEIPTS": told, "GATEWAY_SECRETS": str(secrets)}
        return Part(
            Program("gateway", (*server, "--no-access-log"), where),
            ports=("gateway",),
            ready=lambda: _answers_ok(f"{self.ports.url('gateway')}/simulator"),
        )


def inherited() -> dict[str, str]:
    """`TONGBAN_*` settings of the user that reach every service as they are."""
    names = ("TONGBAN_TRACE_SHARE", "TONGBAN_LOG_LEVEL", "TONGBAN_PUBLIC_URL")
    return {name: os.environ[name] for name in names if name in os.environ}


def _answers_ok(url: str) -> bool:
    try:
        return httpx.get(url, timeout=3, trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False


def _greets(port: int) -> bool:
    try:
        with smtplib.SMTP("127.0.0.1", port, timeout=3) as server:
            return server.noop()[0] == 250
    except (OSError, smtplib.SMTPException):
        return False
