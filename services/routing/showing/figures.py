"""Returns and rates, as shares and with the numbers that they are shares of."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from services.kit.writing.documents import Document
from services.routing.showing.rates import rates_of, share
from services.routing.store.rounds import MARKS


class Returned(BaseModel):
    """`cases`: of how many cases; a return neither upheld nor dismissed waits."""

    cases: int = 0
    returns: int = 0
    upheld: int = 0
    dismissed: int = 0
    upheld_share: float | None = None
    """Of those decided on."""


class RuleReturns(Returned):
    rule: str | None
    """None: a task that no rule and no dispatcher had sent there."""
    planned: int = 0
    """Cases that it sent somewhere in that time."""
    share: float | None = None
    """Cases returned in that time for one planned in it; a high one: a wrong rule."""


class DepartmentReturns(Returned):
    department: str


class ReturnsView(BaseModel):
    rules: list[RuleReturns]
    departments: list[DepartmentReturns]


class DepartmentRates(BaseModel):
    """`rates.py` says what counts; a share is from 0 to 1, or not there."""

    department: str
    concluded: int
    """Rounds that it led to their conclusion; what was excluded is in no number."""
    excluded: int
    late: int
    contact_missed: int
    """Rounds in which nobody had spoken to the resident in time."""
    on_time: float | None
    response: float | None
    resolution: float | None
    satisfaction: float | None


class RatesView(BaseModel):
    departments: list[DepartmentRates]


def rule_returns(
    rows: Iterable[Document], planned: Mapping[str, int]
) -> list[RuleReturns]:
    """The most often returned first; a rule nothing came back from is there too."""
    returned = {row["_id"]: row for row in rows}
    shown = [
        _rule(rule, returned.get(rule, {}), planned.get(rule or "", 0))
        for rule in {*returned, *planned}
    ]
    return sorted(shown, key=lambda it: (-(it.share or 0), -it.cases, it.rule or ""))


def department_returns(rows: Iterable[Document]) -> list[DepartmentReturns]:
    shown = [DepartmentReturns(department=row["_id"], **_decided(row)) for row in rows]
    return sorted(shown, key=lambda it: (-it.returns, it.department))


def department_rates(rows: Sequence[Document]) -> list[DepartmentRates]:
    left_out = {
        row["_id"]["department"]: row["concluded"]
        for row in rows
        if row["_id"]["excluded"]
    }
    counted = {
        row["_id"]["department"]: row for row in rows if not row["_id"]["excluded"]
    }
    return [
        _rates(name, counted.get(name, NONE), left_out.get(name, 0))
        for name in sorted({*left_out, *counted})
    ]


NONE: Document = dict.fromkeys(MARKS, 0)


def _rates(department: str, sums: Document, excluded: int) -> DepartmentRates:
    rates = vars(rates_of(sums))
    shown = {"department": department, "excluded": excluded} | rates
    return DepartmentRates.model_validate(sums | shown)


def _rule(rule: str | None, row: Document, planned: int) -> RuleReturns:
    said = _decided(row)
    ratio = share(said["cases"], planned)
    return RuleReturns(rule=rule, planned=planned, share=ratio, **said)


def _decided(row: Document) -> dict[str, Any]:
    names = ("cases", "returns", "upheld", "dismissed")
    said = {name: row.get(name, 0) for name in names}
    decided = said["upheld"] + said["dismissed"]
    return said | {"upheld_share": share(said["upheld"], decided)}
