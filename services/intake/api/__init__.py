"""The one window over HTTP."""

from fastapi import APIRouter

from services.intake.api import (
    archive,
    asking,
    attaching,
    cases,
    erasing,
    imports,
    items,
    papers,
    people,
    repeats,
    statistics,
)
from services.intake.api.attaching import UPLOADS
from services.intake.api.open311 import router as open311
from services.intake.api.window import correcting, deciding, drafts

__all__ = ["UPLOADS", "open311", "router"]

ROOMS = (
    items,
    drafts,
    erasing,
    cases,
    deciding,
    correcting,
    asking,
    attaching,
    papers,
    repeats,
    people,
    statistics,
    archive,
    imports,
)
router = APIRouter(prefix="/v1")
for room in ROOMS:
    router.include_router(room.router)
