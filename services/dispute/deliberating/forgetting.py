"""Names and words of residents go with their key; what was counted stays counted."""

import asyncio
from datetime import timedelta

import structlog

from services.dispute.deliberating.domain.parts import Result
from services.dispute.deliberating.domain.waking import (
    Count,
    KeysGone,
    count,
    keys_gone,
)
from services.dispute.deliberating.hall import Hall
from services.kit.errors import Unavailable

PERIOD = timedelta(seconds=5)
AT_MOST = 200

log = structlog.get_logger(__name__)


async def forget(hall: Hall, topic_id: str) -> None:
    """Safe to break off and to repeat: the first count is the one that is kept."""
    topic = await hall.topics.load(topic_id)
    keys = topic.keys_to_go if topic else ()
    if topic_id in keys:
        await hall.topics.command(topic_id, await _counted(hall, topic_id), count)
        await hall.voices.remove(topic_id)
    for key in keys:
        await hall.people.vault.destroy(key)
    await hall.topics.command(topic_id, KeysGone(keys), keys_gone)


async def _counted(hall: Hall, topic_id: str) -> Count:
    supporters = await hall.voices.supporters([topic_id])
    tally = await hall.voices.tally(topic_id)
    return Count(
        Result(
            supporters=supporters.get(topic_id, 0),
            answers=tally.answers,
            picked=dict(tally.picked),
        )
    )


async def sweep(hall: Hall) -> int:
    """People who left, and topics whose time has come; tells how many.

    One that fails does not keep the others: it waits for the next round.
    """
    done = 0
    for topic_id in await hall.books.to_forget(AT_MOST):
        try:
            await forget(hall, topic_id)
            done += 1
        except Unavailable:
            raise
        except Exception:
            log.exception("the people of a topic were not forgotten", topic=topic_id)
    return done


async def sweep_forever(hall: Hall) -> None:
    while True:
        full = False
        try:
            full = await sweep(hall) == AT_MOST
        except Unavailable as error:
            log.warning("keys wait to be destroyed", why=str(error))
        except Exception:
            log.exception("a key could not be destroyed; the next round comes")
        await asyncio.sleep(0 if full else PERIOD.total_seconds())
