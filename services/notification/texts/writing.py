"""The last step of a text: what is short, or spoken, begins with who says it."""

from collections.abc import Mapping
from typing import Any

from services.notification.texts.directory import Directory
from services.notification.texts.forms import Form, spoken
from services.notification.texts.templates import Text


def written(
    city: Directory, text: Text, values: Mapping[str, Any], form: Form
) -> tuple[str, str]:
    """Subject and body. Raises `EmptyHole` where a place of it would stay empty."""
    subject, body = text.rendered(values, form)
    if form == "sms":
        return subject, city.signature(text.language) + body
    if form == "voice":
        return subject, spoken(city.greeting(text.language), text.language) + body
    return subject, body
