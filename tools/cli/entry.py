"""One more line in `city.yaml`, with everything around it left as it is."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import yaml

from services.kit.errors import Rejected

CODE = re.compile(r"[a-z0-9][a-z0-9-]{1,62}")

COMMUNITY, STREET = "community", "street"


@dataclass(frozen=True)
class Entry:
    code: str
    name: str
    kind: str
    area: str | None = None
    email: str | None = None
    duty24: bool = False
    parent: str | None = None

    def line(self) -> str:
        fields = {
            "code": self.code,
            "name": self.name,
            "kind": self.kind,
            "area": self.area,
            "parent": self.parent,
            "duty24": self.duty24,
            "email": self.email,
        }
        told = {name: value for name, value in fields.items() if value is not None}
        pairs = (f"{k}: {json.dumps(v, ensure_ascii=False)}" for k, v in told.items())
        return f"  - {{{', '.join(pairs)}}}"


def added(city: str, entry: Entry) -> str:
    """Raises `Rejected` for a bad or a known code, or an area the city has not.

    A community works under the street office of its area.
    """
    known = yaml.safe_load(city)
    if not CODE.fullmatch(entry.code):
        raise Rejected("bad-code", "a code is a-z, 0-9 and -", "代码只能用小写字母数字")
    if any(row["code"] == entry.code for row in known["organisations"]):
        raise Rejected("known-code", "there is one with this code", "该代码已存在")
    if entry.area and entry.area not in known["areas"]:
        raise Rejected("unknown-area", "the city has no such area", "本市没有该区域")
    if entry.kind == COMMUNITY:
        entry = replace(entry, parent=_street_above(entry, known["organisations"]))
    lines = city.splitlines()
    start = lines.index("organisations:") + 1
    end = start
    while end < len(lines) and lines[end].startswith((" ", "#")):
        end += 1
    return "\n".join([*lines[:end], entry.line(), *lines[end:]]) + "\n"


def _street_above(entry: Entry, offices: Iterable[Mapping[str, Any]]) -> str:
    for office in offices:
        serves = office.get("area") if office["kind"] == STREET else None
        if serves and entry.area and entry.area.startswith(serves):
            return str(office["code"])
    en = "a community needs --area, in a street that has an office"
    raise Rejected("no-street", en, "社区须写明区域,且该区域有街道办事处")
