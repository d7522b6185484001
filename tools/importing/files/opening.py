"""Any file of rows, read one after the other."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from tools.importing.files import comma, json_lines, sheet
from tools.importing.files.encoding import encoding_of
from tools.importing.files.row import FileRow, UnreadableFile
from tools.importing.files.text import lines
from tools.importing.files.unpacking import PACKED, kind_of, unpacked

LARGEST_BOOK = 1 << 30
COMMA, SHEET, LINES = "comma", "sheet", "lines"
KINDS = {
    ".csv": COMMA,
    ".tsv": COMMA,
    ".txt": COMMA,
    ".xlsx": SHEET,
    ".jsonl": LINES,
    ".ndjson": LINES,
}


@dataclass(frozen=True)
class Format:
    """What the name of a file does not tell; each may be left to be found out."""

    encoding: str | None = None
    delimiter: str = ""
    sheet: str | None = None


@dataclass(frozen=True)
class OpenFile:
    """`columns` is None where each row names its own."""

    rows: Iterator[FileRow]
    share: Callable[[], float]
    encoding: str
    columns: frozenset[str] | None


@contextmanager
def opened(path: Path, format: Format) -> Iterator[OpenFile]:
    """Raises `UnreadableFile`, also while rows are read."""
    kind = KINDS.get(kind_of(path))
    if kind is None:
        known = ", ".join(KINDS)
        raise UnreadableFile(f"{path.name}: files end with {known}, each also with .gz")
    with _sheet(path, format) if kind == SHEET else _text(path, format, kind) as file:
        yield file


@contextmanager
def _text(path: Path, format: Format, kind: str) -> Iterator[OpenFile]:
    encoding = encoding_of(path, format.encoding)
    with unpacked(path) as file:
        text = lines(file, encoding)
        if kind == LINES:
            yield OpenFile(json_lines.rows(text, encoding), file.share, encoding, None)
        else:
            rows = comma.rows(text, encoding, format.delimiter)
            names = frozenset(next(rows).values)
            yield OpenFile(rows, file.share, encoding, names)


@contextmanager
def _sheet(path: Path, format: Format) -> Iterator[OpenFile]:
    with _seekable(path) as file, sheet.opened(file, format.sheet) as found:
        rows = found.rows()
        names = frozenset(next(rows).values)
        yield OpenFile(rows, found.share, "XLSX", names)


@contextmanager
def _seekable(path: Path) -> Iterator[BinaryIO]:
    if path.suffix.lower() != PACKED:
        with path.open("rb") as file:
            yield file
        return
    with unpacked(path) as packed, tempfile.TemporaryFile() as file:
        while file.tell() < LARGEST_BOOK and (chunk := packed.content.read(1 << 20)):
            file.write(chunk)
        if packed.content.read(1):
            raise UnreadableFile("this workbook unpacks to more than 1 GiB: use CSV")
        file.seek(0)
        yield cast(BinaryIO, file)
