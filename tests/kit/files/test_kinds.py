"""What a file is, is seen by what it holds; whatever is not wanted is not taken."""

import os
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.files.examining import examined
from services.kit.serving.problems import Refused
from tests.kit.files import samples
from tests.kit.files.samples import OFD, SHEET, SLIDES, film, paper, picture

OOXML = "application/vnd.openxmlformats-officedocument"
TAKEN = {
    "pdf": (samples.PDF, "application/pdf", "pdf"),
    "jpeg": (picture("JPEG"), "image/jpeg", "jpg"),
    "png": (picture("PNG"), "image/png", "png"),
    "webp": (picture("WEBP"), "image/webp", "webp"),
    "mp3": (samples.MP3, "audio/mpeg", "mp3"),
    "tagged mp3": (samples.TAGGED_MP3, "audio/mpeg", "mp3"),
    "wav": (samples.WAV, "audio/wav", "wav"),
    "ogg": (samples.OGG, "audio/ogg", "ogg"),
    "m4a": (film(b"M4A "), "audio/mp4", "m4a"),
    "mp4": (film(), "video/mp4", "mp4"),
    "text": (samples.TEXT, "text/plain", "txt"),
    "text of an older computer": ("漏水了".encode("gbk"), "text/plain", "txt"),
    "docx": (paper(), f"{OOXML}.wordprocessingml.document", "docx"),
    "xlsx": (paper(SHEET), f"{OOXML}.spreadsheetml.sheet", "xlsx"),
    "pptx": (paper(SLIDES), f"{OOXML}.presentationml.presentation", "pptx"),
    "ofd": (paper(OFD), "application/ofd", "ofd"),
}
REFUSED = {
    "html": (samples.HTML, "attachment-kind"),
    "html behind a byte order mark": (
        b"\xef\xbb\xbf" + samples.HTML,
        "attachment-kind",
    ),
    "html behind a remark": (b"<!-- x -->" + samples.HTML, "attachment-kind"),
    "svg": (samples.SVG, "attachment-kind"),
    "xml": (b"<?xml version='1.0'?><a/>", "attachment-kind"),
    "a shell's script": (b"#!/bin/sh\nrm -rf x\n", "attachment-kind"),
    "a program for Windows": (b"MZ\x90\0" + bytes(200), "attachment-kind"),
    "a program for Linux": (b"\x7fELF\2\1\1" + bytes(80), "attachment-kind"),
    "heic": (samples.HEIC, "attachment-kind"),
    "gif": (b"GIF89a" + bytes(60), "attachment-kind"),
    "noise": (bytes(range(256)) * 40, "attachment-kind"),
    "zeros": (bytes(5_000), "attachment-kind"),
    "zip": (samples.packed("a.txt"), "attachment-archive"),
    "7z": (b"7z\xbc\xaf\x27\x1c" + bytes(60), "attachment-archive"),
    "rar": (b"Rar!\x1a\x07\x01\0" + bytes(60), "attachment-archive"),
    "nothing": (b"", "attachment-empty"),
    "half a pdf": (samples.PDF[:40], "attachment-damaged"),
    "half a jpeg": (picture()[:900], "attachment-damaged"),
    "half a png": (picture("PNG")[:900], "attachment-damaged"),
    "half an mp4": (film()[:-4], "attachment-damaged"),
    "half a wav": (samples.WAV[:-9], "attachment-damaged"),
    "half a docx": (paper()[:-30], "attachment-damaged"),
    "one frame of mp3": (samples.MP3[:200], "attachment-kind"),
    "only the name of a picture": (
        b"\x89PNG\r\n\x1a\n" + bytes(40),
        "attachment-damaged",
    ),
}


@pytest.mark.parametrize("sort", TAKEN)
def test_it_is_known_whatever_it_is_called(sort: str):
    content, media_type, ending = TAKEN[sort]
    found = examined("材料.exe", content)

    assert (found.media_type, found.name) == (media_type, f"材料.exe.{ending}")
    assert examined(f"材料.{ending}", content).name == f"材料.{ending}"


@pytest.mark.parametrize("sort", REFUSED)
def test_it_is_refused_with_what_to_do(sort: str):
    content, reason = REFUSED[sort]
    with pytest.raises(Refused) as no:
        examined("材料.pdf", content)

    assert no.value.reason == reason
    assert no.value.zh


def test_text_and_documents_stay_as_they_came():
    for sort in ("pdf", "mp3", "text", "docx"):
        assert examined("a", TAKEN[sort][0]).content == TAKEN[sort][0]


@given(st.binary(max_size=400), st.sampled_from(sorted(TAKEN)), st.integers(0, 200))
def test_no_bytes_are_too_strange(noise: bytes, sort: str, place: int):
    """A refusal or a kind, and never a bug."""
    content = TAKEN[sort][0]
    strange = content[:place] + noise + content[place + len(noise) :]
    with suppress(Refused):
        assert examined("a", strange).content


def test_the_largest_file_is_looked_into_at_once():
    assert examined("a", b"%PDF-1.7\n" + os.urandom(20_000_000) + b"%%EOF").sha256
