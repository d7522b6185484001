"""Who asks through Open311, in which language, and of which city."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header, Path, Query, Request

from services.intake.api.open311.answering import Format
from services.intake.open311.georeport import GeoReport
from services.intake.open311.refusals import unknown_jurisdiction
from services.intake.open311.seams import Partner
from services.intake.telling.language import language_of


def _georeport(request: Request) -> GeoReport:
    georeport: GeoReport = request.app.state.georeport
    return georeport


TheGeoReport = Annotated[GeoReport, Depends(_georeport)]
Key = Annotated[
    str | None, Query(max_length=200, description="yours, given by the city")
]
Listed = Annotated[str | None, Query(max_length=4_000)]


@dataclass(frozen=True)
class Asker:
    georeport: GeoReport
    format: Format
    language: str
    jurisdiction_id: str | None

    def in_the_city(self, jurisdiction_id: str | None) -> None:
        """Raises 404 for another one."""
        if jurisdiction_id not in (None, "", self.georeport.offer.jurisdiction):
            raise unknown_jurisdiction(self.georeport.offer.jurisdiction)


async def _asker(
    georeport: TheGeoReport,
    format: Annotated[Format, Path()],
    jurisdiction_id: Annotated[str | None, Query(max_length=64)] = None,
    accept_language: Annotated[str, Header(max_length=400)] = "",
) -> Asker:
    asker = Asker(georeport, format, language_of(accept_language), jurisdiction_id)
    asker.in_the_city(jurisdiction_id)
    return asker


Asks = Annotated[Asker, Depends(_asker)]


async def _partner(asks: Asks, api_key: Key = None) -> Partner:
    return await asks.georeport.known(api_key)


APartner = Annotated[Partner, Depends(_partner)]
