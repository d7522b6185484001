"""Everything a city's messages are made of, read and checked together."""

from dataclasses import dataclass
from pathlib import Path

from services.notification.subscriptions import Subscriptions, load_subscriptions
from services.notification.texts.directory import Directory, load_directory
from services.notification.texts.lengths import check_lengths
from services.notification.texts.templates import Templates, load_templates


@dataclass(frozen=True)
class Texts:
    directory: Directory
    subscriptions: Subscriptions
    templates: Templates


def load_texts(city: Path) -> Texts:
    """Raises `RuntimeError` that names each fault by file and line."""
    directory, folder = load_directory(city), city / "notification"
    subscriptions = load_subscriptions(
        folder, directory.desks, directory.warning_desks, directory.organisations
    )
    templates = load_templates(folder, subscriptions)
    check_lengths(subscriptions, templates, directory)
    return Texts(directory, subscriptions, templates)
