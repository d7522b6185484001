"""A file is kept whole, or not at all, whatever breaks on the way."""

import asyncio
from contextlib import AsyncExitStack
from datetime import timedelta

import pytest

from services.intake.attachments.labels import sealed_label
from services.intake.domain.parts import Attachment
from services.intake.domain.window.attaching import MOST_ATTACHMENTS, MOST_EVER
from services.kit.files.arriving import OF_ONE, Arrivals, gathered
from services.kit.files.examining import Examined
from services.kit.serving.problems import Refused
from services.kit.writing.change import Change
from tests.intake import facts
from tests.intake.attachments.cupboard import Cupboard, reason
from tests.intake.world import World, clerk
from tests.kit.files.samples import PDF, picture

HOUR = timedelta(hours=1, seconds=1)


@pytest.fixture
async def case_id(world: World) -> str:
    return (await world.registered())["case_id"]


async def test_a_retry_is_the_same_file(world: World, cupboard: Cupboard, case_id: str):
    sent = picture()
    answers = [await cupboard.put(case_id, sent, key="the-key-1") for _ in range(3)]

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert len(world.files.chunks) == 1
    assert len((await cupboard.listed(case_id)).json()) == 1


async def test_another_file_under_the_same_key_is_refused(cupboard, case_id):
    await cupboard.kept(case_id, key="the-key-1")
    answer = await cupboard.put(case_id, PDF + b"\n%%EOF", key="the-key-1")

    assert (answer.status_code, reason(answer)) == (422, "idempotency-key-reused")


async def test_if_match_holds_for_files_too(cupboard: Cupboard, case_id: str):
    stale = {"If-Match": '"9"'}
    kept = await cupboard.put(case_id, key="the-key-1", **{"If-Match": '"1"'})
    repeat = await cupboard.put(case_id, key="the-key-1", **stale)
    answers = [kept, repeat, await cupboard.put(case_id, **stale)]

    assert [answer.status_code for answer in answers] == [201, 201, 412]


async def test_another_persons_key_is_another_file(cupboard: Cupboard, case_id: str):
    people = (clerk(), clerk("990101"))
    ids = {await cupboard.kept(case_id, by=who, key="the-key-1") for who in people}

    assert len(ids) == 2


async def test_many_at_once_with_one_key_are_one_file(world, cupboard, case_id):
    answers = await asyncio.gather(
        *(cupboard.put(case_id, key="the-key-1") for _ in range(8))
    )

    assert len({answer.text for answer in answers}) == 1
    assert len(world.files.chunks) == 1
    assert len((await world.case(case_id)).attachments) == 1


async def test_many_at_once_do_not_get_past_the_limit(world, cupboard, case_id):
    answers = await asyncio.gather(
        *(cupboard.put(case_id, b"text %d" % n) for n in range(MOST_ATTACHMENTS + 5))
    )

    refused = [reason(answer) for answer in answers if answer.status_code != 201]
    assert refused == ["too-many-attachments"] * 5
    assert len((await world.case(case_id)).attached) == MOST_ATTACHMENTS
    assert len(world.files.chunks) == MOST_ATTACHMENTS


async def test_all_files_of_a_case_have_a_limit(world: World, cupboard, case_id):
    await _holding(world, case_id, 5, 20 * 1024 * 1024 - 10)
    fits = await cupboard.put(case_id, b"little")
    answer = await cupboard.put(case_id)

    assert fits.status_code == 201
    assert (answer.status_code, reason(answer)) == (413, "attachments-too-large")


async def test_taking_back_and_handing_over_again_has_an_end(world, cupboard):
    case_id = await cupboard.early()
    await _holding(world, case_id, MOST_EVER, 0, removed=True)

    assert reason(await cupboard.put(case_id)) == "too-many-attachments"


async def test_a_late_retry_does_not_bring_back_what_was_removed(cupboard):
    case_id = await cupboard.early()
    id = await cupboard.kept(case_id, key="the-key-1")
    await cupboard.take_back(case_id, id)
    answer = await cupboard.put(case_id, key="the-key-1")

    assert (answer.status_code, reason(answer)) == (410, "attachment-removed")
    assert (await cupboard.listed(case_id)).json() == []


async def test_a_grant_made_meanwhile_does_not_miss_it(world, cupboard, case_id):
    """The task comes between the file's bytes and its case."""
    await cupboard.kept(case_id)
    grants = await world.contents.grants(await world.case(case_id), ())
    await cupboard.kept(case_id)

    assert grants.words != (await world.case(case_id)).words


async def test_one_who_sends_nothing_is_not_waited_for():
    async def silent():
        yield b"a"
        await asyncio.Event().wait()

    with pytest.raises(Refused, match="attachment-cut-off"):
        await gathered(silent(), patience=0.01)
    with pytest.raises(Refused, match="attachment-cut-off"):
        await gathered(silent(), longest=0.01)


async def test_only_so_many_arrive_at_once():
    arrivals = Arrivals(at_once=1, waits=0.01)
    async with arrivals.place("zhang"):
        with pytest.raises(Refused, match="attachments-busy"):
            await arrivals.place("li").__aenter__()
    async with arrivals.place("li"):
        pass


async def test_nobody_takes_all_places():
    arrivals = Arrivals(at_once=OF_ONE + 1, waits=0.01)
    async with AsyncExitStack() as taken:
        for _ in range(OF_ONE):
            await taken.enter_async_context(arrivals.place("zhang"))
        with pytest.raises(Refused, match="attachments-busy"):
            await arrivals.place("zhang").__aenter__()
        await taken.enter_async_context(arrivals.place("li"))


async def test_a_department_that_came_while_it_was_written_gets_it(
    world: World, cupboard: Cupboard, case_id: str
):
    whole = world.files.write

    async def meanwhile(file, chunks):
        await whole(file, chunks)
        await world.receive(facts.assigned(case_id, "housing"))

    world.files.write = meanwhile
    id = await cupboard.kept(case_id)

    assert [a.attachment_id for a in world.granted("housing")[-1].attachments] == [id]


async def _holding(
    world: World, case_id: str, many: int, size: int, removed: bool = False
) -> None:
    file = Examined("a.pdf", "application/pdf", PDF, "0")
    label = await sealed_label(world.vault, case_id, "a", file)

    def have(case, _, now):
        files = tuple(
            Attachment(
                attachment_id=f"a-{n}",
                file=f"f-{n}",
                size=size,
                label=label,
                received="",
                at=now,
                removed=removed,
            )
            for n in range(many)
        )
        return Change(case.but(attachments=files))

    await world.repository.command(case_id, None, have)
