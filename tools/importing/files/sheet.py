"""XLSX, row by row: what unpacks to more than it should is not opened."""

import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, BinaryIO

import openpyxl

from tools.importing.files.row import FileRow, UnreadableFile
from tools.importing.files.table import MOST_COLUMNS, header, named, too_many

MIB = 1024 * 1024
LARGEST_SHEET = 4_096 * MIB
"""Streamed; the rest of the archive is held in memory."""
LARGEST_PART = 256 * MIB
PLAIN = 64 * MIB
"""Up to here any ratio is harmless."""
MOST_RATIO = 200
"""Text in XML shrinks to a tenth or so, nothing honest to a two-hundredth."""
MOST_PARTS = 2_000
SHEETS = "xl/worksheets/sheet"


@dataclass
class Sheet:
    cells: Any
    most: int
    at: int = 0

    def share(self) -> float:
        return min(1.0, self.at / self.most) if self.most else 0.0

    def rows(self) -> Iterator[FileRow]:
        """First the names, as row 1."""
        lines = self.cells.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1)
        names = header([written(cell) for cell in next(lines, ())])
        yield FileRow(1, dict.fromkeys(filter(None, names), ""))
        for self.at, line in enumerate(lines, start=2):
            cells = [written(cell) for cell in line]
            if any(cells):
                wrong = too_many(names, cells)
                yield FileRow(self.at, named(names, cells), wrong)


@contextmanager
def opened(file: BinaryIO, name: str | None) -> Iterator[Sheet]:
    """The first sheet, or the one with that name. Raises `UnreadableFile`."""
    demand_harmless(file)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = openpyxl.load_workbook(
                file, read_only=True, data_only=True, keep_links=False
            )
        except (KeyError, ValueError, zipfile.BadZipFile, SyntaxError, OSError):
            raise UnreadableFile("this is no XLSX workbook: save it as one") from None
        try:
            yield _sheet(book, name)
        finally:
            book.close()


def demand_harmless(file: BinaryIO) -> None:
    """No part is larger than it may be; zipfile gives no more than is announced."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError):
        raise UnreadableFile("this is no XLSX workbook: save it as one") from None
    finally:
        file.seek(0)
    if len(parts) > MOST_PARTS:
        raise UnreadableFile("this workbook has too many parts: save the sheet alone")
    for part in parts:
        most = LARGEST_SHEET if part.filename.startswith(SHEETS) else LARGEST_PART
        packed = max(1, part.compress_size)
        swollen = part.file_size > PLAIN and part.file_size / packed > MOST_RATIO
        if part.file_size > most or swollen:
            raise UnreadableFile(
                "this workbook unpacks to far more than it holds: save it as CSV"
            )


def written(value: object) -> str:
    """A number without needless digits, a date as ISO 8601."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() | date() | time():
            return value.isoformat()
    return str(value)


def _sheet(book: Any, name: str | None) -> Sheet:
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    if not sheets or (name and name not in sheets):
        there = ", ".join(sheets) or "none"
        raise UnreadableFile(f"there is no sheet {name or ''}: there are {there}")
    sheet = sheets[name] if name else next(iter(sheets.values()))
    most = sheet.max_row or 0
    sheet.reset_dimensions()
    return Sheet(sheet, most)
