"""The mediation centre over HTTP."""

from fastapi import APIRouter

from services.dispute.api import lasting, mediations, parties

__all__ = ["router"]

ROOMS = (mediations, lasting, parties)
router = APIRouter(prefix="/v1")
for room in ROOMS:
    router.include_router(room.router)
