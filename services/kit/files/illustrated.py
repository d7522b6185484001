"""Photographs in a document of an office program tell no more than loose ones."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from PIL import Image

from services.kit.files import pictures

PHOTOGRAPHS = (".jpg", ".jpeg", ".png", ".webp")
REMARKS = frozenset({"comment", "xmp"})
SIGNATURES = "_xmlsignatures/"


def cleaned(content: bytes) -> bytes:
    """Whatever else is in it stays, to the byte.

    A document with a digital signature stays as a whole: changed, it would not hold.
    """
    with ZipFile(BytesIO(content)) as packed:
        parts = packed.infolist()
        if any(part.filename.startswith(SIGNATURES) for part in parts):
            return content
        anew = {
            part.filename: pictures.cleaned(packed.read(part))
            for part in parts
            if _tells(packed, part)
        }
        return _written(packed, anew) if anew else content


def _tells(packed: ZipFile, part: ZipInfo) -> bool:
    """Whether it is a photograph that says where, when or by what it was made."""
    if not part.filename.lower().endswith(PHOTOGRAPHS):
        return False
    try:
        with packed.open(part) as file, Image.open(file) as image:
            return bool(image.getexif()) or not REMARKS.isdisjoint(image.info)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombWarning):
        return False


def _written(packed: ZipFile, anew: dict[str, bytes]) -> bytes:
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as file:
        for part in packed.infolist():
            file.writestr(part, anew.get(part.filename) or packed.read(part))
    return written.getvalue()
