"""The city's mediators, from `mediators.yaml`."""

from collections.abc import Container

from services.dispute.city.loading import Table
from services.dispute.domain.roster import Mediator, Roster


def roster_of(
    table: Table,
    bodies: Container[str],
    regimes: Container[str],
    types: Container[str],
) -> Roster:
    """A login belongs to one mediator only: whoever has it acts in that name."""
    made = []
    for place, row in table.rows("mediators"):
        mediator = table.made(place, Mediator, row)
        if mediator.body not in bodies:
            raise table.wrong(f"{place}: body", "is no organisation of city.yaml")
        for regime in mediator.regimes:
            if regime not in regimes:
                raise table.wrong(f"{place}: regimes", f"{regime} is no regime")
        for specialty in mediator.specialties:
            if specialty not in types:
                raise table.wrong(
                    f"{place}: specialties", f"{specialty} is no type of dispute"
                )
        made.append(mediator)
    table.once("mediators: code", [mediator.code for mediator in made])
    table.once("mediators: subject", [mediator.subject for mediator in made])
    return Roster(tuple(made))
