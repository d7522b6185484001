"""Who sees what: a filter that no query goes without."""

from services.kit.serving.principal import Principal
from services.kit.writing.documents import Document

NOTHING: Document = {"_id": {"$exists": False}}
LEVELS = (4, 6, 9, 12, 15)
"""Digits of a city, a district, a street, a community and a grid."""


def handlings_seen_by(caller: Principal) -> Document:
    """Departments see what they have, or had, a task in; others their area."""
    if caller.has("dispatcher", "supervisor"):
        return within(caller.area)
    if caller.has("department") and caller.department:
        return {"concerned": caller.department}
    return NOTHING


def tasks_seen_by(
    caller: Principal, department: str | None = None, area: str = ""
) -> Document:
    """Those of a department and an area, as far as the caller may see them."""
    wanted = narrowed(caller, department, area)
    if wanted is None:
        return NOTHING
    named = {"department": wanted[0], "areas": wanted[1]}
    return {name: value for name, value in named.items() if value}


def narrowed(
    caller: Principal, department: str | None, area: str
) -> tuple[str | None, str] | None:
    """The department and area that a caller's question comes to; None: nothing."""
    if caller.has("dispatcher", "supervisor"):
        if not caller.area or not _related(area, caller.area):
            return None
        return department, max(area, caller.area, key=len)
    own = caller.department if caller.has("department") else None
    return (own, area) if own and department in (None, own) else None


def _related(one: str, other: str) -> bool:
    """Whether one of two areas lies in the other."""
    return one.startswith(other) or other.startswith(one)


def figures_seen_by(caller: Principal) -> Document:
    if caller.has("dispatcher", "supervisor"):
        return within(caller.area)
    return _own(caller)


def cases_decided_by(caller: Principal) -> Document:
    """The case itself is nobody's but theirs who decide about it."""
    return within(caller.area) if caller.has("dispatcher", "supervisor") else NOTHING


def within(area: str) -> Document:
    """A range that an index serves: `:` comes right after the digits."""
    return {"area": {"$gte": area, "$lt": f"{area}:"}} if area else NOTHING


def parents(area: str) -> list[str]:
    """The area and all it lies in, so that each is found by equality."""
    return [area[:digits] for digits in LEVELS if digits <= len(area)]


def _own(caller: Principal) -> Document:
    if caller.has("department") and caller.department:
        return {"department": caller.department}
    return NOTHING
