"""Sittings, words, facts for the record, and reports of danger, over HTTP."""

from fastapi import APIRouter

from services.dispute.api.wall import dangers, facts, mine, readings, sessions, words

__all__ = ["router"]

ROOMS = (sessions, words, mine, facts, dangers, readings)
router = APIRouter()
for room in ROOMS:
    router.include_router(room.router)
