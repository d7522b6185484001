"""How a person in the demonstration decides: over HTTP, and not too late."""

from typing import Any
from uuid import uuid4

from tools.demo.playing.people import Caller

TOO_LATE = 409
"""Meanwhile the resident withdrew the case, or somebody else decided."""


async def decided(
    caller: Caller, path: str, body: Any, service: str = "routing"
) -> bool:
    """False: too late. Raises `RuntimeError` with the reason of any other no."""
    response = await caller.post(service, path, body, uuid4().hex)
    if response.is_error and response.status_code != TOO_LATE:
        reason = response.json().get("type", "")
        raise RuntimeError(f"{service}: {path} {response.status_code} {reason}")
    return response.is_success
