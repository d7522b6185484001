"""Open311 over books in memory, at the window of the tests' world."""

from functools import cache
from pathlib import Path

from services.intake.open311.georeport import GeoReport
from services.intake.open311.offered import Offer, load_offer
from services.intake.open311.places import Places, load_places
from services.intake.window import Window
from services.kit.sealing.digests import Digests
from services.kit.testing.documents import MemoryDocuments
from tests.intake.open311.memory import MemoryFiled, MemoryPartners, MemoryRepeats

CITY = Path("deploy/config")


def georeport(
    window: Window, digests: Digests, documents: MemoryDocuments
) -> GeoReport:
    offer, places = _offered()
    return GeoReport(
        window=window,
        digests=digests,
        offer=offer,
        places=places,
        partners=MemoryPartners(),
        repeats=MemoryRepeats(),
        filed=MemoryFiled(documents),
    )


@cache
def _offered() -> tuple[Offer, Places]:
    """The city's own data, read once for all tests."""
    offer = load_offer(CITY)
    return offer, load_places(CITY, offer.areas)
