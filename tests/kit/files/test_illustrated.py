"""A photograph tells nobody's place, also when it was pasted into a document."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from PIL import Image

from services.kit.files.kinds import kind_of
from services.kit.serving.problems import Refused
from tests.kit.files.samples import (
    DEVICE,
    OFD,
    PLACE,
    SHEET,
    SLIDES,
    WORD,
    packed,
    paper,
    picture,
)

PHOTOGRAPH = "word/media/image1.jpeg"
REST = {"word/media/sketch.emf": b"\1\0\0\0" + bytes(90), "docProps/app.xml": "<x/>"}


def cleaned(document: bytes) -> bytes:
    return kind_of(document).cleaned(document)


def parts_of(document: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(document)) as file:
        return {name: file.read(name) for name in file.namelist()}


@pytest.mark.parametrize("mark", [WORD, SHEET, SLIDES])
@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_in_it_loses_place_and_device(mark: str, format: str):
    name = f"x/media/Photo.{format.lower()}"
    sent = paper(mark, **REST, **{name: picture(format)})
    kept = cleaned(sent)

    assert kind_of(kept).media_type == kind_of(sent).media_type
    after = parts_of(kept)
    assert dict(Image.open(BytesIO(after[name])).getexif()) == {0x0112: 6}
    assert DEVICE.encode() in parts_of(sent)[name]
    for told in (PLACE, DEVICE):
        assert told.encode() not in after[name]


def test_everything_else_in_it_stays():
    sent = paper(**REST, **{PHOTOGRAPH: picture()})
    before, after = parts_of(sent), parts_of(cleaned(sent))

    assert list(before) == list(after)
    changed = [name for name in before if before[name] != after[name]]
    assert changed == [PHOTOGRAPH]


@pytest.mark.parametrize(
    "document",
    [
        paper(**REST),
        paper(**REST, **{PHOTOGRAPH: picture(), "_xmlsignatures/sig1.xml": "<x/>"}),
        paper(OFD, **{"Doc_0/Res/image1.jpeg": picture()}),
        paper(**{PHOTOGRAPH: b"no picture at all"}),
    ],
    ids=["without photographs", "signed", "issued", "a broken picture"],
)
def test_it_stays_to_the_byte(document: bytes):
    assert cleaned(document) == document


def test_a_photograph_that_ends_too_early_is_told():
    document = packed("[Content_Types].xml", WORD, **{PHOTOGRAPH: picture()[:-900]})

    with pytest.raises(Refused, match="damaged"):
        cleaned(document)
