"""What the city's files say about mediation: all that a decision is bound to."""

from collections.abc import Mapping
from pathlib import Path

from services.dispute.city.loading import Table, read
from services.dispute.city.regimes import check_reports, regimes_of, screens_of
from services.dispute.city.roster import roster_of
from services.dispute.city.sitting import sitting_of
from services.dispute.city.types import types_of
from services.dispute.city.ways import load_ways
from services.dispute.domain.rules import Rules
from services.kit.limits.limit import Limit
from services.kit.limits.published import calendar_of

__all__ = ["load_rules"]


def load_rules(city: Path, answers: Mapping[str, str]) -> Rules:
    """Raises `RuntimeError` that names the file, the entry and the field."""
    mediation = Table(city / "mediation.yaml")
    regimes = regimes_of(mediation)
    screens = screens_of(mediation)
    limits = read(city / "limits.yaml").get("limits", {})
    own = Table(city / "city.yaml")
    types = types_of(own, regimes, screens, limits)
    bodies = {row["code"] for _, row in own.rows("organisations")}
    roster = roster_of(Table(city / "mediators.yaml"), bodies, regimes, types)
    ways = load_ways(city / "ways.yaml", types)
    places, wall = Table(city / "venues.yaml"), Table(city / "wall.yaml")
    sitting = sitting_of(places, wall, own, mediation)
    check_reports(mediation, screens, sitting)
    calendar = calendar_of(city)
    agreements = Table(city / "agreements.yaml")
    return Rules(
        regimes,
        types,
        screens,
        roster,
        calendar,
        ways,
        answers,
        sitting=sitting,
        seal=agreements.made("seal", Limit, agreements.data.get("seal")),
    )
