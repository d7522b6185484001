"""`ETag` and `If-Match`: nobody overwrites what they have not seen."""

import re
from typing import Annotated

from fastapi import Depends, Header

from services.kit.serving.problems import Refused

ANY = "*"
STRONG = re.compile(r'"(0|[1-9]\d{0,15})"', re.ASCII)
_Sent = Annotated[str | None, Header(description='`"<version>"`, as in the `ETag`')]


def etag(version: int) -> str:
    return f'"{version}"'


def version_of(header: str) -> int:
    """The inverse of `etag`. A weak tag is refused: If-Match compares strongly."""
    found = STRONG.fullmatch(header.strip())
    if found is None:
        en = 'send `If-Match: "<version>"` exactly as the `ETag` said it'
        zh = "If-Match 应与 ETag 完全一致"
        raise Refused("if-match-malformed", en, zh, 400)
    return int(found[1])


async def if_match(if_match: _Sent = None) -> int | None:
    """The dependency behind `IfMatch`; `*` asks for nothing, like its absence."""
    if if_match is None or if_match.strip() == ANY:
        return None
    return version_of(if_match)


async def must_match(if_match: _Sent = None) -> int:
    """The dependency behind `MustMatch`: 428 without the header."""
    if if_match is None:
        en = "read it first, then send its `ETag` as `If-Match`"
        zh = "请先读取,并以 If-Match 提供其 ETag"
        raise Refused("if-match-required", en, zh, 428)
    return version_of(if_match)


IfMatch = Annotated[int | None, Depends(if_match)]
MustMatch = Annotated[int, Depends(must_match)]
