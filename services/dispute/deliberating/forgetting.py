"""Names and words of residents go with their key; what was counted stays counted."""

from datetime import timedelta
from functools import partial

from services.dispute.deliberating.domain.parts import Result
from services.dispute.deliberating.domain.waking import (
    Count,
    KeysGone,
    count,
    keys_gone,
)
from services.dispute.deliberating.hall import Hall
from services.kit.running.loops import again_and_again, each_by_itself

PERIOD = timedelta(seconds=5)
AT_MOST = 200


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
    ids = await hall.books.to_forget(AT_MOST)
    return await each_by_itself("topic_to_forget", ids, partial(forget, hall))


async def sweep_forever(hall: Hall) -> None:
    one_round = partial(sweep, hall)
    await again_and_again("topics_to_forget", one_round, PERIOD, AT_MOST)
