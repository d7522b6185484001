"""举报: a report reaches nobody whom it accuses, nor anybody who works under them."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Protocol

from services.routing.domain import refusals
from services.routing.domain.handling import Handling
from services.routing.domain.norms import Norms, Ruling

ACCUSED = "accused"
"""The rule of a report that is left to the dispatcher since its lead is accused."""
WHY_ZH = "举报不交给被举报单位及其下属单位,转人工派单。"
WHY_EN = "A report is not given to whom it accuses, nor below; a dispatcher decides."


class Under(Protocol):
    @property
    def parent(self) -> str | None: ...


def is_accused(
    department: str, accused: Collection[str], city: Mapping[str, Under]
) -> bool:
    """Itself, or one of those above it."""
    at: str | None = department
    for _ in range(len(city) + 1):
        if at is None or at in accused:
            return at is not None
        known = city.get(at)
        at = known.parent if known else None
    return False


def demand_unaccused(norms: Norms, handling: Handling, *departments: str) -> None:
    """Whatever somebody decides, no task begins at whom the report is about."""
    for department in departments:
        if is_accused(department, handling.accused, norms.organisations):
            raise refusals.accused()


def spared(norms: Norms, ruling: Ruling, accused: Collection[str]) -> Ruling:
    """What the rules say, without those whom the report is about."""
    city = norms.organisations
    if ruling.lead and is_accused(ruling.lead, accused, city):
        return replace(
            ruling,
            lead=None,
            co_handlers=(),
            rule=ACCUSED,
            why_zh=(*ruling.why_zh, WHY_ZH),
            why_en=(*ruling.why_en, WHY_EN),
        )
    others = (c for c in ruling.co_handlers if not is_accused(c, accused, city))
    return replace(ruling, co_handlers=tuple(others))
