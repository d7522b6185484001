"""Rows that did not come in, as they were, with what is wrong: to be mended.

They are personal data, and lie where the file itself lies, for its owner's eyes only.
"""

import csv
import io
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from tools.importing.files.row import UnreadableFile
from tools.importing.files.table import MORE
from tools.importing.turning import Turned

OURS = ("_row", "_id", "_field", "_reason")
OWNER_ONLY = 0o600


class NoRoom(RuntimeError):
    """Nothing more can be written: the import stops where it is."""


class Written(Protocol):
    def first(self) -> str: ...

    def line(self, reject: Turned) -> str: ...


class AsLines:
    def first(self) -> str:
        return ""

    def line(self, reject: Turned) -> str:
        return json.dumps(told(reject), ensure_ascii=False) + "\n"


@dataclass(frozen=True)
class AsTable:
    """With the mark that makes spreadsheet programs read UTF-8."""

    columns: Sequence[str]

    def first(self) -> str:
        return "\ufeff" + _cells(self.names)

    def line(self, reject: Turned) -> str:
        row = told(reject)
        return _cells([row.get(name, "") for name in self.names])

    @property
    def names(self) -> list[str]:
        return list(dict.fromkeys((*self.columns, *OURS, MORE)))


def told(reject: Turned) -> dict[str, str]:
    """The row as it was, and what is wrong with it; the same mapping reads it."""
    original = {n: v for n, v in reject.row.values.items() if n not in OURS}
    return original | {
        "_row": str(reject.row.number),
        "_id": reject.id,
        "_field": ", ".join(wrong.field for wrong in reject.wrong),
        "_reason": "; ".join(wrong.words for wrong in reject.wrong),
    }


def form_of(path: Path, columns: Iterable[str] | None) -> Written:
    """Raises `UnreadableFile` for an ending that is neither, or loses something."""
    if path.suffix == ".jsonl":
        return AsLines()
    if path.suffix != ".csv":
        raise UnreadableFile("--rejects names a file that ends with .jsonl or .csv")
    if columns is None:
        raise UnreadableFile("rejects of JSON lines are JSON lines: name a .jsonl file")
    return AsTable(tuple(columns))


@dataclass
class Rejects:
    """Made at the first reject; `size` is how much of it is settled."""

    path: Path
    form: Written
    size: int = 0
    _open: io.FileIO | None = field(default=None, repr=False)

    def continues(self) -> bool:
        """What a broken-off import left behind its last settled row is taken back."""
        if not self.size:
            return True
        try:
            there = self.path.stat().st_size
            if there >= self.size:
                os.truncate(self.path, self.size)
        except OSError:
            return False
        return there >= self.size

    def add(self, rejects: Sequence[Turned]) -> None:
        """Durable when it returns. Raises `NoRoom`."""
        if not rejects:
            return
        try:
            file = self._opened()
            text = "" if self.size else self.form.first()
            text += "".join(self.form.line(reject) for reject in rejects)
            left = memoryview(text.encode("utf-8", "backslashreplace"))
            written = len(left)
            while left:
                left = left[file.write(left) :]
            os.fsync(file.fileno())
        except OSError as error:
            raise NoRoom(
                f"{self.path} cannot be written ({error.strerror}): make room, or name"
                " another place with --rejects; the same command goes on from here"
            ) from None
        self.size += written

    def close(self) -> None:
        if self._open:
            self._open.close()
            self._open = None

    def _opened(self) -> io.FileIO:
        if self._open is None:
            if not self.size:
                _set_aside(self.path)
            flags = os.O_CREAT | os.O_WRONLY | os.O_APPEND
            self._open = io.FileIO(os.open(self.path, flags, OWNER_ONLY), "ab")
            os.fchmod(self._open.fileno(), OWNER_ONLY)
        return self._open


def _set_aside(path: Path) -> None:
    """Somebody may be mending the rejects of an earlier run: they are kept."""
    number = 1
    while path.exists():
        older = path.with_name(f"{path.stem}.{number}{path.suffix}")
        number += 1
        if not older.exists():
            path.rename(older)


def _cells(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()
