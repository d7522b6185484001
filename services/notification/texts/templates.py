"""Texts with holes: what a template may name is checked before the first message."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from contracts import dispute
from contracts.envelope import Payload
from services.notification.subscriptions import READ, Subscription, Subscriptions
from services.notification.texts.forms import Form, large, spoken
from services.notification.texts.holes import Part, part_of
from services.notification.texts.sections import Faulty, Sheet, read_sheet
from services.notification.texts.wording import optional_of, variables_of

LANGUAGES = ("zh", "en")
NEED = {"sms": "sms", "voice": "voice", "call": "voice"}
"""By channel: the section without which a template cannot be told there."""

OF_AUDIENCE: Mapping[str, frozenset[str]] = {
    "applicant": frozenset({"name", "query_code", "progress_url"}),
    "party": frozenset({"name", "answer_url", "page_url"}),
    "originator": frozenset({"name", "topic_url"}),
    "mediator": frozenset({"name"}),
}
OF_OFFICES = frozenset({"office_name"})
OF_A_CODE = frozenset({"name", "code"})
WITHOUT_A_CASE = {fact.TYPE for fact in dispute.DELIBERATION_FACTS}
"""A topic has no number: unless the event tells one, nobody can."""


@dataclass(frozen=True)
class Text:
    """`needs`: without these a message from this text cannot be written yet."""

    language: str
    version: str
    """The clerk's own count, and a mark of what the file said then."""
    parts: Mapping[str, Part]
    sheet: Sheet

    @cached_property
    def needs(self) -> frozenset[str]:
        return frozenset(name for part in self.parts.values() for name in part.holes)

    @property
    def forms(self) -> tuple[Form, ...]:
        said: tuple[Form, ...] = ("sms", "voice")
        return ("letter", "large", *(form for form in said if form in self.parts))

    def rendered(
        self, values: Mapping[str, Any], form: Form = "letter"
    ) -> tuple[str, str]:
        """Raises `EmptyHole` where a place of it would stay empty."""
        subject = " ".join(self._filled("subject", values).split())
        if form in ("letter", "large"):
            body = self._filled("body", values)
            return subject, large(body) if form == "large" else body
        said = _in_one_line(self._filled(form, values), self.language)
        if form == "voice":
            return subject, spoken(said, self.language)
        return subject, said

    def _filled(self, part: str, values: Mapping[str, Any]) -> str:
        return self.parts[part].template.render(values)


class Templates:
    def __init__(self, texts: Mapping[tuple[str, str], Text]) -> None:
        self._texts = texts

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(sorted({name for name, _ in self._texts}))

    def text(self, template: str, language: str) -> Text:
        """In the recipient's language, or the city's own."""
        found = self._texts.get((template, language))
        return found or self._texts[template, LANGUAGES[0]]


def load_templates(folder: Path, subscriptions: Subscriptions) -> Templates:
    """Raises `RuntimeError` that names every fault by its file and line."""
    found = {path.name: path for path in sorted(folder.glob("templates/**/*.txt"))}
    faults = list(_unused(found, subscriptions))
    texts: dict[tuple[str, str], Text] = {}
    for row in subscriptions.subscriptions:
        for language in LANGUAGES:
            try:
                key = (row.template, language)
                texts[key] = texts.get(key) or _load(found, row, key, subscriptions)
                _check(row, texts[key])
            except Faulty as fault:
                faults.append(str(fault))
    if faults:
        raise RuntimeError("\n".join(dict.fromkeys(faults)))
    return Templates(texts)


def possible(row: Subscription) -> frozenset[str]:
    """What the event and the recipient can ever tell."""
    kind = READ[row.event]
    if kind is dispute.SigningCodeSent:
        person = OF_A_CODE
    else:
        person = OF_AUDIENCE.get(row.audience, OF_OFFICES)
    return variables_of(kind) | person | _number(row, kind)


def _number(row: Subscription, kind: type[Payload]) -> frozenset[str]:
    untold = row.event in WITHOUT_A_CASE and "case_no" not in kind.model_fields
    return frozenset() if untold else frozenset({"case_no"})


def _unused(found: Mapping[str, Path], subscriptions: Subscriptions) -> Iterator[str]:
    used = {row.template for row in subscriptions.subscriptions}
    for name, path in found.items():
        template, _, language = name.removesuffix(".txt").rpartition(".")
        if template not in used or language not in LANGUAGES:
            yield f"{path}:1: no subscription uses it"


def _load(
    found: Mapping[str, Path],
    row: Subscription,
    key: tuple[str, str],
    subscriptions: Subscriptions,
) -> Text:
    name = f"{key[0]}.{key[1]}.txt"
    if name not in found:
        place, _, line = subscriptions.place(row).rpartition(":")
        words = f"template: there is no {name} in templates/"
        raise Faulty(Path(place), int(line), words)
    return _text(read_sheet(found[name]), key[1])


def _text(sheet: Sheet, language: str) -> Text:
    parts = {name: part_of(sheet, section) for name, section in sheet.parts.items()}
    mark = sha256(sheet.path.read_bytes()).hexdigest()[:8]
    return Text(language, f"{sheet.version}-{mark}", parts, sheet)


def _in_one_line(said: str, language: str) -> str:
    """Chinese has no gap between its sentences."""
    gap = "" if language == "zh" else " "
    return gap.join(line.strip() for line in said.splitlines() if line.strip())


def _check(row: Subscription, text: Text) -> None:
    """Everything it names can be told, and every form is there that may be wanted."""
    known, optional = possible(row), optional_of(READ[row.event])
    for name, part in text.parts.items():
        for variable, line in part.holes.items():
            if variable not in known:
                words = f"nothing will ever fill {variable} for {row.event}"
                raise Faulty(text.sheet.path, line, words)
            if name in ("sms", "voice") and variable.endswith("_url"):
                words = f"{variable}: nobody should open links from a {name}"
                raise Faulty(text.sheet.path, line, words)
        for variable, line in part.bare.items():
            if variable in optional:
                cure = f"{row.event} may leave out {variable}: {{% if {variable} %}} …"
                raise Faulty(text.sheet.path, line, cure)
    _check_forms(row, text)


def _check_forms(row: Subscription, text: Text) -> None:
    for channel in row.channels:
        if channel in NEED and NEED[channel] not in text.parts:
            body = text.sheet.body
            words = f"'--- {NEED[channel]} ---' is missing: {row.event} may be told so"
            line = body.line + body.source.count("\n")
            raise Faulty(text.sheet.path, line, words)
