"""A department whose reply cannot be read is told so in its own feed."""

import re
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from pydantic_core import from_json

from contracts.codes import UUID_PATTERN, derived_id
from contracts.topics import department_of
from services.kit.reading.arrival import Stray
from services.kit.reading.received import Received
from services.kit.writing.repository import Repository
from services.routing.domain.replies import Correspondence, StrayReply, refuse_stray

CASE_ID = re.compile(UUID_PATTERN)


def answer_strays(letters: Repository[Correspondence]) -> Stray:
    """Once each."""

    async def answer(received: Received, wrong: str) -> None:
        stray = stray_of(received, wrong)
        id = f"{stray.department}.{stray.case_id}"
        await letters.command(id, stray, refuse_stray, cause=stray.id)

    return answer


def stray_of(received: Received, wrong: str) -> StrayReply:
    """The topic tells who wrote; the rest is taken from it if it has the form."""
    department = department_of(received.topic) or ""
    said = _document(received.value)
    key = (received.key or b"").decode("ascii", "replace")
    ids = (said.get("subject"), said.get("correlationid"), key)
    cases = [each for each in ids if isinstance(each, str) and CASE_ID.search(each)]
    return StrayReply(
        id=_id(said.get("id")) or uuid5(NAMESPACE_URL, received.id),
        department=department,
        case_id=next(iter(cases), derived_id("no case", department)),
        wrong=wrong,
    )


def _document(value: bytes | None) -> dict[str, Any]:
    try:
        found = from_json(value or b"")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _id(said: object) -> UUID | None:
    try:
        return UUID(said) if isinstance(said, str) else None
    except ValueError:
        return None
