"""Invented rows in files of every kind."""

import gzip
import json
from collections.abc import Sequence
from pathlib import Path

import openpyxl

from tools.importing.files.opening import Format, opened
from tools.importing.files.row import FileRow

NAMES = ("编号", "姓名", "标题", "内容", "时间")
ROWS = (
    ("1", "张三", "路灯不亮", "三盏路灯,\n坏了两周。", "2020-03-02 09:00"),
    ("2", "李四", "他说“停水”", "\t楼上 漏水😀 全角 空格", "2020-03-03 10:00"),
)


def cells(row: Sequence[str]) -> str:
    return ",".join('"' + cell.replace('"', '""') + '"' for cell in row)


def as_csv(rows: Sequence[Sequence[str]] = ROWS, names: Sequence[str] = NAMES) -> str:
    return "\r\n".join(map(cells, (names, *rows))) + "\r\n"


def as_lines(rows: Sequence[Sequence[str]] = ROWS) -> str:
    objects = (dict(zip(NAMES, row, strict=True)) for row in rows)
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in objects)


def written(path: Path, content: str | bytes, encoding: str = "utf-8") -> Path:
    raw = content.encode(encoding) if isinstance(content, str) else content
    path.write_bytes(gzip.compress(raw) if path.suffix == ".gz" else raw)
    return path


def book(path: Path, rows: Sequence[Sequence[object]] = ROWS) -> Path:
    workbook = openpyxl.Workbook()
    for row in (NAMES, *rows):
        workbook.active.append(list(row))
    workbook.save(path)
    return path


def read(path: Path, **how: str) -> list[FileRow]:
    with opened(path, Format(**how)) as file:
        return list(file.rows)


def values(path: Path, **how: str) -> list[tuple[str, ...]]:
    return [tuple(row.values.values()) for row in read(path, **how)]


def codes(path: Path, **how: str) -> list[str]:
    return [row.wrong.code for row in read(path, **how) if row.wrong]
