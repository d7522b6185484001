"""Lines of text, each of bounded length, with what cannot be decoded marked."""

import io
from collections.abc import Iterator

from tools.importing.files.row import MOST_CHARACTERS, Wrong
from tools.importing.files.unpacking import Bytes

UNDECODED = range(0xDC80, 0xDD00)
"""Where Python puts bytes that the encoding has no character for."""


def lines(file: Bytes, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(
        file.content, encoding, errors="surrogateescape", newline=""
    )


def bounded(text: io.TextIOWrapper) -> Iterator[str | None]:
    """None stands for a line that is too long, which is passed over."""
    while line := text.readline(MOST_CHARACTERS):
        if len(line) < MOST_CHARACTERS or line.endswith("\n"):
            yield line
            continue
        while rest := text.readline(MOST_CHARACTERS):
            if rest.endswith("\n"):
                break
        yield None


def has_undecoded(text: str) -> bool:
    return any(ord(each) in UNDECODED for each in text)


def undecoded(encoding: str) -> Wrong:
    return Wrong(
        "row",
        "undecodable",
        f"has bytes that are not {encoding}: save the file in one encoding",
        f"含有不符合 {encoding} 编码的字节,请统一编码后重新保存",
    )


TOO_LONG = Wrong(
    "row",
    "too_long",
    f"has more than {MOST_CHARACTERS} characters: is a quote never closed?",
    f"超过 {MOST_CHARACTERS} 个字符,请检查引号是否成对",
)
