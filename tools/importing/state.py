"""How far an import has come, so that the same command goes on there.

Nothing depends on it but time: without it every row is sent again, and is no news.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from tools.importing.rejects import NoRoom, Rejects
from tools.importing.tally import Tally


@dataclass(frozen=True)
class Memory:
    """`import_of` tells one file, one mapping and one way to read it from others."""

    path: Path
    import_of: dict[str, Any]

    def recalled(self) -> tuple[Tally, int] | None:
        """The tally, and the size of the rejects; None: there is nothing to go on."""
        try:
            found = json.loads(self.path.read_text())
            if found["import_of"] != self.import_of:
                return None
            return Tally.of_json(found["tally"]), int(found["rejects"])
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def keep(self, tally: Tally, rejects: Rejects) -> None:
        """Raises `NoRoom`."""
        told = {
            "import_of": self.import_of,
            "tally": tally.as_json(),
            "rejects": rejects.size,
        }
        new = self.path.with_suffix(".new")
        try:
            new.write_text(json.dumps(told))
            new.replace(self.path)
        except OSError as error:
            raise NoRoom(
                f"{self.path} cannot be written ({error.strerror}): make room;"
                " the same command goes on from here"
            ) from None

    def forget(self) -> None:
        self.path.unlink(missing_ok=True)


def memory_of(folder: Path, file: Path, rejects: Path, **how: Any) -> Memory:
    """`how`: whatever else makes it another import when it changes."""
    at, stat = str(file.resolve()), file.stat()
    told = {"file": at, "size": stat.st_size, "changed": stat.st_mtime_ns}
    name = sha256(at.encode()).hexdigest()[:16]
    folder.mkdir(parents=True, exist_ok=True)
    return Memory(folder / f"{name}.json", told | how | {"to": str(rejects.resolve())})


@contextmanager
def alone(memory: Memory) -> Iterator[None]:
    """One import of a file at a time. Raises `RuntimeError`."""
    handle = os.open(memory.path.with_suffix(".lock"), os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise RuntimeError("this file is being imported already: wait for it") from None
    finally:
        os.close(handle)
