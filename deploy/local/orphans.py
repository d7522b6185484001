"""Processes that a killed supervisord left behind: they would hold ports and data."""

import contextlib
import os
import signal
from pathlib import Path

from deploy.local.waiting import until

MARK = "TONGBAN_STACK"
"""In the environment of every process of a stack: its root."""
PATIENCE = 40.0


def end_orphans(root: Path) -> None:
    """Gracefully, then by force; to be called while no supervisord runs there."""
    found = _marked(root)
    for pid in found:
        _signal(pid, signal.SIGCONT)
        _signal(pid, signal.SIGTERM)
    if not until(lambda: all(map(_ended, found)), PATIENCE):
        for pid in found:
            _signal(pid, signal.SIGKILL)
        until(lambda: all(map(_ended, found)), PATIENCE)


def _marked(root: Path) -> list[int]:
    mark = f"{MARK}={root}".encode()
    return [
        int(entry.name)
        for entry in Path("/proc").glob("[0-9]*")
        if mark in _environment(entry).split(b"\0")
    ]


def _environment(process: Path) -> bytes:
    """Empty: it has ended, or is somebody else's."""
    try:
        return (process / "environ").read_bytes()
    except OSError:
        return b""


def _ended(pid: int) -> bool:
    """Its ports are free: a process loses its environment a moment earlier."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (OSError, IndexError):
        return True
    return state in "ZX"


def _signal(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, number)
