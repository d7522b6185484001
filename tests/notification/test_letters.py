"""A letter for the post has the link that its reader can use; the list has not."""

from collections import Counter
from dataclasses import replace
from functools import cache
from io import BytesIO

import pytest
from pypdf import PdfReader

from contracts.sealed import Person, Preferences
from services.kit.papers.letterhead import load_letterhead
from services.kit.papers.press import Press, font_folder, load_fonts
from services.notification.composing import Recipient
from services.notification.papers.letter import TEMPLATE, Letters
from tests.notification.world import CITY, World, accepted

WANG = Person(name="王五", address="青石街道幸福里1号")
MAY_BREAK = "\u200b"


@cache
def letters() -> Letters:
    return Letters(Press(load_fonts(font_folder()), TEMPLATE), load_letterhead(CITY))


@pytest.fixture
async def printed(world: World) -> bytes:
    last = world.invitation(WANG, token="the-token").model_copy(update={"notice": 3})
    await world.receive(accepted(), last)
    [message] = [m for m in await world.queries.all() if m.audience == "party"]
    case = await world.composer.case_of(message)
    to = await world.composer.recipient(message, case)
    assert isinstance(to, Recipient)
    said = world.composer.printed(message, case, to)
    assert said
    assert said.link == "https://tongban.example/invitation#the-token"
    assert "the-token" not in str(world.composer.words(message, case, to))
    return await letters().print(message, to, said)


def text_in(pdf: bytes) -> str:
    pages = [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]
    return "".join("".join(pages).replace(MAY_BREAK, "").split())


def test_the_last_notice_on_paper_has_the_link_of_this_party(printed: bytes) -> None:
    assert "https://tongban.example/invitation#the-token" in text_in(printed)


def test_it_says_what_to_do_without_the_internet(printed: bytes) -> None:
    text = text_in(printed)

    for way in ("打电话", "12345", "到窗口", "身份证"):
        assert way in text


def test_it_goes_to_where_they_live(printed: bytes) -> None:
    assert "王五收" in text_in(printed)
    assert "幸福里1号" in text_in(printed)


async def test_who_reads_large_letters_is_sent_them(world: World) -> None:
    wants = Preferences(large_print=True, channels=("letter",))
    await world.receive(world.contact(WANG, preferences=wants), accepted())
    [message] = await world.queries.all()
    case = await world.composer.case_of(message)
    to = await world.composer.recipient(message, case)
    assert isinstance(to, Recipient)
    said = world.composer.printed(message, case, to)
    assert said

    large = sizes_in(await letters().print(message, to, said))
    usual = sizes_in(
        await letters().print(message, replace(to, preferences=None), said)
    )
    assert min(large) >= 14
    assert large.most_common(1)[0][0] == 22
    assert usual.most_common(1)[0][0] == 12.5


def sizes_in(pdf: bytes) -> Counter[float]:
    """How many signs there are of each size, in points."""
    found: Counter[float] = Counter()

    def note(text: str, _: object, __: object, ___: object, size: float) -> None:
        found[round(size, 1)] += len(text.strip())

    for page in PdfReader(BytesIO(pdf)).pages:
        page.extract_text(visitor_text=note)
    return Counter({size: count for size, count in found.items() if count})
