"""Who has read what, for those who answer for it."""

from datetime import datetime

from fastapi import APIRouter

from services.dispute.api.wall.at_wall import AtWall, OfHouse
from services.dispute.api.wall.shown import ReadingsShown, read_shown, reported
from services.dispute.domain.sitting.danger import check_reporter
from services.kit.serving.paging import Paging

PLACE = (datetime, str)
router = APIRouter()


@router.get("/mediations/{id}/readings")
async def read_readings(who: OfHouse, wall: AtWall, page: Paging) -> ReadingsShown:
    """Every read behind the wall: who, whose, when and which, and no word of it."""
    check_reporter(who.mediation, who.reader)
    rows = await wall.log.page(who.id, None, page.past(*PLACE), page.fetch)
    shown = page.of(rows, lambda read: (read.at, read.read_id))
    return ReadingsShown(
        reported=reported(who.mediation), reads=[read_shown(each) for each in shown]
    )
