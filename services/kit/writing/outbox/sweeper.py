"""Hands over what a crash left in an outbox."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import structlog

from services.kit.errors import Unavailable
from services.kit.writing.documents import Documents
from services.kit.writing.outbox.letters import Letter
from services.kit.writing.outbox.publisher import Publisher

GRACE = timedelta(seconds=3)
"""Above publish latency under load; else work doubles when there is too much of it."""

AT_MOST = 500

log = structlog.get_logger(__name__)


async def sweep(publisher: Publisher, documents: Documents) -> int:
    """Claims and hands over the oldest outboxes; tells how many."""
    left = await documents.claim(GRACE, AT_MOST)
    for outbox in left:
        try:
            letters = [Letter.from_stored(letter) for letter in outbox.letters]
        except (TypeError, KeyError):
            log.error("letters of a newer process are left to it", id=outbox.id)
        else:
            publisher.hand_over(documents, outbox.id, letters)
    return len(left)


async def sweep_forever(publisher: Publisher, stores: Sequence[Documents]) -> None:
    while True:
        await asyncio.sleep(GRACE.total_seconds() / 2)
        for documents in stores:
            try:
                await sweep(publisher, documents)
            except Unavailable as error:
                log.warning("sweep waits", collection=documents.name, why=str(error))
            except Exception:
                log.exception("sweep failed; the next comes", collection=documents.name)
