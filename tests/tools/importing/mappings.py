"""Mappings for the invented rows."""

from functools import cache
from pathlib import Path

from services.intake.catalogue import Catalogue, load_catalogue
from tools.importing.mapping.checking import read_mapping
from tools.importing.mapping.model import Mapping

PLAIN = """\
import: paper-2020
id: 编号
form:
  kind: {constant: request}
  request_type: {constant: complaint}
  category: {constant: other}
  area: {constant: 990101001}
  channel: {constant: paper}
  title: 标题
  text: 内容
  applicant:
    name: 姓名
received_at: {column: 时间, date: "%Y-%m-%d %H:%M"}
"""
ANSWERED = (
    PLAIN
    + """\
history:
  answer: 答复
  answered_at: {column: 答复时间, date: ["%Y/%m/%d", iso]}
"""
)


@cache
def catalogue() -> Catalogue:
    return load_catalogue(Path("deploy/config"))


def plan(folder: Path, text: str = PLAIN) -> Mapping:
    path = folder / "mapping.yaml"
    path.write_text(text)
    return read_mapping(path, catalogue())[0]


def with_form(name: str, source: str, text: str = PLAIN) -> str:
    """The plain mapping with another source for one field."""
    lines = text.splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(f"  {name}:")]
    at = kept.index("form:\n") + 1
    return "".join([*kept[:at], f"  {name}: {source}\n", *kept[at:]])
