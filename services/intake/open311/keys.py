"""A partner's api_key: shown once, and then only known by its digest."""

from datetime import timedelta

from services.kit.sealing.digests import Digests
from services.kit.sealing.keys import new_secret

PARTNER_CODE = r"[a-z][a-z0-9-]{1,39}"
SAME = timedelta(minutes=5)
"""GeoReport has no token for a retry: the same body within this time is one."""


def new_key() -> str:
    return new_secret()


def key_digest(digests: Digests, key: str) -> str:
    return digests.of("partner-key", key)


def body_digest(digests: Digests, partner: str, body: bytes) -> str:
    """Under which name a request without an Idempotency-Key is remembered."""
    return digests.of("open311-repeat", partner, body)
