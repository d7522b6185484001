"""A sealed file opens as it was, whole and in order, or not at all."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.errors import Unreadable
from services.kit.sealing.chunks import CHUNK, SEALED_CHUNK, Chunks

KEY, OTHER = b"k" * 32, b"o" * 32
THREE = b"a" * CHUNK + b"b" * CHUNK + b"c" * 7


async def flowing(pieces):
    for piece in pieces:
        yield piece


async def opened(pieces, chunks=None) -> bytes:
    chunks = chunks or Chunks(KEY, "file")
    return b"".join([piece async for piece in chunks.opened(flowing(pieces))])


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
async def test_it_opens_as_it_was(size: int):
    content = bytes(i % 251 for i in range(size))
    sealed = list(Chunks(KEY, "file").sealed(content))

    assert await opened(sealed) == content
    assert all(len(piece) == SEALED_CHUNK for piece in sealed[:-1])
    assert content == b"" or content not in b"".join(sealed)


def broken():
    one, two, three = Chunks(KEY, "file").sealed(THREE)
    stranger, _, end = Chunks(KEY, "another").sealed(THREE)
    return {
        "swapped": [two, one, three],
        "doubled": [one, one, two, three],
        "one is missing": [one, three],
        "without its end": [one, two],
        "cut within a chunk": [one, two, three[:-1]],
        "with more behind": [one, two, three, three],
        "of another file": [stranger, two, three],
        "with another's end": [one, two, end],
        "nothing": [],
        "a bit turned": [one, bytes([two[0] ^ 1]) + two[1:], three],
    }


@pytest.mark.parametrize("how", broken())
async def test_what_is_not_as_it_was_sealed_does_not_open(how: str):
    with pytest.raises(Unreadable):
        await opened(broken()[how])


async def test_nothing_wrong_is_given_before_it_is_noticed():
    one, two, three = Chunks(KEY, "file").sealed(THREE)
    opening = aiter(Chunks(KEY, "file").opened(flowing([one, three, two])))

    assert await anext(opening) == THREE[:CHUNK]
    with pytest.raises(Unreadable):
        await anext(opening)


@pytest.mark.parametrize("chunks", [Chunks(OTHER, "file"), Chunks(KEY, "other")])
async def test_another_key_or_name_opens_nothing(chunks: Chunks):
    with pytest.raises(Unreadable):
        await opened(Chunks(KEY, "file").sealed(THREE), chunks)


@given(st.permutations(range(4)))
async def test_only_one_order_opens(order):
    sealed = list(Chunks(KEY, "file").sealed(b"x" * (3 * CHUNK + 1)))
    pieces = [sealed[place] for place in order]
    if all(a < b for a, b in pairwise(order)):
        assert len(await opened(pieces)) == 3 * CHUNK + 1
    else:
        with pytest.raises(Unreadable):
            await opened(pieces)
