"""What every document store must do; the fake and the real one both run it."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from services.kit.writing.documents import Document, Documents, Write

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
FAR_AHEAD = datetime(2099, 1, 1, tzinfo=UTC)
NO_GRACE = timedelta(0)


def letter(sequence: int) -> dict:
    return {"sequence": sequence, "topics": ["t"], "value": b"x"}


def saying(*sequences: int) -> Write:
    fields = {"seen": [["intake.cases|/intake/cases/1", 1]], "state": {"a": (1, 2)}}
    fields |= {"unpublished_since": LONG_AGO, "wake_at": None}
    return Write(fields, tuple(map(letter, sequences)))


def waking(at: datetime | None) -> Write:
    return Write({"state": {}, "wake_at": at, "retry_at": None})


async def eventually(holds: Callable[[Document], bool], documents: Documents) -> None:
    """A clear is not awaited by anybody, so a durable read may see it a bit later."""
    async with asyncio.timeout(5):
        while not holds(await documents.find("a")):
            await asyncio.sleep(0.01)


class DocumentsSuite:
    async def test_what_is_not_there_is_none(self, documents: Documents):
        assert await documents.find("a") is None

    async def test_the_first_write_creates_version_one(self, documents: Documents):
        assert await documents.swap("a", 0, saying(1))

        found = await documents.find("a")
        assert found["version"] == 1
        assert found["seen"] == [["intake.cases|/intake/cases/1", 1]]
        assert found["unpublished_since"] == LONG_AGO

    async def test_a_stale_version_writes_nothing(self, documents: Documents):
        await documents.swap("a", 0, saying(1))

        assert not await documents.swap("a", 0, saying(2))
        assert not await documents.swap("a", 7, saying(2))
        assert [x["sequence"] for x in (await documents.find("a"))["outbox"]] == [1]

    async def test_of_many_at_once_one_wins(self, documents: Documents):
        won = await asyncio.gather(
            *(documents.swap("a", 0, saying(n)) for n in range(1, 9))
        )

        assert won.count(True) == 1

    async def test_each_of_many_documents_at_once_gets_its_own(self, documents):
        names = [f"document {n % 20}" for n in range(60)]
        won = await asyncio.gather(*(documents.swap(n, 0, saying(1)) for n in names))

        assert won.count(True) == 20
        assert [(await documents.find(n))["version"] for n in names] == [1] * 60

    async def test_letters_are_appended_and_cleared_up_to_one(self, documents):
        await documents.swap("a", 0, saying(1, 2))
        await documents.swap("a", 1, saying(3))
        await documents.clear({"a": 2, "not there": 9})

        await eventually(
            lambda found: [x["sequence"] for x in found["outbox"]] == [3], documents
        )
        found = await documents.find("a")
        assert found["unpublished_since"] == LONG_AGO
        assert found["version"] == 2

    async def test_the_last_clear_empties_the_flag(self, documents: Documents):
        await documents.swap("a", 0, saying(1))
        await documents.clear({"a": 1})

        await eventually(lambda found: not found["unpublished_since"], documents)
        assert await documents.claim(NO_GRACE, 9) == []

    async def test_an_old_outbox_is_claimed_once(self, documents: Documents):
        await documents.swap("a", 0, saying(1, 2))
        grace = timedelta(seconds=3)

        claims = await asyncio.gather(*(documents.claim(grace, 9) for _ in range(4)))

        [mine] = [outbox for claim in claims for outbox in claim]
        assert [x["sequence"] for x in mine.letters] == [1, 2]

    async def test_a_quarantined_outbox_is_left_alone(self, documents: Documents):
        await documents.swap("a", 0, saying(1))
        await documents.quarantine("a", "no such topic")
        assert await documents.claim(timedelta(seconds=3), 9) == []
        assert (await documents.standing()).quarantined == 1

        await documents.clear({"a": 1})
        await eventually(lambda found: "quarantined" not in found, documents)

    async def test_due_names_the_oldest_first(self, documents: Documents):
        await documents.swap("late", 0, waking(LONG_AGO + timedelta(days=1)))
        await documents.swap("later", 0, waking(LONG_AGO))
        await documents.swap("not yet", 0, waking(FAR_AHEAD))
        await documents.swap("never", 0, waking(None))

        assert await documents.due(9) == ["later", "late"]
        assert await documents.due(1) == ["later"]

    async def test_what_backs_off_is_not_due(self, documents: Documents):
        await documents.swap("a", 0, waking(LONG_AGO))
        await documents.back_off("a", timedelta(minutes=1))
        assert await documents.due(9) == []

        await documents.swap("a", 1, waking(LONG_AGO))
        assert await documents.due(9) == ["a"]

    async def test_adding_again_changes_nothing(self, documents: Documents):
        await documents.add([{"_id": "a", "version": 1, "n": 1}])
        await documents.add(
            [{"_id": "a", "version": 1, "n": 2}, {"_id": "b", "version": 1, "n": 3}]
        )

        assert (await documents.find("a"))["n"] == 1
        assert (await documents.find("b"))["n"] == 3

    async def test_standing_tells_what_waits(self, documents: Documents):
        await documents.swap("a", 0, saying(1))
        await documents.quarantine("a", "no such topic")
        await documents.swap("b", 0, waking(LONG_AGO))

        standing = await documents.standing()
        assert (standing.outboxes, standing.quarantined) == (1, 1)
        assert standing.alarms_late == 1
        assert standing.oldest > 86_400
