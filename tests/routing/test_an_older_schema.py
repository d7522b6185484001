"""A program that was written on another day still speaks: it is heard or answered.

Every reply ever committed as an example is sent as its department would send it.
"""

import json
from pathlib import Path

import pytest

from contracts.department import TaskReply
from contracts.evolution.promises import EXAMPLES
from contracts.routing import ReplyRejected
from contracts.topics import read_by
from services.kit.reading.arrival import Arrival
from services.kit.reading.desk import Desk
from services.kit.reading.received import Received
from tests.routing.world import CASE, departments

COMMITTED = sorted((EXAMPLES / TaskReply.TYPE).glob("*.json"))
DESK = Desk(read_by("routing", departments()))
REFUSED = {
    "03-return": "unknown-reason",
    "09-assess": "nobody-whistled",
}
"""A reason that the city has called otherwise since; nobody whistled in this test."""


def sender_of(path: Path) -> str:
    return str(json.loads(path.read_text())["data"]["department"])


async def heard(world, path: Path, value: bytes):
    """What its department is told because of it."""
    sender = sender_of(path)
    topic = f"departments.{sender}.replies"
    event = DESK.opened(Received(topic, 0, 0, b"k", value))
    await world.city.deliver(world.handlers, Arrival(topic, event))
    feed = world.city.bus.on(f"departments.{sender}.tasks")
    return [said.data for said in feed if said.causationid == event.id]


async def leading(world, department: str, action: str) -> str:
    """The task of whoever leads the case alone; signed, unless that is to come."""
    await world.accept(category="other")
    await world.assign(department)
    if action != "acknowledge":
        await world.sign(department)
    return (await world.task(department)).task_id


def renamed(text: str, names: dict[str, str]) -> bytes:
    for old, new in names.items():
        text = text.replace(old, new)
    return text.encode()


def test_there_are_such_examples():
    assert len(COMMITTED) >= 9


@pytest.mark.parametrize("path", COMMITTED, ids=lambda path: path.stem)
async def test_an_older_schema_about_an_own_task_is_heard_or_refused_in_words(
    world, path
):
    about = json.loads(path.read_text())["data"]
    task_id = await leading(world, about["department"], about["action"])
    now = {about["case_id"]: CASE, about["task_id"]: task_id}
    (told, *_) = await heard(world, path, renamed(path.read_text(), now))

    if expected := REFUSED.get(path.stem):
        assert (told.reason, told.task_id) == (expected, task_id)
        assert told.words_zh
        assert told.words_en
    else:
        assert not isinstance(told, ReplyRejected)


@pytest.mark.parametrize("path", COMMITTED, ids=lambda path: path.stem)
async def test_an_older_schema_about_nothing_here_is_refused_in_words(world, path):
    (no,) = await heard(world, path, path.read_bytes())

    assert isinstance(no, ReplyRejected)
    assert no.reason == "unknown-task"
    assert no.words_zh
    assert no.words_en
