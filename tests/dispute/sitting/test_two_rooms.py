"""A mediator has many mediations, and a program may count its keys anew in each."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from contracts.codes import derived_id
from services.dispute.domain.mediation import mediation_id
from services.kit.writing.change import Change
from tests.dispute.sitting.room import Room
from tests.dispute.sitting.served import CHEN, Served, served

ANOTHER = derived_id("another task")
THERE = f"/v1/mediations/{mediation_id(ANOTHER)}"
KEY = "the-first-one"


@pytest.fixture
async def at(room: Room, tmp_path: Path) -> AsyncIterator[Served]:
    """The same mediator has taken both."""
    mine = await room.mediation
    other = mine.but(mediation_id=mediation_id(ANOTHER), task_id=ANOTHER)
    await room.world.mediations.command(
        other.mediation_id, None, lambda *_: Change(other)
    )
    async with served(room, tmp_path) as at:
        yield at


async def _in_both(at: Served, path: str, body: dict[str, Any]) -> list[dict[str, Any]]:
    """The same request under the same key, here and there."""
    answers = [
        await at.post(each, body, CHEN, KEY) for each in (path, f"{THERE}/{path}")
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    return [answer.json() for answer in answers]


async def test_minutes_under_the_same_key_are_kept_in_both(at: Served) -> None:
    here, there = await _in_both(at, "words", {"kind": "minutes", "text": "各退一步"})
    read = (await at.get(f"{THERE}/words", CHEN)).json()["words"]

    assert here["word_id"] != there["word_id"]
    assert [word["text"] for word in read] == ["各退一步"]


async def test_a_report_under_the_same_key_has_its_words_in_both(at: Served) -> None:
    danger = {"kind": "minor_harmed", "to": "line_110", "text": "孩子身上有伤"}
    _, there = await _in_both(at, "dangers", danger)
    read = await at.get(f"{THERE}/dangers/{there['report_id']}", CHEN)

    assert read.json()["text"] == danger["text"]


async def test_sittings_under_the_same_key_are_two(at: Served) -> None:
    zhang = (await at.room.mediation).parties[0].party_id
    plan = {"parties": [zhang], "at": "2026-03-03T10:00:00+08:00", "venue": "online"}
    here, there = await _in_both(at, "sessions", plan)

    assert here["session_id"] != there["session_id"]
