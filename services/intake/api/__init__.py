"""The one window over HTTP."""

from fastapi import APIRouter

from services.intake.api import asking, cases

router = APIRouter(prefix="/v1")
router.include_router(cases.router)
router.include_router(asking.router)
