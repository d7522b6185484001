"""Sittings, words, facts for the record, and reports of danger, over HTTP."""

from fastapi import APIRouter, Depends, Response

from services.dispute.api.wall import dangers, facts, mine, readings, sessions, words

__all__ = ["router"]


async def unshared(response: Response) -> None:
    """Nobody on the way keeps a copy."""
    response.headers["Cache-Control"] = "no-store"


ROOMS = (sessions, words, mine, facts, dangers, readings)
router = APIRouter(dependencies=[Depends(unshared)])
for room in ROOMS:
    router.include_router(room.router)
