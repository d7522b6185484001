"""A template as it would be told of an example event; nobody real is in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from json import dumps
from typing import Any

from contracts.envelope import Payload
from contracts.evolution.promises import EXAMPLES
from contracts.topics import Unreadable, decode
from services.kit.errors import Rejected
from services.notification.handlers import open_fields
from services.notification.subscriptions import READ, Subscription
from services.notification.texts.forms import Form
from services.notification.texts.holes import EmptyHole
from services.notification.texts.loading import Texts
from services.notification.texts.templates import possible
from services.notification.texts.wording import words_of
from services.notification.texts.writing import written

Document = dict[str, Any]
INVENTED = {
    "zh": {"name": "张三", "office_name": "综治中心"},
    "en": {"name": "Zhang San", "office_name": "Mediation Centre"},
}
NUMBERS = {"case_no": "202603020000017", "query_code": "K7M2PQ", "code": "482913"}
PAGES = {
    "progress_url": "/progress",
    "answer_url": "/invitation#example",
    "page_url": "/mediation#example",
    "topic_url": "/topics/example",
}


@dataclass(frozen=True)
class Preview:
    template: str
    version: str
    language: str
    form: Form
    event: str
    audience: str
    subject: str
    body: str


class Previews:
    def __init__(self, texts: Texts, base_url: str) -> None:
        self.texts = texts
        pages = {name: base_url.rstrip("/") + page for name, page in PAGES.items()}
        self._known = NUMBERS | pages

    def rows(self, template: str) -> tuple[Subscription, ...]:
        """Raises 404 for a template that the city has not."""
        rows = self.texts.subscriptions.subscriptions
        found = tuple(row for row in rows if row.template == template)
        if not found:
            en = "the city has no such template: GET /v1/templates lists them"
            raise Rejected("unknown-template", en, "没有这个模板", status=404)
        return found

    def preview(
        self, template: str, language: str, form: Form, event: Document | None = None
    ) -> Preview:
        """Of the event that is given, or of the contracts' own example."""
        rows = self.rows(template)
        if event is None:
            row, fact = self._example(rows)
            return self._written(row, fact, language, form)
        fact = _given(event)
        for row in rows:
            if row.is_about(fact):
                return self._written(row, fact, language, form)
        en = "another template is told of this event: see `told` in the list"
        raise Rejected("other-template", en, "此事件不用这个模板", status=422)

    def _example(self, rows: tuple[Subscription, ...]) -> tuple[Subscription, Payload]:
        """The first that is told to somebody: every subscription has one."""
        return next(
            (row, fact)
            for row in rows
            for fact in examples_of(row.event)
            if row.is_about(fact) and self.texts.subscriptions.recipients(row, fact)
        )

    def _written(
        self, row: Subscription, fact: Payload, language: str, form: Form
    ) -> Preview:
        text = self.texts.templates.text(row.template, language)
        if form not in text.forms:
            known = ", ".join(text.forms)
            en = f"it is not told so; its forms are {known}"
            zh = f"此模板没有这种形式,只有:{known}"
            raise Rejected("no-such-form", en, zh, status=422)
        city = self.texts.directory
        mine = (self._known | INVENTED[language]).items()
        known_values = {name: value for name, value in mine if name in possible(row)}
        told = words_of(type(fact), open_fields(fact), city, language)
        number = getattr(fact, "case_no", None)
        values = known_values | told | ({"case_no": number} if number else {})
        try:
            subject, body = written(city, text, values, form)
        except EmptyHole:
            en = "the city has no words for a code of this event: see words.yaml"
            zh = "此事件中的代码没有对应的说法,请补充 words.yaml"
            raise Rejected("no-words", en, zh, status=422) from None
        return Preview(
            row.template,
            text.version,
            language,
            form,
            row.event,
            row.audience,
            subject,
            body,
        )


def _given(event: Document) -> Payload:
    try:
        kind = {"type": ""} | event
        return decode(dumps(kind).encode(), tuple(READ.values())).data
    except Unreadable as error:
        en = f"no event that is read here: {error}"
        zh = "不是本服务读取的事件,或格式不符合契约"
        raise Rejected("unreadable-event", en, zh, status=422) from None


@cache
def examples_of(type: str) -> tuple[Payload, ...]:
    return tuple(_read(type))


def _read(type: str) -> Iterator[Payload]:
    for path in sorted((EXAMPLES / type).glob("*.json")):
        yield decode(path.read_bytes()).data
