"""Contents that the program's private key does not open."""

from dataclasses import replace

import pytest

from contracts.intake import ContentGranted
from contracts.sealed import CaseContent
from sealing.jwe import FOR_A_READER, encrypted
from sealing.keys import new_private_jwk, private_keys
from tongban_department import KeyNotHeld


async def reads(delivery):
    await delivery.task.content()
    await delivery.task.acknowledge()


@pytest.fixture
async def harness(beside_the_city, on_task):
    return await beside_the_city(on_task(reads).run)


async def given_another_key(harness):
    """Started with the key of before a rotation; the right ones."""
    right, former = harness.city.keys, new_private_jwk()
    harness.city.keys = replace(right, private=lambda: former)
    await harness.stop()
    await harness.start()
    return right


async def started_again(harness, keys):
    await harness.crash()
    harness.city.keys = keys
    await harness.start()


def acknowledged(harness):
    """The tasks of which it has, in this order."""
    return [reply.task_id for reply in harness.city.replies]


async def test_a_program_without_the_key_stops_and_says_which_and_what_to_do(harness):
    right = await given_another_key(harness)
    kid = next(iter(private_keys(right.private())))

    words = rf"sealed for a key you do not hold \(kid {kid}\): put the \.jwk"
    with pytest.raises(KeyNotHeld, match=words):
        await harness.given()
    assert harness.department.set_aside() == []
    await started_again(harness, right)


async def test_with_the_right_key_it_goes_on_from_the_same_event(harness):
    right = await given_another_key(harness)
    tasks = [harness.city.assign() for _ in range(7)]
    for task in tasks:
        harness.city.grant(task)
    for _ in range(7):
        with pytest.raises(KeyNotHeld):
            await harness.settled()
        await started_again(harness, harness.city.keys)
    await started_again(harness, right)
    await harness.settled()

    assert sorted(acknowledged(harness)) == sorted(task.task_id for task in tasks)


def broken(keys):
    """A content sealed for the key that we hold, with another tag."""
    ((kid, key),) = private_keys(keys.private()).items()
    content = CaseContent(case_no="1", title="路灯", text="路灯不亮")
    sealed = encrypted(FOR_A_READER, kid, key, content)
    whole, dot, tag = sealed.rpartition(".")
    return f"{whole}{dot}{tag[::-1]}"


async def test_one_broken_content_under_a_key_that_we_hold_is_set_aside(harness):
    task = harness.city.assign()
    of = task.model_dump(include={"case_id", "task_id", "department"})
    harness.city.tell(ContentGranted(**of, content=broken(harness.city.keys)))
    other = await harness.given()

    (aside,) = harness.department.set_aside()
    assert aside.reason.startswith("Unreadable at test_keys.py:")
    assert acknowledged(harness) == [other.task_id]
