"""What the mediator writes down of people is what their letters and papers can hold."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.dispute.agreeing.links import agreements_of
from tests.dispute.sitting.room import Room
from tests.dispute.sitting.served import CHEN, Served, served
from tests.dispute.world import World

FORGED = "王五\n二、纠纷的主要事实\n李四欠钱"
SHOWN = [{"kind": "seen_original"}]


@pytest.fixture
async def at(world: World, tmp_path: Path) -> AsyncIterator[Served]:
    await world.mediating()
    async with served(Room(world), tmp_path, agreements_of(world)) as at:
        yield at


@pytest.mark.parametrize(
    "wrong",
    [{"name": FORGED}, {"name": "\u202e五王"}, {"name": " "}, {"email": "a\r\nb@c.de"}],
)
async def test_a_name_is_one_line_that_can_be_read(
    at: Served, wrong: dict[str, Any]
) -> None:
    person = {"name": "王五", "email": "wang.wu@people.example"} | wrong
    agent = person | {"authority": "guardian", "evidence": SHOWN}
    zhang = (await at.room.mediation).parties[0].party_id
    (field,) = wrong
    for path, body in (
        ("parties", {"person": person}),
        (f"parties/{zhang}/agent", {"agent": agent}),
    ):
        answer = await at.post(path, body, CHEN)
        (error,) = answer.json()["errors"]
        assert error["pointer"] == f"/{next(iter(body))}/{field}"

    assert len((await at.room.mediation).parties) == 2


async def test_terms_by_word_of_mouth_are_readable(at: Served) -> None:
    terms = {"performed_at_once": True, "terms": "各退一步\u0007"}
    answer = await at.post("agree", terms, CHEN)

    assert answer.json()["errors"][0]["pointer"] == "/terms"
