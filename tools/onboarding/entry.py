"""A department's line in `city.yaml`, with everything around it left as it is."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from contracts.topics import PLAYED_BY
from deploy.local.identities import ADMIN, OFFICERS, SERVICES, outsiders
from deploy.local.kafka.rights import RESERVED, nested
from services.kit.running.city_data import from_yaml
from tools.onboarding import refusals

CODE = re.compile(r"[a-z0-9][a-z0-9-]{1,62}")
EMAIL = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+")
OUR_OWN = {*SERVICES, *OFFICERS, *RESERVED, ADMIN, "tokens"}
"""Names that would be taken for the platform's own logins or key files."""

COMMUNITY, STREET = "community", "street"
LIST = "organisations:"
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Entry:
    code: str
    name: str
    kind: str
    area: str | None = None
    email: str | None = None
    duty24: bool = False
    parent: str | None = None
    name_en: str | None = None

    def line(self) -> str:
        fields = {
            "code": self.code,
            "name": self.name,
            "name_en": self.name_en,
            "kind": self.kind,
            "area": self.area,
            "parent": self.parent,
            "duty24": self.duty24,
            "email": self.email,
        }
        told = {name: value for name, value in fields.items() if value is not None}
        pairs = (f"{k}: {json.dumps(v, ensure_ascii=False)}" for k, v in told.items())
        return f"  - {{{', '.join(pairs)}}}"

    def differs_from(self, row: Row) -> list[str]:
        """Fields in which a row that is there says something else."""
        told = asdict(self).items()
        return [
            name for name, value in told if (row.get(name) or None) != (value or None)
        ]


def added(city: str, entry: Entry) -> str:
    """The same text if the same entry is there already.

    Raises `Rejected` for what cannot be, and says the cure. A community works under the
    street office of its area unless it says under whom.
    """
    known = from_yaml(city)
    rows = known["organisations"]
    refuse_code(entry.code)
    _refuse_unwritable(entry)
    if entry.kind == STREET and not entry.area:
        raise refusals.serves_nobody(entry.code)
    if entry.area and entry.area not in known["areas"]:
        raise refusals.unknown_area(entry.area, known["areas"])
    if entry.kind == COMMUNITY:
        entry = replace(entry, parent=entry.parent or _street_above(entry, rows))
    if entry.parent and entry.parent not in {row["code"] for row in rows}:
        raise refusals.unknown_parent(entry.parent)
    if there := next((row for row in rows if row["code"] == entry.code), None):
        if fields := entry.differs_from(there):
            raise refusals.known_otherwise(entry.code, ", ".join(fields))
        return city
    _refuse_nested(entry.code, rows)
    lines = city.splitlines()
    end = _block(lines)[-1] + 1
    return "\n".join([*lines[:end], entry.line(), *lines[end:]]) + "\n"


def without(city: str, code: str) -> str:
    """The same text if there is no such entry."""
    lines = city.splitlines()
    block = _block(lines)
    begins = [n for n in block if lines[n].startswith("  - ")]
    for first, after in zip(begins, [*begins[1:], block[-1] + 1], strict=True):
        (row,) = from_yaml("\n".join(lines[first:after])) or [{}]
        if row["code"] == code:
            return "\n".join([*lines[:first], *lines[after:]]) + "\n"
    return city


def row_of(city: str, code: str) -> Row:
    """Raises `Rejected` if the city has no such department."""
    for row in from_yaml(city)["organisations"]:
        if row["code"] == code:
            found: Row = row
            return found
    raise refusals.unknown_department(code)


def refuse_code(code: str) -> None:
    if not CODE.fullmatch(code):
        raise refusals.bad_code(code)
    if code in OUR_OWN:
        raise refusals.reserved_code(code)


def refuse_if_played(code: str) -> None:
    """A department that a service plays has nothing of its own to change."""
    if code in PLAYED_BY:
        raise refusals.played_by(code, PLAYED_BY[code])


def _refuse_unwritable(entry: Entry) -> None:
    """What people read and write to: letters would go out without it, or nowhere."""
    names = [entry.name, *([] if entry.name_en is None else [entry.name_en])]
    if not all(name.strip() and name.isprintable() for name in names):
        raise refusals.bad_name(entry.code)
    if entry.email is not None and not EMAIL.fullmatch(entry.email):
        raise refusals.bad_email(entry.code, entry.email)


def _refuse_nested(code: str, rows: Iterable[Row]) -> None:
    others = outsiders(row["code"] for row in rows)
    if pair := nested([*others, code]):
        raise refusals.nested_code(code, pair[0] if pair[1] == code else pair[1])


def _block(lines: Sequence[str]) -> range:
    """Line numbers of the list of organisations, the heading first."""
    start = lines.index(LIST)
    end = start + 1
    while end < len(lines) and lines[end].startswith((" ", "#")):
        end += 1
    return range(start, end)


def _street_above(entry: Entry, offices: Iterable[Row]) -> str:
    for office in offices:
        serves = office.get("area") if office["kind"] == STREET else None
        if serves and entry.area and entry.area.startswith(serves):
            return str(office["code"])
    raise refusals.no_street(entry.area)
