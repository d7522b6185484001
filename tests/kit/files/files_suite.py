"""What the place of files must do; that in memory and that in GridFS both run it."""

from datetime import timedelta

from services.kit.files.seams import Files, Loose
from services.kit.sealing.chunks import SEALED_CHUNK

WHOLE, REST = b"a" * SEALED_CHUNK, b"b" * 100
AT_ONCE, LATER = timedelta(seconds=-5), timedelta(hours=1)


async def lies(files: Files, file: str) -> list[bytes]:
    return [chunk async for chunk in files.read(file)]


class FilesSuite:
    async def test_chunks_stay_what_they_are_and_in_their_order(self, files: Files):
        chunks = [bytes([n]) * SEALED_CHUNK for n in range(12)] + [REST]
        await files.begin("f", "case")
        await files.write("f", iter(chunks))

        assert await lies(files, "f") == chunks

    async def test_of_nothing_there_is_nothing(self, files: Files):
        assert await lies(files, "f") == []

    async def test_a_file_is_loose_until_it_is_settled(self, files: Files):
        await files.begin("f", "case")
        assert await files.loose(LATER, 9) == []
        assert await files.loose(AT_ONCE, 9) == [Loose("f", "case")]
        await files.settle("f")

        assert await files.loose(AT_ONCE, 9) == []
        assert not await files.renew("f")

    async def test_the_oldest_come_first_and_not_too_many(self, files: Files):
        for name in "abcd":
            await files.begin(name, "case")
        assert await files.renew("a")

        assert len(await files.loose(AT_ONCE, 3)) == 3
        assert {each.file for each in await files.loose(AT_ONCE, 9)} == set("abcd")

    async def test_what_is_removed_is_gone_and_may_be_removed_again(self, files: Files):
        for name in ("f", "other"):
            await files.begin(name, "case")
            await files.write(name, [WHOLE, REST])
        for _ in range(2):
            await files.remove("f")

        assert await lies(files, "f") == []
        assert await lies(files, "other") == [WHOLE, REST]
        assert [each.file for each in await files.loose(AT_ONCE, 9)] == ["other"]

    async def test_half_a_file_is_removed_too(self, files: Files):
        def torn():
            yield WHOLE
            yield WHOLE
            raise ConnectionError

        await files.begin("f", "case")
        try:
            await files.write("f", torn())
        except ConnectionError:
            await files.remove("f")

        assert await lies(files, "f") == []
        assert await files.loose(AT_ONCE, 9) == []
