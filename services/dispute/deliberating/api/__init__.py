"""Deliberation over HTTP: the resident, the host, and everybody."""

from fastapi import APIRouter

from services.dispute.deliberating.api import (
    everybody,
    hosting,
    meeting,
    proposing,
    topics,
    voicing,
)

__all__ = ["router"]

router = APIRouter(prefix="/v1")
for room in (topics, proposing, hosting, meeting, voicing, everybody):
    router.include_router(room.router)
