"""The ways to mediate and the questions of the start, from `mediation.yaml`."""

from collections.abc import Mapping

from services.dispute.city.loading import Table
from services.dispute.domain.rules import PEOPLE, Regime, Screen
from services.dispute.domain.sitting.rules import SittingRules

MOST_NOTICES = 3


def regimes_of(table: Table) -> Mapping[str, Regime]:
    """Without `people` nothing would hold where the city says nothing."""
    made = [table.made(place, Regime, row) for place, row in table.rows("regimes")]
    table.once("regimes", [regime.code for regime in made])
    regimes = {regime.code: regime for regime in made}
    if PEOPLE not in regimes:
        raise table.wrong("regimes", f"there has to be one with code {PEOPLE}")
    for regime in made:
        _check_order(table, regime)
        _check_notices(table, regime)
    return regimes


def screens_of(table: Table) -> Mapping[str, Screen]:
    made = [table.made(place, Screen, row) for place, row in table.rows("screens")]
    table.once("screens", [screen.code for screen in made])
    return {screen.code: screen for screen in made}


def check_reports(
    table: Table, screens: Mapping[str, Screen], sitting: SittingRules
) -> None:
    """What is to be reported says as what, to whom, and why no party is told."""
    for screen in screens.values():
        if screen.then != "report":
            continue
        kind = sitting.dangers.get(screen.danger)
        if kind is None:
            place = f"screens: {screen.code}: danger"
            raise table.wrong(place, "has to be a danger of wall.yaml")
        if screen.to not in kind.authorities:
            place = f"screens: {screen.code}: to"
            raise table.wrong(place, f"has to be an authority of {kind.code}")
        if screen.withheld not in sitting.withheld_reasons:
            place = f"screens: {screen.code}: withheld"
            raise table.wrong(place, "has to be one of withheld_reasons of wall.yaml")


def _check_order(table: Table, regime: Regime) -> None:
    """Parties cannot be given longer to choose than the body has to appoint."""
    choose, appoint = regime.choose, regime.appoint
    if choose.unit != appoint.unit or choose.amount > appoint.amount:
        raise table.wrong(
            f"regimes: {regime.code}: choose",
            "has to be no longer than appoint, in the same unit",
        )


def _check_notices(table: Table, regime: Regime) -> None:
    """An invitation says which notice it is, and knows of no fourth."""
    if regime.notices.count > MOST_NOTICES:
        place = f"regimes: {regime.code}: notices.count"
        raise table.wrong(place, f"has to be {MOST_NOTICES} at most")
