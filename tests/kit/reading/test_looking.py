"""What a look says while nothing has begun: Kafka is asked, not taken for there."""

from types import SimpleNamespace

import pytest
from faust.types import TP

from services.kit.reading import looking
from services.kit.reading.lanes import Lanes
from services.kit.reading.looking import Looking
from tests.kit.reading.world import CASES

HERE = TP(CASES, 0)


class Consumer:
    """As Faust's answers: nobody is asked about the end of no partitions."""

    def assignment(self) -> set[TP]:
        return {HERE}

    async def highwaters(self, *places: TP) -> dict[TP, int]:
        return dict.fromkeys(places, 5)


@pytest.fixture
def lanes() -> Lanes:
    async def nothing(_: object) -> None: ...

    return Lanes(nothing, lambda _: None)


@pytest.fixture
def look(lanes, monkeypatch):
    async def seen(topics: frozenset[str] | None):
        async def topics_seen(_: object) -> frozenset[str] | None:
            return topics

        monkeypatch.setattr(looking, "topics_seen", topics_seen)
        parking = SimpleNamespace(lanes=frozenset())
        mine = Looking(None, lanes, parking)
        found = await mine.look(SimpleNamespace(consumer=Consumer()))
        return found, mine.progress

    return seen


async def test_kafka_away_before_reading_begins_is_no_reason(look):
    found, progress = await look(None)

    assert (found.begun, found.broker_answers, progress.broker) == (
        False,
        False,
        "down",
    )


async def test_what_is_assigned_and_never_begins_is_seen(look):
    found, progress = await look(frozenset({CASES}))

    assert (found.begun, found.broker_answers, found.unread) == (False, True, 0)
    assert progress.broker == "up"


async def test_what_begins_is_counted(look, lanes):
    lanes.begin({(CASES, 0): 3})
    found, progress = await look(None)

    assert (found.begun, found.broker_answers, found.unread) == (True, True, 2)
    assert progress.behind == 2
