"""Files that are there whole or not at all."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


def once(path: Path, make: Callable[[], str]) -> None:
    """Writes what `make` returns, unless it was written before."""
    if not path.exists():
        write(path, make())


def write(path: Path, text: str, mode: int = 0o600) -> None:
    """All or nothing, and nothing if it is there already."""
    write_bytes(path, text.encode(), mode)


def write_bytes(path: Path, content: bytes, mode: int = 0o600) -> None:
    """As `write`."""
    if path.exists() and path.read_bytes() == content:
        return
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    opened = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(opened, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Whoever else wants the same file waits; a process that dies lets go of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
