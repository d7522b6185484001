"""A file is kept whole, or not at all, whatever breaks on the way."""

import asyncio
from contextlib import contextmanager
from datetime import timedelta

import pytest

from services.intake.attachments.arriving import Arrivals, gathered
from services.intake.attachments.examining import Examined
from services.intake.attachments.labels import sealed_label
from services.intake.domain.parts import Attachment
from services.intake.domain.window.attaching import MOST_ATTACHMENTS, MOST_EVER
from services.kit.errors import Unavailable
from services.kit.serving.problems import Refused
from services.kit.writing.change import Change
from tests.intake import facts
from tests.intake.attachments.cupboard import Cupboard, reason
from tests.intake.attachments.samples import PDF, picture
from tests.intake.world import World, clerk

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
    async with arrivals.place():
        with pytest.raises(Refused, match="attachments-busy"):
            await arrivals.place().__aenter__()
    async with arrivals.place():
        pass


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
