"""Who cannot act alone, and when help does not wait for somebody who can."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.intake.receiving.people.forms import PersonForm
from services.intake.receiving.people.numbers import born

OF_AGE = 18
"""民法典 17."""
BY_OWN_WORK = 16
"""民法典 18: who lives by own work counts as of age, if somebody says so."""

Why = Literal["minor", "capacity"]


@dataclass(frozen=True)
class Guardianship:
    """`why`: what makes somebody act only through a guardian; None: nothing does."""

    why: Why | None
    report: tuple[str, ...] = ()
    """Instead of a guardian: warnings by which the law wants it told (未成年人保护法
    11, 反家庭暴力法 14)."""

    @property
    def needed(self) -> bool:
        return self.why is not None and not self.report


def guardianship(
    applicant: PersonForm | None, harm: tuple[str, ...], today: date
) -> Guardianship:
    """`harm`: the warning reasons that the matter itself gives; each is reported.

    Who asks for help against harm is heard without the guardian, who may be its cause.
    """
    why = _why(applicant, today) if applicant else None
    return Guardianship(why, harm if why else ())


def birth_date(person: PersonForm) -> date | None:
    """By the number if it tells, else as it was said."""
    number = person.id_number
    told = born(person.number_type, number) if number else None
    return told or person.birth_date


def age(birth: date, today: date) -> int:
    """In full years (周岁)."""
    had = (today.month, today.day) >= (birth.month, birth.day)
    return today.year - birth.year - (not had)


def _why(person: PersonForm, today: date) -> Why | None:
    if person.is_organisation:
        return None
    birth = birth_date(person)
    years = age(birth, today) if birth and birth <= today else OF_AGE
    if years < (BY_OWN_WORK if person.capacity == "full" else OF_AGE):
        return "minor"
    return "capacity" if person.capacity in ("limited", "none") else None
