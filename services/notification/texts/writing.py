"""The last step of a text: what is short, or spoken, begins with who says it."""

import re
from collections.abc import Mapping
from typing import Any

from contracts.sealed import Preferences
from services.notification.texts.directory import Directory
from services.notification.texts.forms import FORM_OF, Form, spoken
from services.notification.texts.templates import Text

ON_PAPER = ("letter", "visit")
"""Whoever visits brings it along."""

SHORT: tuple[Form, ...] = ("sms", "voice")
LONGEST_NAME = 20
"""Signs of a name where there is little room."""

LINK = re.compile(r"[\s.:/\\@]*(?:[:/\\@]|(?<=\w)\.(?=\w))[\s.:/\\@]*")
TO_CALL = re.compile(r"\d{7,}")


def form_of(text: Text, channel: str, said: Preferences | None) -> Form:
    """Whoever reads large print is given it on paper."""
    if channel in ON_PAPER and said is not None and said.large_print:
        return "large"
    form = FORM_OF.get(channel, "letter")
    return form if form in text.forms else "letter"


def written(
    city: Directory, text: Text, values: Mapping[str, Any], form: Form
) -> tuple[str, str]:
    """Subject and body. Raises `EmptyHole` where a place of it would stay empty."""
    named = {"name": called(values["name"], form)} if "name" in values else {}
    subject, body = text.rendered({**values, **named}, form)
    return subject, opening(city, text.language, form) + body


def called(name: str, form: Form) -> str:
    """Whoever gives a name, perhaps with somebody else's number, writes nothing more.

    No link, whatever the form; where it is short neither a number to call nor a tale.
    """
    plain = LINK.sub(" ", name).strip() or "…"
    if form not in SHORT:
        return plain
    kept = TO_CALL.sub("…", plain)
    return kept if len(kept) <= LONGEST_NAME else kept[:LONGEST_NAME] + "…"


def opening(city: Directory, language: str, form: Form) -> str:
    """A letter says at its end who writes."""
    if form == "sms":
        return city.signature(language)
    return spoken(city.greeting(language), language) if form == "voice" else ""
