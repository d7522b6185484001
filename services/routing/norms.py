"""From the city's files to what every decision is bound to."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from services.kit.limits.limit import Limit
from services.kit.limits.published import calendar_of
from services.routing.domain.norms import (
    Approver,
    Counts,
    Extension,
    Extensions,
    Ladder,
    Norms,
    Organisation,
    Pauses,
    Reasons,
    Terms,
)

Table = Mapping[str, Any]
LEVELS = [1, 2, 3]
"""Of supervision: what a contract lets a level be."""
CHOSEN_FROM = ("return", "pause", "extension", "parking", "waiver", "exclusion")
"""What needs a reason of the city's list `<name>_reasons`."""
VERDICTS = ("granted", "refused")


def norms_of(folder: Path, city: Table, terms: Table) -> Norms:
    """Raises `KeyError`, `TypeError` or `ValueError` for what is missing or wrong."""
    return Norms(
        calendar=calendar_of(folder),
        organisations={o["code"]: _organisation(o) for o in city["organisations"]},
        terms=_terms(terms),
        counts=_counts(terms),
        co_handler_share=_share(terms, "co_handler_share"),
        warning_share=_share(terms, "warning_share"),
        ladder=_ladder(terms),
        extensions=_extensions(terms),
        pauses=_pauses(city, terms),
        outcomes={code: row["zh"] for code, row in city["outcomes"].items()},
        authorities=_reasons(city["authorities"]),
        lasting=_lasting(city, terms),
        reasons={name: _reasons(city[f"{name}_reasons"]) for name in CHOSEN_FROM},
        verdicts=_verdicts(city["exclusion_verdict_reasons"]),
        community_leads=frozenset(_community_leads(city)),
    )


def limit_of(row: Table) -> Limit:
    return Limit.model_validate(row)


def _share(terms: Table, name: str) -> float:
    share = float(terms[name]["share"])
    if not 0 < share <= 1:
        raise ValueError(f"{name}: share: {share} has to be above 0 and at most 1")
    return share


def _lasting(city: Table, terms: Table) -> frozenset[str]:
    lasting = frozenset(terms["lasting_outcomes"]["codes"])
    for code in sorted(lasting.difference(city["outcomes"])):
        raise ValueError(f"lasting_outcomes: codes: city.yaml has no outcome {code}")
    return lasting


def _organisation(row: Table) -> Organisation:
    return Organisation(
        name=row["name"],
        kind=row["kind"],
        duty24=bool(row.get("duty24")),
        parent=row.get("parent"),
    )


def _terms(terms: Table) -> Terms:
    limits, decisions, signing = terms["limits"], terms["decisions"], terms["sign_off"]
    return Terms(
        triage=limit_of(limits["triage"]),
        mediation=limit_of(limits["mediation"]),
        redo=limit_of(limits["redo"]),
        sign_duty24=limit_of(signing["duty24"]),
        sign_others=limit_of(signing["others"]),
        return_task=limit_of(decisions["return_task"]),
        decide_return=limit_of(decisions["decide_return"]),
        first_contact=limit_of(decisions["first_contact"]),
        contact_again=limit_of(decisions["contact_again"]),
        review=limit_of(limits["parking_review"]),
        still_fixed=limit_of(limits["still_fixed"]),
    )


def _counts(terms: Table) -> Counts:
    return Counts(
        returns=int(terms["returns_before_designation"]["count"]),
        bad_rounds=int(terms["bad_rounds_before_supervision"]["count"]),
        urges=int(terms["urges_before_supervision"]["count"]),
    )


def _ladder(terms: Table) -> Ladder:
    levels = sorted(terms["supervision"], key=lambda row: int(row["level"]))
    bounds = terms["supervision_bounds"]
    if [row["level"] for row in levels] != LEVELS[: len(levels)]:
        raise ValueError(f"supervision: level: has to be {LEVELS}, or begin so")
    return Ladder(
        shares=tuple(float(row["after"]) for row in levels),
        at_least=limit_of(bounds["at_least"]),
        at_most=limit_of(bounds["at_most"]),
    )


def _extensions(terms: Table) -> Extensions:
    """An approver without a row would leave a department waiting for nobody."""
    rows, limits = dict(terms["extensions"]), terms["limits"]
    approvers = {name: _approver(row) for name, row in terms["approvers"].items()}
    for name, row in rows.items():
        if row["approved_by"] not in approvers:
            raise ValueError(f"extensions.{name}: no approver {row['approved_by']!r}")
        if name != "others" and row["unit"] != limits[name]["unit"]:
            raise ValueError(f"extensions.{name}: unit: is not the limit's own")
    others = _extension(rows.pop("others"))
    return Extensions(
        by_limit={name: _extension(row) for name, row in rows.items()},
        others=others,
        approvers=approvers,
    )


def _approver(row: Table) -> Approver:
    return Approver(
        role=row["role"],
        zh=row["name"],
        en=row["name_en"],
        own=bool(row.get("own")),
    )


def _extension(row: Table) -> Extension:
    return Extension(
        amount=row.get("amount"),
        share=float(row.get("share", 0)),
        approver=row["approved_by"],
    )


def _pauses(city: Table, terms: Table) -> Pauses:
    caps, reasons = terms["pauses"], city["pause_reasons"]
    if caps["most_days"]["unit"] != "working_days":
        raise ValueError("pauses.most_days: unit: has to be working_days")
    return Pauses(
        most_times=int(caps["most_times"]["count"]),
        most=limit_of(caps["most_days"]),
        statutory=frozenset(r["code"] for r in reasons if r.get("statutory")),
    )


def _community_leads(city: Table) -> Iterator[str]:
    """The categories of the list, and all below them."""
    parents = {row["code"]: row.get("parent") for row in city["categories"]}
    listed = set(city.get("community_may_lead", {}).get("categories", ()))
    for code in parents:
        above: str | None = code
        while above and above not in listed:
            above = parents.get(above)
        if above:
            yield code


def _reasons(rows: list[Table]) -> Reasons:
    return {row["code"]: row["name"] for row in rows}


def _verdicts(rows: list[Table]) -> Mapping[str, Reasons]:
    """Each verdict has reasons of its own: none could be given for the other."""
    for row in rows:
        if row.get("verdict") not in VERDICTS:
            raise ValueError(
                f"exclusion_verdict_reasons: {row['code']}: verdict: has to be one of"
                f" {', '.join(VERDICTS)}"
            )
    return {v: _reasons([row for row in rows if row["verdict"] == v]) for v in VERDICTS}
