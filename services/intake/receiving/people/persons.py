"""Whether people could be reached and told apart."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from pydantic import ValidationError

from services.intake.receiving.people.forms import PartyForm, PersonForm
from services.intake.receiving.people.guardians import birth_date
from services.intake.receiving.people.numbers import (
    CARD_PARTS,
    Said,
    born,
    wrong_number,
    wrong_phone,
)
from services.kit.serving.problems import FieldError
from services.kit.serving.text import of_a_line

EMAIL = re.compile(
    r"[^\s@<>,;:\"\\()\[\]]{1,64}@([a-z0-9-]{1,63}\.)+[a-z0-9-]{2,63}", re.I
)
NO_EMAIL = ("is not an e-mail address", "不是有效的电子邮箱")
MOST_PARTIES = 200
EARLIEST = date(1900, 1, 1)


def of_person(pointer: str, person: PersonForm, today: date) -> Iterator[FieldError]:
    yield from of_party(pointer, person)
    yield from _of_number(f"{pointer}/id_number", person, today)
    yield from _of_birth(f"{pointer}/birth_date", person, today)
    yield from _of_kind(pointer, person)


def of_parties(parties: Any) -> Iterator[FieldError]:
    """The other sides of a dispute, whom the mediation centre will invite."""
    if not isinstance(parties, list) or len(parties) > MOST_PARTIES:
        en = f"must be a list of at most {MOST_PARTIES} people"
        zh = f"应为当事人名单,最多 {MOST_PARTIES} 人"
        yield FieldError("/answers/parties", "parties", en, zh)
        return
    for place, party in enumerate(parties):
        yield from _of_each(f"/answers/parties/{place}", party)


def of_party(pointer: str, person: PartyForm) -> Iterator[FieldError]:
    """Every line of text, and whatever has a shape of its own."""
    for name, text in person.model_dump(exclude_none=True).items():
        if not isinstance(text, str):
            continue
        control = list(of_a_line(f"{pointer}/{name}", text))
        yield from control
        wrong = None if control else SHAPES.get(name, _any)(text)
        if wrong:
            yield FieldError(f"{pointer}/{name}", name, *wrong)


def _of_each(pointer: str, party: Any) -> Iterator[FieldError]:
    try:
        yield from of_party(pointer, PartyForm.model_validate(party))
    except ValidationError:
        en = "a party has a name, and may have phone and email"
        yield FieldError(pointer, "party", en, "当事人须有姓名,可有电话和邮箱")


def _of_number(pointer: str, person: PersonForm, today: date) -> Iterator[FieldError]:
    number = person.id_number
    if number and not list(of_a_line(pointer, number)):
        wrong = wrong_number(person.number_type, number)
        day = born(person.number_type, number)
        if day and not EARLIEST <= day <= today:
            wrong = CARD_PARTS
        if wrong:
            yield FieldError(pointer, "id_number", *wrong)
    elif not number and person.is_organisation:
        en = "an organisation is known by its unified social credit code"
        yield FieldError(pointer, "missing", en, "单位须填写统一社会信用代码")


def _of_birth(pointer: str, person: PersonForm, today: date) -> Iterator[FieldError]:
    said = person.birth_date
    if said is None:
        return
    if not EARLIEST <= said <= today:
        en, zh = "must be a day in somebody's life: check it", "出生日期有误,请核对"
        yield FieldError(pointer, "birth_date", en, zh)
    elif said != birth_date(person):
        en = "differs from the birth date in the identity number: check both"
        zh = "与证件号码中的出生日期不一致,请核对"
        yield FieldError(pointer, "birth_date", en, zh)


def _of_kind(pointer: str, person: PersonForm) -> Iterator[FieldError]:
    """What only a person, or only an organisation, can have."""
    if not person.is_organisation:
        if person.number_type == "credit_code":
            en, zh = "only organisations have a credit code", "个人没有统一社会信用代码"
            yield FieldError(f"{pointer}/id_type", "of_an_organisation", en, zh)
        if person.contact:
            en, zh = "only an organisation has a contact", "个人无须填写联系人"
            yield FieldError(f"{pointer}/contact", "of_an_organisation", en, zh)
        return
    if person.number_type != "credit_code":
        en = "an organisation has a unified social credit code (credit_code)"
        zh = "单位的证件类型应为统一社会信用代码"
        yield FieldError(f"{pointer}/id_type", "of_a_person", en, zh)
    if not person.contact:
        en, zh = "name somebody to speak with there", "请填写单位联系人"
        yield FieldError(f"{pointer}/contact", "missing", en, zh)
    for name in ("birth_date", "capacity"):
        if getattr(person, name):
            en, zh = "an organisation has none: leave it empty", "单位无须填写此项"
            yield FieldError(f"{pointer}/{name}", "of_a_person", en, zh)


def _email(text: str) -> Said | None:
    return None if EMAIL.fullmatch(text) else NO_EMAIL


def _any(text: str) -> Said | None:
    return None


SHAPES: Mapping[str, Callable[[str], Said | None]] = {
    "email": _email,
    "phone": wrong_phone,
}
