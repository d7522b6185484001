"""Group commit: fewer writes, the same promise to each caller."""

import asyncio
from collections.abc import Sequence

import pytest

from services.kit.errors import Unavailable
from services.kit.writing.gathering import Gathering


class Store:
    def __init__(self) -> None:
        self.writes: list[list[str]] = []
        self.away = False

    async def write(self, items: Sequence[str]) -> None:
        await asyncio.sleep(0)
        if self.away:
            raise Unavailable("away")
        if "bad" in items:
            raise ValueError("refused")
        self.writes.append(list(items))


@pytest.fixture
def store() -> Store:
    return Store()


async def test_what_comes_together_is_written_together(store: Store) -> None:
    gathering = Gathering(store.write)
    await asyncio.gather(*(gathering.add([str(number)]) for number in range(9)))

    assert len(store.writes) == 1
    assert sorted(store.writes[0]) == sorted(map(str, range(9)))


async def test_a_refused_item_fails_its_own_caller_only(store: Store) -> None:
    gathering = Gathering(store.write)
    wishes = [gathering.add([item]) for item in ("a", "bad", "b")]
    first, bad, second = await asyncio.gather(*wishes, return_exceptions=True)

    assert (first, second) == (None, None)
    assert isinstance(bad, ValueError)
    assert store.writes == [["a"], ["b"]]


async def test_an_outage_is_everybodys(store: Store) -> None:
    gathering = Gathering(store.write)
    store.away = True
    wishes = [gathering.add([item]) for item in "ab"]
    outcomes = await asyncio.gather(*wishes, return_exceptions=True)
    assert all(isinstance(outcome, Unavailable) for outcome in outcomes)

    store.away = False
    await gathering.add(["a"])
    assert store.writes == [["a"]]


async def test_nothing_is_no_write(store: Store) -> None:
    await Gathering(store.write).add([])

    assert store.writes == []
