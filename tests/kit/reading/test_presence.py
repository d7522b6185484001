"""A topic that does not exist is named, and waited for."""

from services.kit.reading.presence import wait_for_topics
from services.kit.running.watchdog import Progress


async def test_reading_waits_for_its_topics_and_says_for_which():
    seen = iter([None, frozenset({"a"}), frozenset({"a", "b"})])
    progress, told, pauses = Progress(), [], []

    async def listing() -> frozenset[str] | None:
        return next(seen)

    async def pause(seconds: float) -> None:
        pauses.append(seconds)
        told.append((progress.broker, progress.missing))

    await wait_for_topics(["a", "b"], listing, progress, pause)

    assert told == [("down", ()), ("up", ("b",))]
    assert pauses == [0.25, 0.5]
    assert (progress.broker, progress.missing) == ("up", ())
