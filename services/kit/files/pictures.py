"""Pictures are decoded and written anew: nothing rides along, least of all a place."""

from io import BytesIO
from typing import Any

from PIL import Image, JpegImagePlugin

from services.kit.files import refusals
from services.kit.serving.problems import Refused

MOST_PIXELS = 50_000_000
"""A telephone's largest ordinary photograph. [ours]"""
FORMATS = ("JPEG", "PNG", "WEBP")
SCAN, MOST_SCANS = b"\xff\xda", 100
"""Each passes over a whole JPEG once more; an ordinary one has ten."""
AUXILIARY = "MPO"
"""A JPEG with more behind it (depth, a second lens): the first picture is the one."""
ORIENTATION = 0x0112
TURNED = range(2, 9)
STAYS = frozenset({"icc_profile", "transparency", "gamma"})
"""What the picture would look wrong without."""
WEBP_QUALITY = 92


def cleaned(content: bytes) -> bytes:
    """The same picture without place, time, device, remarks and thumbnails.

    A JPEG keeps its own quality. `Refused` for what does not decode to its end.
    """
    try:
        return _written(_opened(content))
    except Refused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise refusals.too_many_pixels(MOST_PIXELS) from None
    except Exception:
        raise refusals.damaged() from None


def _opened(content: bytes) -> Image.Image:
    """A decoder that is fed with a stranger's bytes fails in many ways."""
    if content.count(SCAN) > MOST_SCANS:
        raise refusals.damaged()
    image = Image.open(BytesIO(content), formats=FORMATS)
    if image.width * image.height > MOST_PIXELS:
        raise refusals.too_many_pixels(MOST_PIXELS)
    if image.format != AUXILIARY and getattr(image, "n_frames", 1) > 1:
        raise refusals.moving_picture()
    image.load()
    return image


def _written(image: Image.Image) -> bytes:
    written, how = BytesIO(), _how(image)
    orientation = image.getexif().get(ORIENTATION)
    if orientation in TURNED:
        only = Image.Exif()
        only[ORIENTATION] = orientation
        how["exif"] = only
    image.info = {name: said for name, said in image.info.items() if name in STAYS}
    image.save(written, **how)
    return written.getvalue()


def _how(image: Image.Image) -> dict[str, Any]:
    profile = {"icc_profile": image.info.get("icc_profile")}
    if isinstance(image, JpegImagePlugin.JpegImageFile):
        sampling = JpegImagePlugin.get_sampling(image)
        tables = {"qtables": image.quantization, "subsampling": sampling}
        return {"format": "JPEG", **tables, **profile}
    if image.format == "WEBP":
        return {"format": "WEBP", "quality": WEBP_QUALITY, **profile}
    return {"format": "PNG", **profile}
