"""What breaks on the way of a file leaves no half of one, and shows nothing wrong."""

from contextlib import contextmanager
from datetime import timedelta

import pytest

from services.intake.domain.window.drafting import Discard, discard
from services.kit.errors import Unavailable
from tests.intake.attachments.cupboard import Cupboard, reason
from tests.intake.world import World
from tests.kit.files.samples import PDF

HOUR = timedelta(hours=1, seconds=1)


class Crash(BaseException):
    """The power went."""


@contextmanager
def power_cut(world: World, point: str):
    """From that point on this process does nothing more, not even tidy up."""

    async def dead(*_: object) -> None:
        raise Crash

    def cut() -> None:
        world.files.settle = world.files.remove = dead
        raise Crash

    alive = world.files.settle, world.files.remove
    points = world.attachments.failpoints
    points.armed, points.cut = point, cut
    with pytest.raises(Crash):
        yield
    points.armed = ""
    world.files.settle, world.files.remove = alive


@pytest.fixture
async def case_id(world: World) -> str:
    return (await world.registered())["case_id"]


@pytest.mark.parametrize("point", ["attachment-written", "attachment-attached"])
async def test_after_a_crash_a_retry_makes_it_whole(world, cupboard, case_id, point):
    with power_cut(world, point):
        await cupboard.put(case_id, key="the-key-1")
    id = await cupboard.kept(case_id, key="the-key-1")
    world.city.clock.advance(HOUR)
    await world.attachments.sweep()

    assert len(world.files.chunks) == 1
    assert (await cupboard.fetch(case_id, id)).content == PDF


async def test_a_crash_before_its_case_had_it_leaves_nothing(world, cupboard, case_id):
    with power_cut(world, "attachment-written"):
        await cupboard.put(case_id)
    assert len(world.files.chunks) == 1
    assert (await cupboard.listed(case_id)).json() == []
    assert await world.attachments.sweep() == 0
    world.city.clock.advance(HOUR)

    assert await world.attachments.sweep() == 1
    assert world.files.chunks == {}
    assert await world.attachments.sweep() == 0


async def test_a_crash_in_taking_back_is_swept_up(world: World, cupboard: Cupboard):
    case_id = await cupboard.early()
    id = await cupboard.kept(case_id)
    with power_cut(world, "attachment-let-go"):
        await cupboard.take_back(case_id, id)
    assert len(world.files.chunks) == 1
    world.city.clock.advance(HOUR)
    await world.attachments.sweep()

    assert world.files.chunks == {}


async def test_files_of_a_draft_go_when_it_expires(world: World, cupboard: Cupboard):
    case_id = await cupboard.early("draft")
    kept, other = await cupboard.early("draft"), {}
    for each in (case_id, kept):
        other[each] = await cupboard.kept(each)
    for _ in range(3):
        world.city.clock.advance(HOUR)
        assert await world.attachments.sweep() == 2
    assert len(world.files.chunks) == 2

    await world.repository.command(case_id, Discard(), discard)
    world.city.clock.advance(HOUR)
    await world.attachments.sweep()
    assert len(world.files.chunks) == 1
    assert (await cupboard.fetch(kept, other[kept])).content == PDF


async def test_no_room_on_the_disk_leaves_nothing(world: World, cupboard, case_id):
    async def full(file, chunks):
        world.files.chunks[file] = [next(iter(chunks))]
        raise Unavailable("MongoDB: OutOfDiskSpace")

    whole, world.files.write = world.files.write, full
    answer = await cupboard.put(case_id, key="the-key-1")
    assert (answer.status_code, world.files.chunks) == (503, {})

    world.files.write = whole
    assert await cupboard.kept(case_id, key="the-key-1")


async def test_what_was_swept_while_it_slept_is_not_attached(world, cupboard, case_id):
    """A process that stood still for an hour between the bytes and the case."""
    whole = world.files.write

    async def slow(file, chunks):
        await whole(file, chunks)
        world.city.clock.advance(HOUR)
        await world.attachments.sweep()

    world.files.write = slow
    assert (await cupboard.put(case_id)).status_code == 503
    assert (await world.case(case_id)).attachments == ()


async def test_after_erasure_the_list_says_so(world: World, cupboard, case_id):
    id = await cupboard.kept(case_id)
    await world.vault.destroy(case_id)
    [left] = (await cupboard.listed(case_id)).json()
    fetched = await cupboard.fetch(case_id, id)
    more = await cupboard.put(case_id)

    assert (left["attachment_id"], left["erased"], left["name"]) == (id, True, None)
    assert (fetched.status_code, reason(fetched)) == (410, "content-erased")
    assert (more.status_code, reason(more)) == (410, "content-erased")


@pytest.mark.parametrize("damage", ["swapped", "cut", "gone", "changed"])
async def test_damage_is_never_sent(world: World, cupboard, case_id, damage: str):
    long = b"%PDF-1.7\n" + b"0123456789abcdef" * 65_536 + b"%%EOF"
    id = await cupboard.kept(case_id, content=long)
    [chunks] = world.files.chunks.values()
    match damage:
        case "swapped":
            chunks[0], chunks[1] = chunks[1], chunks[0]
        case "cut":
            chunks[:] = chunks[:1]
        case "gone":
            chunks.clear()
        case "changed":
            chunks[0] = b"x" + chunks[0][1:]

    answer = await cupboard.fetch(case_id, id)
    assert answer.status_code == 500
    assert b"0123456789" not in answer.content


async def test_damage_further_on_ends_the_answer(world: World, cupboard, case_id):
    long = b"%PDF-1.7\n" + b"0123456789abcdef" * 65_536 + b"%%EOF"
    id = await cupboard.kept(case_id, content=long)
    [chunks] = world.files.chunks.values()
    chunks[-1] = chunks[-1][:-1]

    with pytest.raises(Exception, match="chunk"):
        await cupboard.fetch(case_id, id)


async def test_another_files_bytes_under_its_name_do_not_open(world, cupboard, case_id):
    id = await cupboard.kept(case_id)
    await cupboard.kept(case_id, content=b"something else")
    one, other = world.files.chunks
    world.files.chunks[one] = world.files.chunks[other]

    assert (await cupboard.fetch(case_id, id)).status_code == 500
