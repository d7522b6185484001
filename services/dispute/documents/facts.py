"""What the city's data says on documents: in whose name, why, and where to go."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from services.dispute.city.loading import Table
from services.dispute.domain.rules import Rules
from services.dispute.domain.ways import Ways
from services.kit.papers.letterhead import Letterhead, load_letterhead


@dataclass(frozen=True)
class CityFacts:
    letterhead: Letterhead
    centre: str
    """The mediation body, as it signs."""
    reasons: Mapping[str, str]
    """By end reason."""
    ways: Ways
    """Where people go who did not agree."""
    mediators: Mapping[str, str] = field(default_factory=dict)
    """By code: the names of the roster."""
    paid: frozenset[str] = frozenset()
    """Regimes under which mediating is not free."""


def load_facts(city: Path, centre: str, rules: Rules) -> CityFacts:
    """Raises `RuntimeError` that names the file and what is missing or wrong."""
    own = Table(city / "city.yaml")
    names = {row["code"]: str(row["name"]) for _, row in own.rows("organisations")}
    if centre not in names:
        raise own.wrong("organisations", f"{centre} is missing")
    reasons = {row["code"]: row["name"] for _, row in own.rows("mediation_end_reasons")}
    paid = frozenset(r.code for r in rules.regimes.values() if not r.free.holds)
    head = load_letterhead(city)
    roster = {each.code: each.name for each in rules.roster.mediators}
    return CityFacts(head, names[centre], reasons, rules.ways, roster, paid)
