"""HTTP: what was sent, what providers say, and who has to be told by a person."""

from fastapi import APIRouter

from services.notification.api import (
    inbox,
    messages,
    opting_out,
    receipts,
    statistics,
    worklist,
)

__all__ = ["router"]

ROOMS = (messages, worklist, inbox, receipts, statistics, opting_out)
router = APIRouter(prefix="/v1")
for room in ROOMS:
    router.include_router(room.router)
