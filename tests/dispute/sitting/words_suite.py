"""What the wall's store must do; the one in memory and MongoDB's both run it."""

from datetime import timedelta
from itertools import combinations, product

from contracts.codes import derived_id
from services.dispute.domain.sitting.sight import Reader
from services.dispute.domain.sitting.words import Kind, Word
from services.dispute.wall.seams import ReadLog, WordRead, Words
from services.kit.testing.clock import MONDAY

HERE, THERE = derived_id("a mediation"), derived_id("another")
ZHANG, LI, WANG = "zhang", "li", "wang"
ALL: tuple[Kind, ...] = ("statement", "proposal", "minutes", "facts", "report")
MANY = 1_000


def word(name: str, author: str = ZHANG, **fields: object) -> Word:
    given = {
        "word_id": derived_id("word", name),
        "mediation_id": HERE,
        "kind": "statement",
        "author": author,
        "by": author,
        "at": MONDAY,
        "sealed": f"sealed {name}",
        "body_digest": f"of {name}",
    }
    return Word.model_validate(given | fields)


def every_word() -> list[Word]:
    """Each kind, of each author, shown to nobody, to one, to two."""
    shown = [to for count in range(3) for to in combinations((LI, WANG), count)]
    return [
        word(f"{kind} {author} {to}", author, kind=kind, shown_to=to)
        for kind, author, to in product(ALL, (ZHANG, LI, "mediator"), shown)
    ]


class WordsSuite:
    async def test_the_first_of_an_id_stays(self, words: Words):
        first = word("one")
        assert await words.add(first) == first
        assert await words.add(first.model_copy(update={"sealed": "other"})) == first
        assert await words.find(HERE, first.word_id) == first
        assert await words.find(THERE, first.word_id) is None

    async def test_nobody_is_given_what_is_not_theirs(self, words: Words):
        for each in every_word():
            await words.add(each)
        await words.add(word("elsewhere", LI, mediation_id=THERE))

        async def seen(role: str, id: str) -> list[Word]:
            reader = Reader(role, id)
            return list(await words.page(HERE, reader, ALL, None, MANY))

        everything = {each.word_id for each in every_word()}
        assert {each.word_id for each in await seen("mediator", "m")} == everything
        assert {w.kind for w in await seen("administrator", "a")} == {"report"}
        assert await seen("mediator", "") == await seen("party", "") == []
        assert await seen("administrator", "") == []
        of_li = await seen("party", LI)
        assert {each.word_id for each in of_li} == {
            each.word_id
            for each in every_word()
            if each.kind != "report"
            and (each.kind == "facts" or LI in (each.author, *each.shown_to))
        }

    async def test_page_by_page_oldest_first(self, words: Words):
        spoken = [word(str(n), at=MONDAY + timedelta(seconds=n // 2)) for n in range(5)]
        for each in spoken:
            await words.add(each)
        pages, past = [], None
        for _ in range(3):
            page = await words.page(HERE, Reader("party", ZHANG), ALL, past, 2)
            pages += page
            past = (page[-1].at, page[-1].word_id)

        assert pages == sorted(spoken, key=lambda each: (each.at, each.word_id))
        assert await words.page(HERE, Reader("party", ZHANG), ALL, past, 2) == []

    async def test_only_the_kinds_asked_for(self, words: Words):
        for each in every_word():
            await words.add(each)
        page = await words.page(HERE, Reader("mediator", "m"), {"minutes"}, None, MANY)

        assert {each.kind for each in page} == {"minutes"}

    async def test_what_is_shown_is_shown_once_and_stays(self, words: Words):
        one = await words.add(word("one"))
        await words.show(HERE, one.word_id, [LI])
        shown = await words.show(HERE, one.word_id, [LI, WANG])

        assert shown
        assert shown.shown_to == (LI, WANG)
        assert await words.find(HERE, one.word_id) == shown
        assert await words.show(THERE, one.word_id, [LI]) is None

    async def test_who_has_spoken_and_how_often(self, words: Words):
        for each in (
            word("1"),
            word("2"),
            word("3", LI),
            word("4", mediation_id=THERE),
        ):
            await words.add(each)

        assert await words.spoken(HERE, ZHANG) == 2
        assert await words.spoken(THERE, LI) == 0
        assert await words.authors(HERE) == {ZHANG, LI}
        assert await words.authors(derived_id("silence")) == frozenset()


def read(name: str, whose: str, seconds: int) -> WordRead:
    at = MONDAY + timedelta(seconds=seconds)
    return WordRead(derived_id(name), HERE, whose, "mediator", "chen-he", at, ("w",))


class ReadLogSuite:
    async def test_each_sees_who_read_what_is_theirs(self, log: ReadLog):
        first, second = read("first", ZHANG, 0), read("second", LI, 1)
        await log.note([second, first])
        await log.note([])

        assert await log.page(HERE, ZHANG, None, MANY) == [first]
        assert await log.page(HERE, None, None, MANY) == [first, second]
        assert await log.page(THERE, None, None, MANY) == []

    async def test_page_by_page(self, log: ReadLog):
        lines = [read(str(n), ZHANG, n // 2) for n in range(3)]
        await log.note(lines)
        first = await log.page(HERE, ZHANG, None, 2)
        rest = await log.page(HERE, ZHANG, (first[-1].at, first[-1].read_id), 2)

        assert {each.read_id for each in (*first, *rest)} == {
            each.read_id for each in lines
        }
        assert len(rest) == 1
