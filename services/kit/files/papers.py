"""Documents: PDF, plain text, and those that are a ZIP with the right parts."""

import re
import stat
import zlib
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from services.kit.files import refusals

MIB = 1024 * 1024
MOST_PARTS = 5_000
MOST_UNPACKED = 200 * MIB
MOST_TIMES = 200
"""As large as it is packed, may a part of more than a MiB be. [ours, all three]"""
READ = 64 * 1024
TAIL = 2048

MARKS = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "ppt/presentation.xml": "pptx",
    "OFD.xml": "ofd",
}
TYPES = "[Content_Types].xml"
PROGRAMS = re.compile(
    r"(vbaproject|vbadata|/macrosheets/|/activex/)"
    r"|\.(exe|dll|scr|com|bat|cmd|ps1|sh|js|jse|vbs|vbe|wsf|hta|msi|jar|lnk)$",
    re.IGNORECASE,
)
WITH_MACROS = b"macroEnabled"
ARCHIVE = re.compile(r"\.(zip|rar|7z|gz|bz2|xz|tar|docx|xlsx|pptx|ofd)$", re.IGNORECASE)
PACKED = b"PK\x03\x04"
MARKUP = re.compile(
    r"<\s*(!doctype|html|head|body|svg|script|iframe|object|embed|\?xml|\?php)\b",
    re.IGNORECASE,
)
CONTROLS = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"
)
"""What `kit.serving.text` calls unclean, found fast enough in 20 MB."""
LOOKED_AT = 64 * 1024
"""Characters in which markup is looked for: no browser looks at more than 2 KB."""
PROGRAM_TEXT = ("#!", "%!", "{\\rtf", "MZ")
ENCODINGS = ("utf-8-sig", "gb18030")
"""As people's computers here write; whatever else is no text to us."""


def unchanged(content: bytes) -> bytes:
    return content


def pdf(content: bytes) -> bytes:
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-TAIL:]:
        raise refusals.damaged()
    return content


def reads_as_text(content: bytes) -> bool:
    return _decoded(content) is not None


def text(content: bytes) -> bytes:
    """`Refused` for what a browser or a shell might take for its own."""
    words = _decoded(content) or ""
    if MARKUP.search(words, 0, LOOKED_AT) or words.lstrip().startswith(PROGRAM_TEXT):
        raise refusals.unknown_kind()
    return content


def kind_of(content: bytes) -> str:
    """Which of `MARKS` it is. `Refused` unless all of it is as a document should be."""
    try:
        with ZipFile(BytesIO(content)) as packed:
            parts = packed.infolist()
            _demand_modest(parts)
            kind = _marked(parts)
            for part in parts:
                _demand_whole(packed, part)
            return kind
    except (BadZipFile, zlib.error, EOFError, ValueError, OSError, RuntimeError):
        raise refusals.damaged() from None


def _demand_modest(parts: list[ZipInfo]) -> None:
    """By its directory alone: nothing has been unpacked yet."""
    if not parts or min(part.header_offset for part in parts):
        raise refusals.damaged()
    if any(part.flag_bits & 1 for part in parts):
        raise refusals.encrypted()
    names = [part.filename for part in parts]
    if len(set(names)) != len(names) or any(map(_leads_elsewhere, parts)):
        raise refusals.damaged()
    unpacked = sum(part.file_size for part in parts)
    swollen = any(_swollen(part) for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or swollen:
        raise refusals.unpacks_too_large()
    if any(PROGRAMS.search(name) for name in names):
        raise refusals.program_inside()
    if any(ARCHIVE.search(name) for name in names):
        raise refusals.archive()


def _swollen(part: ZipInfo) -> bool:
    """The list of types is read as a whole, so it is short."""
    times = part.file_size / max(1, part.compress_size)
    most = 1 if part.filename == TYPES else MOST_TIMES
    return part.file_size > MIB and times > most


def _leads_elsewhere(part: ZipInfo) -> bool:
    name = part.orig_filename
    path = PurePosixPath(name)
    is_link = stat.S_ISLNK(part.external_attr >> 16)
    strange = "\\" in name or ":" in name or "\0" in name
    return is_link or strange or path.is_absolute() or ".." in path.parts


def _marked(parts: list[ZipInfo]) -> str:
    names = {part.filename for part in parts}
    kinds = [kind for mark, kind in MARKS.items() if mark in names]
    if len(kinds) != 1 or (kinds != ["ofd"] and TYPES not in names):
        raise refusals.archive()
    return kinds[0]


def _demand_whole(packed: ZipFile, part: ZipInfo) -> None:
    """Unpacked piece by piece and forgotten: its length and check sum are true."""
    with packed.open(part) as unpacked:
        first = unpacked.read(READ)
        if first.startswith(PACKED):
            raise refusals.archive()
        if part.filename == TYPES and WITH_MACROS in first + unpacked.read():
            raise refusals.program_inside()
        while unpacked.read(READ):
            pass


def _decoded(content: bytes) -> str | None:
    for encoding in ENCODINGS:
        try:
            words = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if CONTROLS.search(words) else words
    return None
