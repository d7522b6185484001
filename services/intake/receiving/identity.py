"""Who somebody is, written in one way however it was typed, and found by hash alone."""

import unicodedata
from collections.abc import Callable, Iterator, Mapping

import phonenumbers
from stdnum.util import clean

from services.intake.receiving.form import PersonForm
from services.kit.sealing.digests import Digests

HOME = "CN"
"""Where a phone number is from that does not say."""
LOGIN = "login"
SEPARATORS = " -.,/"


def number_of_a_card(text: str) -> str:
    """Of an identity card, or a unified social credit code."""
    compact: str = clean(_narrow(text), SEPARATORS)
    return compact.upper()


def phone(text: str) -> str:
    """E.164; what is no number anywhere is left with its digits."""
    try:
        number = phonenumbers.parse(_narrow(text), HOME)
    except phonenumbers.NumberParseException:
        return "".join(each for each in text if each.isdigit())
    form = phonenumbers.PhoneNumberFormat.E164
    return phonenumbers.format_number(number, form)


NUMBERS: Mapping[str, Callable[[str], str]] = {
    "id_number": number_of_a_card,
    "credit_code": number_of_a_card,
    "phone": phone,
}
"""By field of a person: the surest first. A name tells nobody apart."""


def person_key(digests: Digests, kind: str, number: str) -> str:
    """`kind` is one of `NUMBERS`."""
    return digests.of("person", kind, NUMBERS[kind](number))


def person_keys(
    digests: Digests, person: PersonForm | None, owner: str | None
) -> tuple[str, ...]:
    """All that somebody can be found by, the surest first; nothing of an anonymous one.

    `owner` is the keyed hash of who registered for oneself.
    """
    return tuple(_keys(digests, person, owner)) if person else ()


def _keys(digests: Digests, person: PersonForm, owner: str | None) -> Iterator[str]:
    given = person.model_dump(exclude_none=True)
    for kind in NUMBERS:
        if given.get(kind):
            yield person_key(digests, kind, given[kind])
    if owner:
        yield digests.of("person", LOGIN, owner)


def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text)
