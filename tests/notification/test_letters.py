"""Every letter of the city, written from every example of an event it is about."""

from collections.abc import Iterator
from typing import Any

import pytest

from contracts.codes import derived_id
from contracts.envelope import Payload
from contracts.evolution.promises import EXAMPLES
from contracts.intake import CaseAnswered
from contracts.topics import decode
from services.notification.handlers import open_fields
from services.notification.subscriptions import Subscription
from services.notification.templates import LANGUAGES, OF_AUDIENCE
from services.notification.wording import words_of
from tests.notification.world import CASE_NO, loaded

SUBSCRIPTIONS, TEMPLATES, DIRECTORY = loaded()
KNOWN = {name: name for names in OF_AUDIENCE.values() for name in names}
NOT_SAID = ("None", "[]", "{{", "}}")


def _examples() -> Iterator[tuple[str, Payload]]:
    for path in sorted(EXAMPLES.glob("*/*.json")):
        yield path.stem, decode(path.read_bytes()).data


def _letters() -> Iterator[Any]:
    for name, fact in _examples():
        for row in SUBSCRIPTIONS.to(fact):
            yield pytest.param(row, fact, id=f"{row.template}-{row.audience}-{name}")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("row", "fact"), tuple(_letters()))
def test_a_letter_can_be_written(
    row: Subscription, fact: Payload, language: str
) -> None:
    text = TEMPLATES.text(row.template, language)
    said = words_of(type(fact), open_fields(fact), DIRECTORY, language)
    values = KNOWN | said | {"case_no": CASE_NO}
    assert text.needs <= values.keys()

    subject, body = text.rendered(values)
    assert CASE_NO in subject + body
    assert not [word for word in NOT_SAID if word in subject + body]


@pytest.mark.parametrize(
    ("language", "words"), [("zh", "人民法院"), ("en", "the people's court")]
)
def test_the_letter_says_where_to_go_instead(language: str, words: str) -> None:
    fact = CaseAnswered(
        case_id=derived_id("a case"),
        case_no=CASE_NO,
        outcome="not_our_power",
        authority="court",
    )
    said = words_of(type(fact), open_fields(fact), DIRECTORY, language)
    _, body = TEMPLATES.text("case-answered", language).rendered(
        KNOWN | said | {"case_no": CASE_NO}
    )

    assert words in body


def test_every_subscription_has_an_example() -> None:
    """Or no example would ever show its letter."""
    facts = [fact for _, fact in _examples()]
    without = [
        row.template
        for row in SUBSCRIPTIONS.subscriptions
        if not any(row.is_about(fact) for fact in facts)
    ]

    assert without == []


def test_every_letter_says_whom_to_ask() -> None:
    texts = {
        (row.template, language): TEMPLATES.text(row.template, language)
        for row in SUBSCRIPTIONS.subscriptions
        for language in LANGUAGES
    }

    silent = [key for key, text in texts.items() if "12345" not in _source(text)]
    assert silent == []


def _source(text: Any) -> str:
    everything = dict.fromkeys(text.needs, "x")
    return "".join(text.rendered(everything))
