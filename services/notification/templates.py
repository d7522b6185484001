"""Texts with holes: what a template may name is checked before the first message."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError, meta
from jinja2.sandbox import ImmutableSandboxedEnvironment

from services.notification.subscriptions import READ, Subscription, Subscriptions
from services.notification.wording import variables_of

LANGUAGES = ("zh", "en")
SUBJECT = "Subject: "

OF_EVERYBODY = frozenset({"case_no"})
OF_AUDIENCE: Mapping[str, frozenset[str]] = {
    "applicant": frozenset({"name", "query_code", "progress_url"}),
    "party": frozenset({"name", "answer_url"}),
}


@dataclass(frozen=True)
class Text:
    """`needs`: without these a message from this text cannot be written yet."""

    subject: Template
    body: Template
    needs: frozenset[str]

    def rendered(self, values: Mapping[str, Any]) -> tuple[str, str]:
        subject = " ".join(self.subject.render(values).split())
        return subject, self.body.render(values)


class Templates:
    def __init__(self, texts: Mapping[tuple[str, str], Text]) -> None:
        self._texts = texts

    def text(self, template: str, language: str) -> Text:
        """In the recipient's language, or the city's own."""
        found = self._texts.get((template, language))
        return found or self._texts[template, LANGUAGES[0]]


def load_templates(folder: Path, subscriptions: Subscriptions) -> Templates:
    """Raises `RuntimeError` that names the file and what is wrong with it."""
    texts = {
        (row.template, language): _load(
            folder / "templates" / f"{row.template}.{language}.txt",
            _possible(row) & subscriptions.variables_of(row),
        )
        for row in subscriptions.subscriptions
        for language in LANGUAGES
    }
    return Templates(texts)


def _possible(row: Subscription) -> frozenset[str]:
    """What the event and the recipient can ever tell."""
    person = OF_AUDIENCE.get(row.audience, frozenset())
    return OF_EVERYBODY | person | variables_of(READ[row.event])


def _load(path: Path, known: frozenset[str]) -> Text:
    try:
        source = path.read_text()
        text = _text(source)
    except (OSError, TemplateError, ValueError) as error:
        raise RuntimeError(f"{path}: {error}") from error
    unknown = sorted(text.needs - known)
    if unknown:
        raise RuntimeError(f"{path}: nothing will ever fill {', '.join(unknown)}")
    return text


def _text(source: str) -> Text:
    house = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
    first, _, body = source.partition("\n")
    if not first.startswith(SUBJECT):
        raise ValueError(f"the first line must begin with {SUBJECT!r}")
    return Text(
        house.from_string(first.removeprefix(SUBJECT)),
        house.from_string(body.lstrip("\n")),
        frozenset(meta.find_undeclared_variables(house.parse(source))),
    )
