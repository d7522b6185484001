"""What a department writes and nobody can read is answered in its own feed."""

import json
from uuid import UUID

import pytest

from contracts.routing import ReplyRejected
from services.kit.reading.received import Received
from services.routing.strays import answer_strays, stray_of
from tests.routing.world import CASE

ID = "f14f0138-a1c0-54ef-afce-85c91c7b89bf"
TOPIC = "departments.housing.replies"


def sent(value: bytes | None, key: bytes | None = None, offset: int = 7) -> Received:
    return Received(TOPIC, 1, offset, key, value)


def written(**said) -> bytes:
    return json.dumps(said).encode()


@pytest.fixture
def answer(world):
    answering = answer_strays(world.letters)

    async def answer(received, wrong="data.action: missing"):
        await answering(received, wrong)
        await world.city.settle()
        heard = world.city.bus.on("departments.housing.tasks")
        return [e.data for e in heard if isinstance(e.data, ReplyRejected)]

    return answer


async def test_it_names_the_reply_and_the_fields_that_are_wrong(answer):
    (told,) = await answer(sent(written(id=ID, subject=CASE)))

    assert (told.reply_id, told.case_id, told.reason) == (UUID(ID), CASE, "unreadable")
    assert "data.action: missing" in told.words_en
    assert "data.action: missing" in told.words_zh


@pytest.mark.parametrize(
    "value", [None, b"", b"\xff\xfe", b"[]", b"{", written(id=7, subject=["x"])]
)
async def test_what_is_no_document_at_all_is_answered_too(answer, value):
    (told,) = await answer(sent(value, key=CASE.encode()))

    assert told.case_id == CASE
    assert told.department == "housing"


async def test_the_same_bytes_read_again_are_answered_once(answer):
    received = sent(b"{")
    await answer(received)

    assert len(await answer(received)) == 1


async def test_two_of_them_are_two(answer):
    await answer(sent(b"{"))

    assert len(await answer(sent(b"{", offset=8))) == 2


def test_without_a_case_a_department_has_one_of_its_own():
    first, second = (stray_of(sent(b"{", offset=n), "") for n in (1, 2))

    assert first.case_id == second.case_id
    assert first.id != second.id


async def test_a_long_list_of_faults_is_cut(answer):
    (told,) = await answer(sent(b"{"), "x" * 900)

    assert len(told.words_zh) <= 500
