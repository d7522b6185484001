"""Open311 on MongoDB, beside the window that it hands over to."""

from services.intake.open311.georeport import GeoReport
from services.intake.open311.offered import load_offer
from services.intake.open311.places import load_places
from services.intake.open311.store import MongoFiled, MongoPartners, MongoRepeats
from services.intake.window import Window
from services.kit.running.platform import Platform


async def opened_georeport(platform: Platform, window: Window) -> GeoReport:
    database, city = platform.database, platform.settings.city
    partners, repeats = MongoPartners(database), MongoRepeats(database)
    await partners.create_indexes()
    await repeats.create_indexes()
    offer = load_offer(city)
    return GeoReport(
        window=window,
        digests=platform.digests,
        offer=offer,
        places=load_places(city, offer.areas),
        partners=partners,
        repeats=repeats,
        filed=MongoFiled(database),
    )
