"""Who somebody is, written in one way however it was typed, and found by hash alone."""

from collections.abc import Callable, Iterator, Mapping

import phonenumbers

from services.intake.receiving.people.forms import PersonForm
from services.intake.receiving.people.numbers import HOME, narrowed, written_number
from services.kit.sealing.digests import Digests

LOGIN = "login"


def phone(text: str) -> str:
    """E.164; what is no number anywhere is left with its digits."""
    try:
        number = phonenumbers.parse(narrowed(text), HOME)
    except phonenumbers.NumberParseException:
        return "".join(each for each in text if each.isdigit())
    form = phonenumbers.PhoneNumberFormat.E164
    return phonenumbers.format_number(number, form)


NUMBERS: Mapping[str, Callable[[str], str]] = {
    "id_number": written_number,
    "credit_code": written_number,
    "phone": phone,
}
"""By which somebody is looked up: the surest first. A name tells nobody apart."""
KINDS = {"resident_id": "id_number"}
"""By type of a number, what it is looked up as; the rest by their own type."""


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
    if person.id_number:
        kind = KINDS.get(person.number_type, person.number_type)
        yield digests.of("person", kind, written_number(person.id_number))
    if person.phone:
        yield person_key(digests, "phone", person.phone)
    if owner:
        yield digests.of("person", LOGIN, owner)
