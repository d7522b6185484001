"""Small files of every kind, as programs write them."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from PIL import Image

PLACE = "N 35 59 E 118 40"
DEVICE = "Invented Phone 7"
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<<>>\n%%EOF\n"
TEXT = "垃圾桶在小区门口。\r\n第二行\t有制表符。\n".encode()
WORD, SHEET, SLIDES, OFD = (
    "word/document.xml",
    "xl/workbook.xml",
    "ppt/presentation.xml",
    "OFD.xml",
)
TYPES = "[Content_Types].xml"
MP3 = (b"\xff\xfb\x90\x00" + bytes(413)) * 3
TAGGED_MP3 = b"ID3\x04\0\0\0\0\0\x0a" + bytes(10) + MP3
WAV = b"RIFF" + (36).to_bytes(4, "little") + b"WAVEfmt " + bytes(28)
OGG = b"OggS\0\2" + bytes(20) + b"\x01\x13OpusHead\x01\x01" + bytes(20)
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(40)


def picture(format: str = "JPEG", turned: int = 6, size=(64, 48)) -> bytes:
    """With the place, the device, a remark and more in it."""
    image = Image.effect_noise(size, 40).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = turned
    exif[0x010F] = DEVICE
    exif.get_ifd(0x8825).update({1: "N", 2: (35.0, 59.0, 0.0), 3: "E"})
    exif.get_ifd(0x8769)[0x9003] = "2026:03:02 08:00:00"
    written = BytesIO()
    remark = {"comment": PLACE.encode()} if format == "JPEG" else {}
    image.save(written, format, exif=exif, xmp=PLACE.encode(), **remark)
    return written.getvalue()


def packed(*names: str, **parts: bytes | str) -> bytes:
    """A ZIP with these parts; `names` hold a little XML."""
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as file:
        for name in names:
            file.writestr(name, f"<x>{name}</x>")
        for name, content in parts.items():
            file.writestr(name, content)
    return written.getvalue()


def paper(mark: str = WORD, **parts: bytes | str) -> bytes:
    return packed(
        *((OFD, "Doc_0/Document.xml") if mark == OFD else (TYPES, mark)), **parts
    )


def box(kind: bytes, inside: bytes = b"") -> bytes:
    return (len(inside) + 8).to_bytes(4, "big") + kind + inside


def film(brand: bytes = b"isom") -> bytes:
    """With the place where a film's and a track's notes are."""
    notes = box(b"udta", box(b"\xa9xyz", PLACE.encode()))
    track = box(b"trak", box(b"tkhd", bytes(20)) + box(b"meta", PLACE.encode()))
    head = box(b"ftyp", brand + bytes(4) + brand + b"mp42")
    return (
        head
        + box(b"moov", box(b"mvhd", bytes(30)) + track + notes)
        + box(b"mdat", b"pictures")
    )
