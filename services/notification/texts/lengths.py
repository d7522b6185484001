"""Whether every text can be written, and every SMS fits, with the longest words."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from contracts.envelope import Payload
from services.notification.subscriptions import READ, Subscription, Subscriptions
from services.notification.texts.directory import Directory, Named
from services.notification.texts.forms import Form, sms_length_fault
from services.notification.texts.holes import EmptyHole
from services.notification.texts.templates import LANGUAGES, Templates, Text, possible
from services.notification.texts.wording import DATES, REASONS

OF_PEOPLE = {
    "name": "欧阳小明",
    "code": "482913",
    "query_code": "K7M2PQ",
    "case_no": "202603020000017",
}
LATE = {"zh": "2026年12月31日18:00", "en": "2026-12-31 18:00"}


def check_lengths(
    subscriptions: Subscriptions, templates: Templates, city: Directory
) -> None:
    """Raises `RuntimeError` that names each file, and the line where a part begins."""
    faults = [
        fault
        for row in subscriptions.subscriptions
        for language in LANGUAGES
        for fault in _faults(row, templates, city, language)
    ]
    if faults:
        raise RuntimeError("\n".join(dict.fromkeys(faults)))


def _faults(
    row: Subscription, templates: Templates, city: Directory, language: str
) -> Iterator[str]:
    text = templates.text(row.template, language)
    values = longest_words(row, city, language)
    for form in text.forms:
        fault = _fault(row, text, values, form, city)
        if fault:
            part = text.sheet.others.get(form, text.sheet.body)
            yield f"{text.sheet.path}:{part.line}: {fault}"


def _fault(
    row: Subscription,
    text: Text,
    values: Mapping[str, Any],
    form: Form,
    city: Directory,
) -> str | None:
    """What these values leave empty others may fill; anything else fails with all."""
    try:
        _, said = text.rendered(values, form)
    except EmptyHole:
        return None
    except Exception as error:
        return f"cannot be written: {error}"
    if form != "sms" or "sms" not in row.channels:
        return None
    return sms_length_fault(city.signature(text.language) + said)


def longest_words(row: Subscription, city: Directory, language: str) -> dict[str, Any]:
    """A value for all that a template of this subscription may name."""
    names = possible(row)
    listed = _of_lists(READ[row.event], city, language)
    known: dict[str, Any] = {**OF_PEOPLE, **listed} | dict.fromkeys(
        DATES.values(), LATE[language]
    )
    told = {name: known.get(name, 2) for name in names}
    return told | {name: value for name, value in row.when.items() if name in names}


def _of_lists(kind: type[Payload], city: Directory, lang: str) -> Mapping[str, str]:
    organisations = _longest(city.organisations.values(), lang)
    among = REASONS.get(kind, "warning_reasons")
    reasons = city.lists.get(among, {})
    authorities = city.authorities
    return {
        "department_name": organisations,
        "by_name": organisations,
        "to_name": organisations,
        "office_name": organisations,
        "mediator_name": _longest(city.mediators.values(), lang) or OF_PEOPLE["name"],
        "reason_words": _longest(reasons.values(), lang),
        "next_words": max(
            (city.next_step(among, code, lang) for code in reasons), key=len, default=""
        ),
        "authority_name": _longest(authorities.values(), lang),
        "authority_words": max((city.authority(a, lang) for a in authorities), key=len),
        "outcome_words": max((city.outcome(o, lang) for o in city.outcomes), key=len),
        "venue_name": _longest(city.lists.get("venues", {}).values(), lang),
        "step_words": _longest(city.lists.get("commitment_steps", {}).values(), lang),
        "area_name": max((city.area(area) for area in city.areas), key=len),
        "way_words": _longest(city.ways.values(), lang),
        "way_needs": "",
        "way_limit": "",
        "law": "潍坊 22",
        "evidence": "〔2026〕12号",
        "how": "jointly",
    }


def _longest(named: Iterable[Named], language: str) -> str:
    return max((each.called(language) for each in named), key=len, default="")
