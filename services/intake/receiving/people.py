"""Who is named in a form, and whether they could be reached and told apart."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from stdnum.cn import ric

from services.intake.receiving.form import CaseForm, PartyForm
from services.kit.serving.problems import FieldError
from services.kit.serving.text import of_a_line

EMAIL = re.compile(
    r"[^\s@<>,;:\"\\()\[\]]{1,64}@([a-z0-9-]{1,63}\.)+[a-z0-9-]{2,63}", re.I
)
PHONE = re.compile(r"\+?[0-9][0-9 ()-]*[0-9]", re.ASCII)
DIGITS = range(3, 16)
"""From a short service number to the longest of E.164."""
MOST_PARTIES = 200


def of_people(form: CaseForm) -> Iterator[FieldError]:
    for place, person in form.people.items():
        yield from of_person(f"/{place}", person)
    if form.kind == "dispute" and "parties" in form.answers:
        yield from of_parties(form.answers["parties"])


def of_person(pointer: str, person: PartyForm) -> Iterator[FieldError]:
    for name, text in person.model_dump(exclude_none=True).items():
        control = list(of_a_line(f"{pointer}/{name}", text))
        yield from control
        if not control and name in SHAPES and not SHAPES[name].fits(text):
            shape = SHAPES[name]
            yield FieldError(f"{pointer}/{name}", name, shape.en, shape.zh)


def is_phone(text: str) -> bool:
    digits = sum(character.isdigit() for character in text)
    return PHONE.fullmatch(text) is not None and digits in DIGITS


@dataclass(frozen=True)
class Shape:
    fits: Callable[[str], object]
    en: str
    zh: str


SHAPES = {
    "email": Shape(EMAIL.fullmatch, "is not an e-mail address", "不是有效的电子邮箱"),
    "phone": Shape(is_phone, "is not a phone number", "不是有效的电话号码"),
    "id_number": Shape(
        ric.is_valid, "is not a resident identity number", "不是有效的居民身份证号码"
    ),
}


def of_parties(parties: Any) -> Iterator[FieldError]:
    """The other sides of a dispute, whom the mediation centre will invite."""
    if not isinstance(parties, list) or len(parties) > MOST_PARTIES:
        en = f"must be a list of at most {MOST_PARTIES} people"
        zh = f"应为当事人名单,最多 {MOST_PARTIES} 人"
        yield FieldError("/answers/parties", "parties", en, zh)
        return
    for place, party in enumerate(parties):
        yield from _of_party(f"/answers/parties/{place}", party)


def _of_party(pointer: str, party: Any) -> Iterator[FieldError]:
    try:
        yield from of_person(pointer, PartyForm.model_validate(party))
    except ValidationError:
        en = "a party has a name, and may have phone and email"
        yield FieldError(pointer, "party", en, "当事人须有姓名,可有电话和邮箱")
