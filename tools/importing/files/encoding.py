"""Which encoding a text file has: tried on all of it, because one line may tell."""

import codecs
from pathlib import Path

from tools.importing.files.row import UnreadableFile
from tools.importing.files.unpacking import unpacked

CHUNK = 1 << 18
MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
TRIED = ("utf-8", "gb18030")
"""GB18030 holds GBK and GB2312."""


def encoding_of(path: Path, wanted: str | None) -> str:
    """`wanted` is not tried: rows that it cannot read are refused one by one.

    Raises `UnreadableFile`.
    """
    mark = _mark(path)
    if mark:
        return mark
    if wanted:
        return _known(wanted)
    for encoding in TRIED:
        if _fits(path, encoding):
            return encoding
    raise UnreadableFile(
        f"{path.name} is neither UTF-8 nor GB18030 throughout: name its encoding"
        " (--encoding gb18030 reads what it can and refuses the other rows)"
    )


def _mark(path: Path) -> str | None:
    with unpacked(path) as file:
        begins = file.content.read(3)
    return next((name for mark, name in MARKS.items() if begins.startswith(mark)), None)


def _known(encoding: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        raise UnreadableFile(
            f"there is no encoding {encoding}: utf-8, gb18030, gbk, big5 are usual"
        ) from None


def _fits(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with unpacked(path) as file:
            while chunk := file.content.read(CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
