"""A picture shows what it shows, and does not tell where its taker stood."""

from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageStat

from services.kit.files import films, pictures
from services.kit.serving.problems import Refused
from tests.kit.files.samples import DEVICE, PLACE, box, film, picture

FORMATS = ("JPEG", "PNG", "WEBP")


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


@pytest.mark.parametrize("format", FORMATS)
def test_place_device_time_and_remarks_are_gone_and_the_turn_stays(format: str):
    sent = picture(format)
    assert opened(sent).getexif().get_ifd(0x8825)[1] == "N"
    kept = pictures.cleaned(sent)

    exif = opened(kept).getexif()
    assert dict(exif) == {0x0112: 6}
    assert not exif.get_ifd(0x8825)
    for told in (PLACE, DEVICE, "2026:03:02"):
        assert told.encode() not in kept


@pytest.mark.parametrize("format", FORMATS)
def test_it_looks_the_same(format: str):
    sent = picture(format)
    before, after = (
        opened(each).convert("L") for each in (sent, pictures.cleaned(sent))
    )

    [apart] = ImageStat.Stat(ImageChops.difference(before, after)).mean
    assert before.size == after.size
    assert apart < (0.5 if format != "WEBP" else 6)


def test_what_hangs_behind_a_picture_falls_off():
    assert b"PK\x03\x04" not in pictures.cleaned(picture() + b"PK\x03\x04 and more")


def test_colours_keep_their_profile():
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    written = BytesIO()
    Image.new("RGB", (8, 8)).save(written, "JPEG", icc_profile=profile)

    assert opened(pictures.cleaned(written.getvalue())).info["icc_profile"] == profile


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_sort_of_png_is_taken(mode: str):
    written = BytesIO()
    Image.new(mode, (8, 8)).save(written, "PNG")

    assert opened(pictures.cleaned(written.getvalue())).mode == mode


def test_a_printers_jpeg_is_taken():
    written = BytesIO()
    Image.new("CMYK", (8, 8), (200, 10, 10, 10)).save(written, "JPEG")

    kept = opened(pictures.cleaned(written.getvalue()))
    assert (kept.mode, kept.getpixel((1, 1))) == ("CMYK", (200, 10, 10, 10))


def test_of_a_photograph_with_more_behind_it_the_first_picture_is_kept():
    written = BytesIO()
    first = Image.new("RGB", (8, 8), "red")
    first.save(written, "MPO", save_all=True, append_images=[Image.new("RGB", (8, 8))])

    kept = opened(pictures.cleaned(written.getvalue()))
    assert (kept.format, getattr(kept, "n_frames", 1)) == ("JPEG", 1)


@pytest.mark.parametrize("size", [(7_100, 7_100), (20_000, 20_000)])
def test_a_small_file_of_very_many_pixels_is_refused(size: tuple[int, int]):
    written = BytesIO()
    Image.new("1", size).save(written, "PNG")
    assert len(written.getvalue()) < 200_000

    with pytest.raises(Refused, match="picture-too-large"):
        pictures.cleaned(written.getvalue())


@pytest.mark.parametrize("format", ["PNG", "WEBP"])
def test_what_moves_is_refused(format: str):
    written = BytesIO()
    others = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    others[0].save(written, format, save_all=True, append_images=others[1:])

    with pytest.raises(Refused, match="moving-picture"):
        pictures.cleaned(written.getvalue())


def test_a_jpeg_of_endless_passes_is_refused():
    with pytest.raises(Refused, match="attachment-damaged"):
        pictures.cleaned(picture() + b"\xff\xda" * 200)


def test_a_film_forgets_its_place_and_keeps_its_pictures():
    kept = films.cleaned(film())

    assert PLACE.encode() not in kept
    assert len(kept) == len(film())
    assert kept.endswith(box(b"mdat", b"pictures"))


@pytest.mark.parametrize(
    "strange",
    [
        box(b"ftyp", b"isom"),
        box(b"ftyp", b"isom") + b"\0\0\0\x04moov",
        box(b"ftyp", b"isom") + b"\0\0\0\x01moov" + bytes(8),
        box(b"ftyp", b"isom") + box(b"free") * 60_000 + box(b"moov"),
        film() + b"x",
    ],
)
def test_a_film_of_strange_boxes_is_refused(strange: bytes):
    with pytest.raises(Refused, match="attachment-damaged"):
        films.cleaned(strange)


def test_boxes_within_boxes_without_end_are_refused():
    deep = b"".join(
        (8 * (100_000 - n)).to_bytes(4, "big") + b"moov" for n in range(100_000)
    )
    with pytest.raises(Refused, match="attachment-damaged"):
        films.cleaned(box(b"ftyp", b"isom") + deep)
