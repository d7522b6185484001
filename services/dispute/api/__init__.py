"""The mediation centre over HTTP."""

from fastapi import APIRouter

from services.dispute.api import (
    agreeing,
    choosing,
    joining,
    lasting,
    mediations,
    parties,
    rest,
    wall,
)

__all__ = ["router"]

ROOMS = (
    mediations,
    joining,
    choosing,
    lasting,
    parties,
    rest,
    wall,
    *agreeing.ROOMS,
)
router = APIRouter(prefix="/v1")
for room in ROOMS:
    router.include_router(room.router)
