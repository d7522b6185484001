"""A letter for the post has the link that its reader can use; the list has not."""

from functools import cache
from io import BytesIO

import pytest
from pypdf import PdfReader

from contracts.sealed import Person
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
