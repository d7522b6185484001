"""Open311 GeoReport v2 over HTTP."""

from services.intake.api.open311.endpoints import router

__all__ = ["router"]
