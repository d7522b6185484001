"""Who cannot decide alone: somebody under age, or not fully able to (民法典 17-24)."""

from datetime import date

from stdnum.cn import ric

from contracts.sealed import Person

OF_AGE = 18


def needs_guardian(person: Person, today: date) -> bool:
    """By what they or the window said; else by the date of birth, where it is known."""
    if person.kind == "organisation":
        return False
    if person.capacity is not None:
        return person.capacity != "full"
    born = person.birth_date or _born(person)
    return born is not None and _age(born, today) < OF_AGE


def _born(person: Person) -> date | None:
    number = person.id_number or ""
    if person.id_type not in (None, "resident_id") or not ric.is_valid(number):
        return None
    born: date = ric.get_birth_date(ric.compact(number))
    return born


def _age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
