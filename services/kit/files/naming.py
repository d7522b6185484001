"""What a file is called: as its owner called it, and never as something it is not."""

import re
from email.errors import MessageError
from email.message import Message
from pathlib import PurePosixPath
from urllib.parse import quote

from services.kit.files import refusals
from services.kit.serving.text import unclean

MOST = 120
LONGEST_ENDING = 6
SEPARATORS = re.compile(r"[/\\]")
UNREAD = "\N{REPLACEMENT CHARACTER}"
TYPED = re.compile(r'[<>:"|?*]')
"""What some systems do not take in a file name."""


def name_in(disposition: str) -> str:
    """The file name of a `Content-Disposition`, by RFC 6266; without any folder."""
    header = Message()
    header["Content-Disposition"] = disposition
    try:
        found = header.get_filename() or ""
    except (MessageError, LookupError, ValueError):
        found = ""
    name = SEPARATORS.split(found)[-1].strip().strip(".")
    if not name:
        raise refusals.unnamed()
    if unclean(name) or UNREAD in name:
        raise refusals.name_unclean()
    if len(name) > MOST - LONGEST_ENDING:
        raise refusals.name_too_long(MOST - LONGEST_ENDING)
    return TYPED.sub("_", name)


def ending_in(name: str, endings: tuple[str, ...]) -> str:
    """With an ending that says what it is: a text called `a.html` is `a.html.txt`."""
    right = PurePosixPath(name).suffix.lower() in endings
    return name if right else name + endings[0]


def disposition_of(name: str) -> str:
    """Always to be saved, never to be shown in a page."""
    return f"attachment; filename*=UTF-8''{quote(name, safe='')}"
