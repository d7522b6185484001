"""Every message of the city, in every language and form, from every example."""

from collections.abc import Iterator
from typing import Any

import pytest

from contracts.codes import derived_id
from contracts.envelope import Payload
from contracts.evolution.promises import EXAMPLES
from contracts.intake import CaseAnswered
from contracts.topics import decode
from services.notification.domain.audience import PEOPLE
from services.notification.handlers import open_fields
from services.notification.subscriptions import READ, Subscription
from services.notification.texts.forms import Form
from services.notification.texts.templates import LANGUAGES, OF_AUDIENCE, possible
from services.notification.texts.wording import deadlines_of, words_of
from tests.notification.world import CASE_NO, loaded

TEXTS = loaded()
KNOWN = {name: name for names in OF_AUDIENCE.values() for name in names} | {
    "office_name": "综治中心",
    "code": "482913",
}
NOT_SAID = ("None", "[]", "{{", "}}", "{%")


def _examples() -> Iterator[tuple[str, Payload]]:
    for path in sorted(EXAMPLES.glob("*/*.json")):
        yield path.stem, decode(path.read_bytes()).data


def _told() -> Iterator[Any]:
    for name, fact in _examples():
        for row in TEXTS.subscriptions.to(fact):
            yield pytest.param(row, fact, id=f"{row.template}-{row.audience}-{name}")


def _values(row: Subscription, fact: Payload, language: str) -> dict[str, Any]:
    said = words_of(type(fact), open_fields(fact), TEXTS.directory, language)
    number = {"case_no": CASE_NO} if "case_no" in possible(row) else {}
    mine = {name: KNOWN[name] for name in KNOWN.keys() & possible(row)}
    return mine | said | number


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("row", "fact"), tuple(_told()))
def test_it_can_be_written_in_every_form(
    row: Subscription, fact: Payload, language: str
) -> None:
    text = TEXTS.templates.text(row.template, language)
    values = _values(row, fact, language)
    assert text.needs <= values.keys()

    for form in text.forms:
        subject, body = text.rendered(values, form)
        assert not [word for word in NOT_SAID if word in subject + body]
        if form == "letter":
            assert CASE_NO in subject + body or "case_no" not in text.needs


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "row", TEXTS.subscriptions.subscriptions, ids=lambda r: r.event
)
def test_it_says_by_when_where_the_event_does(row: Subscription, language: str) -> None:
    when = deadlines_of(READ[row.event])
    text = TEXTS.templates.text(row.template, language)
    silent = [
        form
        for form, part in text.parts.items()
        if form != "subject" and when and not when & part.holes.keys()
    ]

    assert silent == [] or row.template in NO_DAY


NO_DAY = {"task-supervised", "extension-requested", "parking-refused"}
"""Who reads these decides on a day; the day of another does not bind them."""


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
    [row] = TEXTS.subscriptions.to(fact)
    text = TEXTS.templates.text(row.template, language)

    assert words in text.rendered(_values(row, fact, language))[1]


@pytest.mark.parametrize("form", ["letter", "voice"])
def test_an_invitation_says_what_the_mediation_centre_is(form: Form) -> None:
    """Whoever is asked may never have heard of it."""
    values = KNOWN | {"case_no": CASE_NO}
    said = TEXTS.templates.text("invitation", "zh").rendered(values, form)[1]

    assert "综治中心" in said
    assert "帮大家调解纠纷的地方" in said


def test_every_subscription_has_an_example() -> None:
    """Or no example would ever show its message."""
    facts = [fact for _, fact in _examples()]
    without = [
        (row.template, dict(row.when))
        for row in TEXTS.subscriptions.subscriptions
        if not any(row.is_about(fact) for fact in facts)
    ]

    assert without == []


def test_every_code_of_an_example_has_words() -> None:
    """A person is never told a code of ours, such as `too_far_apart`."""
    told = [
        (row, fact, language)
        for _, fact in _examples()
        for row in TEXTS.subscriptions.to(fact)
        if row.audience in PEOPLE
        for language in LANGUAGES
    ]
    codes = [
        word
        for row, fact, language in told
        for name, word in _values(row, fact, language).items()
        if name.endswith("_words") and "_" in str(word)
    ]

    assert codes == []


def test_a_text_knows_its_version_and_a_changed_one_another() -> None:
    first = TEXTS.templates.text("case-accepted", "zh")
    other = TEXTS.templates.text("case-accepted", "en")

    assert first.version.startswith("2-")
    assert first.version != other.version
