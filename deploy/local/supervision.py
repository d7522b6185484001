"""supervisord: starts what it is told, and starts again what dies."""

import shlex
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any
from xmlrpc.client import Fault, ProtocolError, ServerProxy

from supervisor.xmlrpc import Faults, SupervisorTransport

from deploy.local.files import write
from deploy.local.orphans import MARK, end_orphans
from deploy.local.places import REPOSITORY, Places, StackError
from deploy.local.waiting import until

HEADER = """\
[supervisord]
logfile={run}/supervisord.log
pidfile={run}/supervisord.pid
childlogdir={logs}
directory={here}
minfds=1024
silent=true

[unix_http_server]
file={socket}
chmod=0700

[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
"""
PROGRAM = """
[program:{name}]
command={command}
environment={environment}
autostart=false
autorestart=true
startsecs=1
startretries=100000
stopwaitsecs={grace}
killasgroup=true
redirect_stderr=true
stdout_logfile={logs}/{name}.log
stdout_logfile_maxbytes=20MB
stdout_logfile_backups=2
"""
PATIENCE = 60.0


@dataclass(frozen=True)
class Program:
    """What supervisord needs to know of one process."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    grace: int = 20
    """Seconds for a graceful stop, before it is killed."""


class Supervision:
    """One supervisord; it outlives the process that started it."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._settings = places.run / "supervisord.conf"

    @property
    def alive(self) -> bool:
        return bool(self._asked("getState"))

    def open(self, programs: Iterable[Program]) -> None:
        """Starts supervisord if it is not there; tells it which programs there are."""
        for folder in (self._places.run, self._places.logs):
            folder.mkdir(parents=True, exist_ok=True)
        write(self._settings, self._described(programs))
        if not self.alive:
            self._launch()
        self._reload()

    def close(self) -> None:
        """Ends supervisord; whatever still runs is stopped first."""
        if self.alive:
            self._asked("shutdown")
            until(lambda: not self.alive, 60)
        self.end_orphans()

    def end_orphans(self) -> None:
        """What an earlier supervisord, killed, left running."""
        if not self.alive:
            end_orphans(self._places.root)

    def start(self, name: str) -> None:
        self._do(Faults.ALREADY_STARTED, "startProcess", name, False)

    def stop(self, *names: str) -> None:
        """Side by side and gracefully; returns when the last one has ended."""
        for name in names:
            self._do(Faults.NOT_RUNNING, "stopProcess", name, False)
        if not until(lambda: not any(map(self.running, names)), 60):
            raise StackError(f"{', '.join(names)} did not stop within a minute")

    def states(self) -> dict[str, dict[str, Any]]:
        """What supervisord says of each program; empty: it is not there."""
        every = self._asked("getAllProcessInfo") or []
        return {info["name"]: info for info in every}

    def running(self, name: str) -> bool:
        state = self.states().get(name, {}).get("statename", "")
        return state in ("STARTING", "RUNNING", "BACKOFF", "STOPPING")

    def pid(self, name: str) -> int | None:
        """None while the program is not running."""
        return self.states().get(name, {}).get("pid") or None

    def _launch(self) -> None:
        module = ("-m", "supervisor.supervisord", "-c", str(self._settings))
        self._places.supervisor_socket.unlink(missing_ok=True)
        subprocess.run([sys.executable, *module], cwd=REPOSITORY, check=True)
        if not until(lambda: self.alive, PATIENCE):
            raise StackError(f"supervisord did not start: see {self._places.run}")

    def _reload(self) -> None:
        """Takes in programs that are new or described anew; those must be stopped."""
        ((added, changed, removed),) = self._call("reloadConfig")
        for name in (*changed, *removed):
            self.stop(name)
            self._call("removeProcessGroup", name)
        for name in (*added, *changed):
            self._call("addProcessGroup", name)

    def _described(self, programs: Iterable[Program]) -> str:
        header = HEADER.format(
            run=_escaped(str(self._places.run)),
            logs=_escaped(str(self._places.logs)),
            here=_escaped(str(REPOSITORY)),
            socket=_escaped(str(self._places.supervisor_socket)),
        )
        return header + "".join(map(self._program, programs))

    def _program(self, program: Program) -> str:
        return PROGRAM.format(
            name=program.name,
            command=_escaped(shlex.join(program.command)),
            environment=_environment(
                {**program.environment, MARK: str(self._places.root)}
            ),
            grace=program.grace,
            logs=_escaped(str(self._places.logs)),
        )

    def _do(self, harmless: int, method: str, *arguments: object) -> None:
        try:
            self._call(method, *arguments)
        except Fault as fault:
            if fault.faultCode != harmless:
                raise StackError(f"supervisord: {fault.faultString}") from fault

    def _asked(self, method: str) -> Any:
        """None: supervisord is not there, or going."""
        try:
            return self._call(method)
        except (OSError, Fault, HTTPException, ProtocolError):
            return None

    def _call(self, method: str, *arguments: object) -> Any:
        address = f"unix://{self._places.supervisor_socket}"
        transport = SupervisorTransport("", "", address)
        with ServerProxy("http://127.0.0.1", transport=transport) as server:
            return getattr(server.supervisor, method)(*arguments)


def _environment(values: Mapping[str, str]) -> str:
    return ",".join(f"{name}={_quoted(text)}" for name, text in values.items())


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{_escaped(escaped)}"'


def _escaped(text: str) -> str:
    return text.replace("%", "%%")
