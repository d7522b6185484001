"""What a file is, by what it holds; its name and its header are only claims."""

from collections.abc import Callable
from dataclasses import dataclass

import puremagic

from services.kit.files import films, illustrated, papers, pictures, refusals, sounds

PACKED = b"PK\x03\x04"
OOXML = "application/vnd.openxmlformats-officedocument"
PAPERS = {
    "docx": f"{OOXML}.wordprocessingml.document",
    "xlsx": f"{OOXML}.spreadsheetml.sheet",
    "pptx": f"{OOXML}.presentationml.presentation",
    "ofd": "application/ofd",
}
OFD = "ofd"
"""An invoice, a licence: signed by whoever issued it."""
ARCHIVES = frozenset({".zip", ".rar", ".7z", ".gz", ".bz2", ".xz", ".tar", ".zst"})
HEIC = frozenset({".heic", ".heif", ".heics", ".heifs", ".avif"})
GUESSES = 8


@dataclass(frozen=True)
class Kind:
    """`cleaned` refuses what only begins like it, and takes out where it was made."""

    media_type: str
    endings: tuple[str, ...]
    cleaned: Callable[[bytes], bytes]


TEXT = Kind("text/plain", (".txt", ".csv", ".md"), papers.text)
BY_ENDING = {
    ending: kind
    for kind in (
        Kind("application/pdf", (".pdf",), papers.pdf),
        Kind("image/jpeg", (".jpg", ".jpeg", ".jpe", ".jfif"), pictures.cleaned),
        Kind("image/png", (".png",), pictures.cleaned),
        Kind("image/webp", (".webp",), pictures.cleaned),
        Kind("audio/mpeg", (".mp3", ".mpga"), sounds.mp3),
        Kind("audio/wav", (".wav",), sounds.wav),
        Kind("audio/ogg", (".ogg", ".oga", ".opus"), sounds.ogg),
        Kind("audio/mp4", (".m4a", ".f4a"), films.cleaned),
        Kind("video/mp4", (".mp4", ".m4v"), films.cleaned),
    )
    for ending in kind.endings
}


def kind_of(content: bytes) -> Kind:
    """`Refused` for what the city does not take."""
    if content.startswith(PACKED):
        ending = papers.kind_of(content)
        cleaned = papers.unchanged if ending == OFD else illustrated.cleaned
        return Kind(PAPERS[ending], (f".{ending}",), cleaned)
    likely = _likely(content)
    for ending in likely:
        if ending in BY_ENDING:
            return BY_ENDING[ending]
    if HEIC.intersection(likely):
        raise refusals.heic()
    if ARCHIVES.intersection(likely):
        raise refusals.archive()
    if papers.reads_as_text(content):
        return TEXT
    raise refusals.unknown_kind()


def _likely(content: bytes) -> list[str]:
    """Endings of what it could be, the likeliest first."""
    try:
        found = puremagic.magic_string(content)
    except (puremagic.PureError, ValueError):
        return []
    best = found[0].confidence if found else 0.0
    return [each.extension for each in found[:GUESSES] if each.confidence == best]
