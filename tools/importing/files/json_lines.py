"""A JSON object a line."""

import io
import json
from collections.abc import Iterator
from typing import Any

from tools.importing.files.row import FileRow, Wrong
from tools.importing.files.text import TOO_LONG, bounded, has_undecoded, undecoded

NO_OBJECT = Wrong(
    "row", "no_object", "is no JSON object on one line", "不是一行一个的 JSON 对象"
)
LINE = "_line"
"""Under which name a line is kept that is no object."""


def rows(text: io.TextIOWrapper, encoding: str) -> Iterator[FileRow]:
    for number, line in enumerate(bounded(text), start=1):
        if line is None:
            yield FileRow(number, {}, TOO_LONG)
        elif line.strip():
            yield _row(number, line, encoding)


def _row(number: int, line: str, encoding: str) -> FileRow:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        return FileRow(number, {LINE: line.rstrip("\r\n")}, NO_OBJECT)
    wrong = undecoded(encoding) if has_undecoded(line) else None
    values = {str(name): _written(value) for name, value in found.items()}
    return FileRow(number, values, wrong)


def _written(value: Any) -> str:
    """As it would stand in a cell."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)
