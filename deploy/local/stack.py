"""The embedded stack as one thing: for the command line, and for tests to break."""

import contextlib
import os
import signal
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Self

from deploy.local.files import write
from deploy.local.identities import SERVICES, Identities, Login
from deploy.local.kafka.bootstrap import bootstrap
from deploy.local.parts import EVERYTHING, INFRASTRUCTURE, Part, Parts, inherited
from deploy.local.places import CITY, Places, Ports, StackError, is_free
from deploy.local.supervision import Supervision
from deploy.local.waiting import until
from services.kit.running.directory import departments_of

BASE = "port.base"


def silently(_: str) -> None:
    """Says nothing of the progress."""


class Stack:
    """Chosen parts under one root, on ports that move with one base.

    Also a context manager: started inside, stopped after.
    """

    def __init__(
        self,
        root: Path,
        port_base: int,
        parts: Sequence[str] = EVERYTHING,
        city: Path = CITY,
        say: Callable[[str], None] = silently,
    ) -> None:
        self.places = Places(root.resolve())
        self.ports = Ports(port_base)
        self.names = tuple(name for name in EVERYTHING if name in parts)
        self.city = city
        self.identities = Identities(self.places, self.ports.address("kafka"))
        self.supervision = Supervision(self.places)
        self._say = say
        self._parts = Parts(
            self.places,
            self.ports,
            self.identities,
            say,
            city,
            traced="zipkin" in self.names,
            extra=inherited(),
        )
        self._described: dict[str, Part] = {}

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def departments(self) -> tuple[str, ...]:
        return departments_of(self.city)

    @staticmethod
    def base_of(root: Path) -> int | None:
        """The port base that the data there belongs to; None: nothing is there yet."""
        written = Places(root.resolve()).run / BASE
        return int(written.read_text()) if written.exists() else None

    @staticmethod
    def base_in_use(root: Path) -> int | None:
        """The port base of the stack that runs there; None: none does."""
        places = Places(root.resolve())
        written = places.run / BASE
        if not written.exists() or not Supervision(places).alive:
            return None
        return int(written.read_text())

    def start(self) -> None:
        """Returns when every part is ready; what runs already is left alone."""
        self._refuse_a_move()
        self.supervision.end_orphans()
        self._refuse_taken_ports()
        self._prepare()
        self._start_all([name for name in self.names if name in INFRASTRUCTURE])
        if "kafka" in self.names:
            self._say("users, topics and rights on Kafka")
            bootstrap(self.identities, self.departments)
        self._start_all([name for name in self.names if name in SERVICES])

    def stop(self) -> None:
        """Services first, then what they stand on; safe to repeat."""
        running = [name for name in self.states() if self.supervision.running(name)]
        services = [name for name in running if name not in INFRASTRUCTURE]
        for group in (services, [n for n in running if n in INFRASTRUCTURE]):
            if group:
                self._say(f"stopping {', '.join(group)}")
                self._wake(group)
                self.supervision.stop(*group)
        self.supervision.close()

    def start_part(self, name: str) -> None:
        """Returns when it is ready."""
        self._start_all([name])

    def stop_part(self, name: str) -> None:
        """Gracefully; it stays down until it is started."""
        self._wake([name])
        self.supervision.stop(name)

    def restart(self, name: str) -> None:
        self.stop_part(name)
        self.start_part(name)

    def kill(self, name: str) -> int:
        """kill -9; supervisord starts it again at once. Returns the pid that was."""
        return self._signal(name, signal.SIGKILL)

    def pause(self, name: str) -> int:
        return self._signal(name, signal.SIGSTOP)

    def resume(self, name: str) -> int:
        return self._signal(name, signal.SIGCONT)

    def wait_restarted(self, name: str, former_pid: int) -> None:
        """After `kill`: returns when another process is ready in its place."""
        part = self.part(name)
        if not until(
            lambda: self.pid(name) not in (None, former_pid) and part.ready(),
            part.patience,
        ):
            raise StackError(self._not_ready(part))

    def add(self, part: Part) -> None:
        """One more program, such as a second instance of a service; not started."""
        self._described[part.name] = part
        self._describe()

    def change(self, name: str, **environment: str) -> None:
        """Other settings for one part, which is stopped by this if it runs."""
        self.add(self.part(name).with_environment(**environment))

    def part(self, name: str) -> Part:
        if name not in self._described:
            self._described[name] = self._parts.of(name)
        return self._described[name]

    def pid(self, name: str) -> int | None:
        return self.supervision.pid(name)

    def states(self) -> dict[str, str]:
        return {n: info["statename"] for n, info in self.supervision.states().items()}

    def login(self, principal: str) -> Login:
        """Of a service, a department, `auditor`, `operator` or `admin`."""
        return self.identities.login(principal)

    def environment(self, service: str, member: str = "0") -> dict[str, str]:
        """`TONGBAN_*` for one instance of a service that somebody else starts."""
        return self._parts.environment(service, member)

    def _prepare(self) -> None:
        if "kafka" in self.names:
            broker = self._parts.broker()
            broker.check()
        for folder in (self.places.run, self.places.mail.parent):
            folder.mkdir(parents=True, exist_ok=True)
        write(self.places.run / BASE, str(self.ports.base))
        self.identities.make(self.departments)
        if "kafka" in self.names and self.pid("kafka") is None:
            broker.prepare(self.identities)
        for name in self.names:
            self.part(name)
        self._describe()

    def _describe(self) -> None:
        self.supervision.open(part.program for part in self._described.values())

    def _start_all(self, names: Iterable[str]) -> None:
        """Side by side; then each is waited for."""
        parts = [self.part(name) for name in names]
        for part in parts:
            self.supervision.start(part.name)
        for part in parts:
            if not until(part.ready, part.patience):
                raise StackError(self._not_ready(part))
            self._say(f"{part.name} is ready")

    def _refuse_a_move(self) -> None:
        base = self.base_in_use(self.places.root)
        if base not in (None, self.ports.base):
            raise StackError(
                f"the stack in {self.places.root} is up with port base {base}: "
                "`make down` first, then it can move"
            )

    def _refuse_taken_ports(self) -> None:
        for name in self.names:
            if self.supervision.running(name):
                continue
            for port in self._parts_ports(name):
                if not is_free(self.ports.of(port)):
                    raise StackError(_taken(self.ports.of(port), name))

    @staticmethod
    def _parts_ports(name: str) -> tuple[str, ...]:
        return ("kafka", "kafka-controller") if name == "kafka" else (name,)

    def _not_ready(self, part: Part) -> str:
        log = self.places.logs / f"{part.name}.log"
        lines = log.read_text(errors="replace").splitlines() if log.exists() else []
        tail = "\n".join(lines[-15:])
        return f"{part.name} was not ready after {part.patience:.0f} s: {log}\n{tail}"

    def _wake(self, names: Iterable[str]) -> None:
        """A paused process would not hear that it is to stop."""
        for name in names:
            with contextlib.suppress(StackError):
                self.resume(name)

    def _signal(self, name: str, number: signal.Signals) -> int:
        pid = self.pid(name)
        if pid is None:
            raise StackError(f"{name} is not running")
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
        return pid


def _taken(port: int, name: str) -> str:
    return (
        f"port {port} is taken, and {name} wants it. Stop the program that holds it, "
        "or move all ports together, for example: TONGBAN_PORT_BASE=18000 make up"
    )
