"""CSV, with quotes and line breaks in cells, by comma, semicolon or tab."""

import csv
import io
from collections.abc import Iterator

from tools.importing.files.row import MOST_CHARACTERS, FileRow, UnreadableFile
from tools.importing.files.table import header, named, too_many
from tools.importing.files.text import has_undecoded, undecoded

DELIMITERS = ",\t;"


def rows(text: io.TextIOWrapper, encoding: str, delimiter: str) -> Iterator[FileRow]:
    """First the names, as row 1. Raises `UnreadableFile` where no row can be told."""
    csv.field_size_limit(MOST_CHARACTERS)
    first = text.readline(MOST_CHARACTERS)
    found = delimiter or max(DELIMITERS, key=first.count)
    reader = csv.reader(_with(first, text), delimiter=found)
    number = 1
    try:
        names = header(next(reader, []))
        yield FileRow(1, dict.fromkeys(filter(None, names), ""))
        for number, cells in enumerate(reader, start=2):
            if any(cells):
                yield _row(number, names, cells, encoding)
    except csv.Error:
        raise UnreadableFile(
            f"near row {number} a quote is never closed, or a cell has more than"
            f" {MOST_CHARACTERS} characters: mend the file there"
        ) from None


def _row(
    number: int, names: tuple[str, ...], cells: list[str], encoding: str
) -> FileRow:
    values = named(names, cells)
    wrong = too_many(names, cells)
    if any(map(has_undecoded, cells)):
        wrong = undecoded(encoding)
    return FileRow(number, values, wrong)


def _with(first: str, text: io.TextIOWrapper) -> Iterator[str]:
    """Line by line; one that never ends is an error before all of it is read."""
    line = first
    while line:
        if len(line) >= MOST_CHARACTERS and not line.endswith(("\n", "\r")):
            raise csv.Error
        yield line
        line = text.readline(MOST_CHARACTERS)
