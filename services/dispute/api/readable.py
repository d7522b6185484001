"""What the mediator writes of people, as their letters and papers can hold it."""

from collections.abc import Iterator

from contracts.sealed import Person
from services.kit.serving.problems import FieldError, Refused
from services.kit.serving.text import of_a_line, of_many_lines


def demand_lines(pointer: str, person: Person) -> None:
    """A name is one line: it stands in an agreement that people sign."""
    _demand(tuple(_of_each(pointer, person)))


def demand_words(pointer: str, text: str) -> None:
    _demand(tuple(of_many_lines(pointer, text)))


def _of_each(pointer: str, person: Person) -> Iterator[FieldError]:
    for name, value in person.model_dump(exclude_none=True).items():
        if isinstance(value, str):
            yield from of_a_line(f"{pointer}/{name}", value)


def _demand(errors: tuple[FieldError, ...]) -> None:
    if errors:
        en, zh = "some fields need correcting", "有内容需要更正"
        raise Refused("invalid", en, zh, 422, errors=errors)
