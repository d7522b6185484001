"""The catalogue, for everybody: what can be asked for here, and with what."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Response
from pydantic import Field, TypeAdapter

from contracts.codes import AreaCode, Code
from services.intake.api.at_window import TheWindow
from services.intake.catalogue import Catalogue, Item
from services.intake.catalogue.items import Kind, Who
from services.intake.catalogue.searching import Wanted, search, words_of
from services.intake.telling.language import language_of
from services.intake.telling.offers import ItemRow, ItemShown, Offers
from services.kit.serving.paging import Paging
from services.kit.serving.problems import FieldError, Refused

PLACE = (int, str)
"""Of an item in a list: how well it fits the words, and its code."""

ROWS = TypeAdapter(list[ItemRow])

router = APIRouter()


@dataclass(frozen=True)
class Reader:
    """Somebody without login: in which language, and what they have already."""

    language: str
    has: str

    def given(self, body: bytes, more: Mapping[str, str]) -> Response:
        """304 without a body for whoever has it already."""
        digest = hashlib.sha256(self.language.encode() + body).hexdigest()
        tag = f'"{digest[:32]}"'
        headers = dict(more) | {
            "ETag": tag,
            "Cache-Control": "public, max-age=300",
            "Vary": "Accept-Language",
            "Content-Language": self.language,
        }
        known = {each.strip().removeprefix("W/") for each in self.has.split(",")}
        if known & {tag, "*"}:
            return Response(status_code=304, headers=headers)
        return Response(body, media_type="application/json", headers=headers)


async def _reader(
    accept_language: Annotated[str, Header(max_length=400)] = "",
    if_none_match: Annotated[str, Header(max_length=400)] = "",
) -> Reader:
    return Reader(language_of(accept_language), if_none_match)


AnyReader = Annotated[Reader, Depends(_reader)]


async def _wanted(  # noqa: PLR0913
    window: TheWindow,
    *,
    kind: Kind | None = None,
    category: Annotated[Code | None, Query(description="With all below it.")] = None,
    area: Annotated[AreaCode | None, Query(description="Offered there.")] = None,
    who: Annotated[Who | None, Query(description="Who may ask for it.")] = None,
    q: Annotated[str, Query(max_length=100, description="Each word narrows.")] = "",
) -> Wanted:
    catalogue = window.catalogue
    if category is not None and category not in catalogue.categories:
        en, zh = "is not in this city's catalogue", "不在本市目录中"
        raise _wrong(FieldError("/category", "unknown", en, zh, "query"))
    if area is not None and area not in catalogue.areas:
        en, zh = "is not an area of this city", "不是本市的区划代码"
        raise _wrong(FieldError("/area", "unknown", en, zh, "query"))
    return Wanted(kind, category, area, who, words_of(q))


@router.get("/items", response_model=list[ItemRow])
async def get_items(
    wanted: Annotated[Wanted, Depends(_wanted)],
    page: Paging,
    window: TheWindow,
    reader: AnyReader,
) -> Response:
    """What can be asked for today; `q` looks for words, best first.

    Several words narrow: each has to be in the name, the description, the category or
    the materials, in Chinese or English.
    """
    past = page.past(*PLACE)
    found = search(window.catalogue, wanted, window.today)
    left = [each for each in found if past is None or each[:2] > past]
    shown = page.of(left, lambda each: (each.rank, each.code))
    offers = Offers(window.catalogue, reader.language)
    body = ROWS.dump_json([offers.row(each.item) for each in shown])
    link = page.response.headers.get("Link")
    return reader.given(body, {"Link": link} if link else {})


@router.get("/items/{code}", response_model=ItemShown)
async def get_item(
    code: Annotated[str, Field(max_length=64)],
    window: TheWindow,
    reader: AnyReader,
    version: Annotated[int | None, Query(ge=1, description="Also an old one.")] = None,
) -> Response:
    """One item whole: its form, materials, limit and fee, and its versions.

    Without `version` it is the one valid today, or else the latest that there is.
    """
    catalogue, today = window.catalogue, window.today
    item = catalogue.item(code, version, today)
    if item is None and version is None:
        item = catalogue.items.get(code, (None,))[-1]
    if item is None:
        raise _unknown(code, catalogue)
    shown = Offers(catalogue, reader.language).whole(item, today)
    return reader.given(shown.model_dump_json().encode(), {})


def _unknown(code: str, catalogue: Catalogue) -> Refused:
    versions: tuple[Item, ...] = catalogue.items.get(code, ())
    if versions:
        known = ", ".join(str(each.version) for each in versions)
        en = f"this item has no such version; there is: {known}"
        return Refused("item-unknown", en, f"该事项没有这个版本,现有版本:{known}", 404)
    en = "there is no such item: look for it with GET /v1/items?q=<words>"
    zh = "没有这个事项,可以用 GET /v1/items?q=关键词 查找"
    return Refused("item-unknown", en, zh, 404)


def _wrong(error: FieldError) -> Refused:
    en, zh = "some fields need correcting", "有内容需要更正"
    return Refused("invalid", en, zh, 422, errors=(error,))
