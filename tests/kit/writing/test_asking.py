"""Questions that come together are asked together, and each gets its own answer."""

import asyncio
from collections.abc import Sequence

import pytest

from services.kit.errors import Unavailable
from services.kit.writing.asking import AT_MOST, Asking


class Oracle:
    """Doubles numbers; does not like 13; is away as long as `away` says."""

    def __init__(self) -> None:
        self.asked: list[list[int]] = []
        self.away = False

    async def __call__(self, questions: Sequence[int]) -> Sequence[int]:
        self.asked.append(list(questions))
        await asyncio.sleep(0)
        if self.away:
            raise Unavailable("away")
        if 13 in questions:
            raise ValueError("unlucky")
        return [2 * question for question in questions]


async def test_many_at_once_share_few_questions():
    oracle = Oracle()
    asking = Asking(oracle)
    answers = await asyncio.gather(*(asking.of(number) for number in range(100, 400)))

    assert answers == [2 * number for number in range(100, 400)]
    assert max(map(len, oracle.asked)) == AT_MOST
    assert len(oracle.asked) == 3


async def test_what_comes_while_one_is_asked_is_never_answered_with_the_old():
    oracle = Oracle()
    asking = Asking(oracle)
    first = asyncio.create_task(asking.of(1))
    while not oracle.asked:
        await asyncio.sleep(0)
    await asyncio.gather(first, asking.of(1), asking.of(1))

    assert oracle.asked == [[1], [1, 1]]


async def test_a_bug_in_one_stays_with_that_one():
    asking = Asking(Oracle())
    answers = await asyncio.gather(
        *(asking.of(number) for number in (1, 13, 3)), return_exceptions=True
    )

    assert [answers[0], answers[2]] == [2, 6]
    assert isinstance(answers[1], ValueError)


async def test_being_away_is_said_to_all_and_asked_once():
    oracle = Oracle()
    oracle.away = True
    asking = Asking(oracle)
    answers = await asyncio.gather(
        *(asking.of(number) for number in (1, 2, 3)), return_exceptions=True
    )
    oracle.away = False

    assert all(isinstance(answer, Unavailable) for answer in answers)
    assert len(oracle.asked) == 1
    assert await asking.of(4) == 8


async def test_somebody_who_gives_up_stops_nobody():
    asking = Asking(Oracle())
    given_up = asyncio.create_task(asking.of(1))
    other = asyncio.create_task(asking.of(2))
    await asyncio.sleep(0)
    given_up.cancel()

    assert await other == 4
    with pytest.raises(asyncio.CancelledError):
        await given_up
