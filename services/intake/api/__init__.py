"""The one window over HTTP."""

from fastapi import APIRouter

from services.intake.api import (
    asking,
    cases,
    correcting,
    deciding,
    drafts,
    items,
    papers,
    people,
    repeats,
)

router = APIRouter(prefix="/v1")
router.include_router(items.router)
router.include_router(drafts.router)
router.include_router(cases.router)
router.include_router(deciding.router)
router.include_router(correcting.router)
router.include_router(asking.router)
router.include_router(papers.router)
router.include_router(repeats.router)
router.include_router(people.router)
