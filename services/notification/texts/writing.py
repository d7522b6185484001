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
    return subject, opening(city, text.language, form) + body


def opening(city: Directory, language: str, form: Form) -> str:
    """A letter says at its end who writes."""
    if form == "sms":
        return city.signature(language)
    return spoken(city.greeting(language), language) if form == "voice" else ""
