"""A document that is a ZIP holds what a document holds, and no trap."""

import zipfile
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from services.kit.files.examining import examined
from services.kit.serving.problems import Refused
from tests.kit.files.samples import OFD, SHEET, TYPES, WORD, packed, paper

MIB = 1024 * 1024


def with_part(part: ZipInfo | str, content: bytes | str = "x") -> bytes:
    written = BytesIO(paper())
    with ZipFile(written, "a", ZIP_DEFLATED) as file:
        file.writestr(part, content)
    return written.getvalue()


def linked() -> bytes:
    link = ZipInfo("word/link")
    link.external_attr = 0o120777 << 16
    return with_part(link, "/etc/passwd")


def locked() -> bytes:
    """With the mark of a password on each part, in the directory and before it."""
    content = bytearray(paper())
    for mark, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        start = content.find(mark)
        while start >= 0:
            content[start + place] |= 1
            start = content.find(mark, start + 4)
    return bytes(content)


def short_told() -> bytes:
    """Unpacks to more than its directory says."""
    content = bytearray(with_part("word/big.xml", b"a" * MIB))
    start = content.rfind(b"PK\x01\x02")
    content[start + 24 : start + 28] = (10).to_bytes(4, "little")
    return bytes(content)


def overlapping() -> bytes:
    """Two names for the same bytes: how a small ZIP unpacks to terabytes."""
    content = with_part("word/b.xml", b"b" * 4_000)
    with ZipFile(BytesIO(content)) as file:
        first, last = file.infolist()[0], file.infolist()[-1]
    changed = bytearray(content)
    start = changed.rfind(b"PK\x01\x02")
    changed[start + 42 : start + 46] = first.header_offset.to_bytes(4, "little")
    assert last.header_offset != first.header_offset
    return bytes(changed)


TRAPS = {
    "one part swells": (with_part("word/a.xml", bytes(50 * MIB)), "unpacks-too-large"),
    "many parts": (packed(TYPES, WORD, *map(str, range(5_000))), "unpacks-too-large"),
    "a long list of types": (
        packed(WORD, **{TYPES: b"<x/>" * 600_000}),
        "unpacks-too-large",
    ),
    "a zip inside": (with_part("word/a.zip"), "archive"),
    "a zip inside by another name": (with_part("word/a.xml", packed("b")), "archive"),
    "a sheet inside": (with_part("word/embeddings/a.xlsx", paper(SHEET)), "archive"),
    "macros": (with_part("word/vbaProject.bin"), "with-program"),
    "macros of an older Excel": (with_part("xl/macrosheets/s.xml"), "with-program"),
    "macros by type": (
        packed(WORD, **{TYPES: "<a>application/x.macroEnabled.main+xml</a>"}),
        "with-program",
    ),
    "a program": (with_part("word/media/a.EXE"), "with-program"),
    "a password": (locked(), "encrypted"),
    "a way out": (with_part("../../etc/cron.d/x"), "damaged"),
    "a way from the root": (with_part("/etc/x"), "damaged"),
    "a way out of Windows": (with_part("word\\..\\..\\x"), "damaged"),
    "a drive": (with_part("C:/x"), "damaged"),
    "a link": (linked(), "damaged"),
    "a false length": (short_told(), "damaged"),
    "a part twice": (overlapping(), "damaged"),
    "a damaged part": (
        paper().replace(b"PK\x03\x04", b"PK\x03\x04", 1)[:60],
        "damaged",
    ),
    "two sorts at once": (packed(TYPES, WORD, SHEET), "archive"),
    "no list of types": (packed(WORD), "archive"),
    "nothing of a document": (packed("a.txt", "b.txt"), "archive"),
}


@pytest.mark.parametrize("trap", TRAPS)
def test_a_trap_is_refused(trap: str):
    content, reason = TRAPS[trap]
    with pytest.raises(Refused) as no:
        examined("a.docx", content)

    assert no.value.reason == f"attachment-{reason}"
    assert len(content) < 2 * MIB


def test_a_way_of_packing_that_nobody_uses_is_refused():
    written = BytesIO()
    with ZipFile(written, "w", zipfile.ZIP_LZMA) as file:
        for name in (TYPES, WORD):
            file.writestr(name, "<x/>")
    content = bytearray(written.getvalue())
    for mark, place in ((b"PK\x01\x02", 10), (b"PK\x03\x04", 8)):
        start = content.find(mark)
        content[start + place] = 99
    with pytest.raises(Refused, match="attachment-damaged"):
        examined("a.docx", bytes(content))


def test_an_ordinary_large_document_is_taken():
    rows = "".join(f"<row n='{n}'>{n * 7919 % 10_007}</row>" for n in range(200_000))
    sheet = packed(TYPES, SHEET, **{"xl/worksheets/sheet1.xml": rows})

    assert examined("a.xlsx", sheet).content == sheet


def test_an_ofd_needs_no_list_of_types():
    assert examined("a.ofd", paper(OFD)).media_type == "application/ofd"
