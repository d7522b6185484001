"""One Kafka node: its settings, its storage, how its process is started."""

import subprocess
import uuid
from base64 import urlsafe_b64encode
from pathlib import Path
from string import Template

from deploy.local.files import write
from deploy.local.identities import ADMIN, Identities
from deploy.local.jars import java
from deploy.local.places import Places, Ports, StackError

HERE = Path(__file__).parent
JVM = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true")


class Broker:
    """A node whose storage is formatted once, with `admin` as its first user."""

    def __init__(self, places: Places, ports: Ports, libraries: Path) -> None:
        self._places = places
        self._ports = ports
        self._libraries = libraries
        self._settings = places.run / "kafka.properties"

    def check(self) -> None:
        """Before secrets are made: storage without its secrets cannot be opened."""
        known = self._places.secrets / "kafka" / f"{ADMIN}.password"
        if self._formatted and not known.exists():
            raise StackError(
                f"{known} is gone but Kafka's data is there: bring the secrets back, "
                "or start from nothing with `make clean`"
            )

    def prepare(self, identities: Identities) -> None:
        """Writes the settings; formats the storage if it is new."""
        password = identities.password(ADMIN)
        listener = self._ports.address("kafka")
        settings = server_properties(
            listener=listener,
            address=listener,
            controller=self._ports.address("kafka-controller"),
            data=str(self._places.data("kafka")),
            password=password,
        )
        write(self._settings, settings)
        if not self._formatted:
            self._format(password)

    @property
    def command(self) -> tuple[str, ...]:
        heap = ("-Xms64m", "-Xmx384m")
        return (*self._java(*heap), "kafka.Kafka", str(self._settings))

    @property
    def _formatted(self) -> bool:
        return (self._places.data("kafka") / "meta.properties").exists()

    def _format(self, password: str) -> None:
        self._places.data("kafka").mkdir(parents=True, exist_ok=True)
        cluster = urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        tool = ("kafka.tools.StorageTool", "format", "-t", "I" + cluster[1:])
        first = f"SCRAM-SHA-512=[name={ADMIN},password={password}]"
        options = ("-c", str(self._settings), "--add-scram", first)
        command = (*self._java("-Xmx128m"), *tool, *options)
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            words = (done.stdout + done.stderr).replace(password, "***")
            raise StackError(f"Kafka's storage could not be made:\n{words}")

    def _java(self, *heap: str) -> tuple[str, ...]:
        logging = f"-Dlog4j2.configurationFile={HERE / 'log4j2.xml'}"
        return (java(), *heap, *JVM, logging, "-cp", f"{self._libraries}/*")


def server_properties(**values: str) -> str:
    """`listener` is where it listens, `address` where clients find it."""
    return Template((HERE / "server.properties").read_text()).substitute(values)
