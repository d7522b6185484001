"""Which quarrel is mediated how: the dispute types of `city.yaml`."""

from collections.abc import Container, Mapping
from typing import Any

from services.dispute.city.loading import Table
from services.dispute.domain.rules import DisputeType, Regime
from services.kit.limits.limit import Limit


def types_of(
    table: Table,
    regimes: Mapping[str, Regime],
    screens: Container[str],
    limits: Mapping[str, Any],
) -> Mapping[str, DisputeType]:
    """By type of dispute, and by category: there the first type listed counts.

    A category that has none of its own is mediated like the one above it.
    """
    rows = list(table.rows("dispute_types"))
    made = [_made(table, place, row, regimes, limits) for place, row in rows]
    for kind in made:
        for screen in kind.screens:
            if screen not in screens:
                place = f"dispute_types: {kind.code}: screen"
                raise table.wrong(place, f"{screen} is not in mediation.yaml")
    types = {kind.code: kind for kind in made}
    for kind, (_, row) in reversed(list(zip(made, rows, strict=True))):
        types[row.get("category", kind.code)] = kind
    parents = {row["code"]: row.get("parent") for _, row in table.rows("categories")}
    return types | _inherited(types, parents)


def _made(
    table: Table,
    place: str,
    row: Mapping[str, Any],
    regimes: Mapping[str, Regime],
    limits: Mapping[str, Any],
) -> DisputeType:
    code = str(row.get("regime"))
    if code not in regimes:
        raise table.wrong(f"{place}: regime", f"{code} is not in mediation.yaml")
    regime, term = regimes[code], row.get("term")
    if term is not None and term not in limits:
        raise table.wrong(f"{place}: term", f"{term} is not in limits.yaml")
    sent, asked = row.get("sent"), row.get("screen", [])
    if sent is not None and sent not in regime.terms:
        raise table.wrong(f"{place}: sent", f"{sent} is not in terms of {code}")
    return DisputeType(
        code=row["code"],
        regime=regime,
        term=table.made(place, Limit, limits[term]) if term else _term(regime, sent),
        screens=(asked,) if isinstance(asked, str) else tuple(asked),
        wet_ink=bool(row.get("wet_signature", False)),
        panel=str(row.get("panel", "")),
    )


def _term(regime: Regime, sent: str | None) -> Limit:
    return regime.terms[sent] if sent else regime.term


def _inherited(
    types: Mapping[str, DisputeType], parents: Mapping[str, str | None]
) -> dict[str, DisputeType]:
    found = {}
    for category in parents:
        above, seen = category, set[str]()
        while above not in types and above not in seen and parents.get(above):
            seen.add(above)
            above = parents[above] or above
        if above in types:
            found[category] = types[above]
    return found
