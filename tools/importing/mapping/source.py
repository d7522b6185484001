"""Where one field comes from."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)

ISO = "iso"
SAMPLE = datetime(2020, 12, 31, 23, 59, 58)  # noqa: DTZ001


def listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _is_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError("is no time zone, such as Asia/Shanghai") from None
    return name


def _is_date(form: str) -> str:
    """Something that `strptime` reads back, with a day in it."""
    if form == ISO:
        return form
    try:
        read = datetime.strptime(SAMPLE.strftime(form), form)  # noqa: DTZ007
    except ValueError:
        read = None
    if read is None or read.date() != SAMPLE.date():
        raise ValueError(
            "is no date format: write `iso`, or letters like %Y-%m-%d %H:%M:%S"
        )
    return form


Zone = Annotated[str, AfterValidator(_is_zone)]
DateForm = Annotated[str, AfterValidator(_is_date)]
Words = Annotated[tuple[str, ...], BeforeValidator(listed), Field(min_length=1)]


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Rule(Part):
    """The first rule of which a word occurs in the text decides."""

    words: Words
    then: str


class Source(Part):
    """A column, several that are joined, or a constant; then what is made of it."""

    column: str | None = None
    columns: tuple[str, ...] = ()
    constant: str | None = None
    join: str = "\n"
    values: dict[str, str] = Field(default_factory=dict)
    contains: tuple[Rule, ...] = ()
    otherwise: str | None = None
    date: Annotated[tuple[DateForm, ...], BeforeValidator(listed)] = ()
    time_zone: Zone | None = None
    cut: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _one_of_them(self) -> "Source":
        given = (self.column is not None, bool(self.columns), self.constant is not None)
        if sum(given) != 1:
            raise ValueError(
                "comes from one thing: `column: NAME`, `columns: [NAME, NAME]`"
                " or `constant: VALUE`"
            )
        if self.values and self.contains:
            raise ValueError("has `values:` or `contains:`, not both")
        if self.constant is not None and (self.values or self.contains):
            raise ValueError("is a constant: leave `values:` and `contains:` out")
        return self

    @property
    def of(self) -> tuple[str, ...]:
        return (self.column,) if self.column is not None else self.columns

    def results(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Every word of ours that it can become, and where that is written."""
        if self.constant is not None:
            yield ("constant",), self.constant
        if self.otherwise is not None:
            yield ("otherwise",), self.otherwise
        for old, ours in self.values.items():
            yield ("values", old), ours
        for place, rule in enumerate(self.contains):
            yield ("contains", place, "then"), rule.then


def _short(value: Any) -> Any:
    """A word alone is the name of a column."""
    return {"column": value} if isinstance(value, str) else value


From = Annotated[Source, BeforeValidator(_short)]
