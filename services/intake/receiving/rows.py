"""Rows of a file that are to become cases, each judged for itself."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

from services.intake.receiving.form import CaseForm
from services.kit.serving.problems import FieldError

MOST_ROWS = 200
ImportName = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$", max_length=64)
]
"""With a row's own id, the identity of what is imported."""


@dataclass(frozen=True)
class History:
    """What a matter brings along that came in before this platform took it."""

    received_at: datetime | None = None
    answered_at: datetime | None = None
    answer: str | None = None


class ImportRow(BaseModel):
    """`answer`: the matter is over, and comes in as history with its own dates."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    id: str = Field(min_length=1, max_length=200)
    form: CaseForm
    received_at: AwareDatetime | None = None
    answered_at: AwareDatetime | None = None
    answer: str | None = Field(default=None, min_length=1, max_length=20_000)

    @property
    def history(self) -> History:
        return History(self.received_at, self.answered_at, self.answer)


@dataclass(frozen=True)
class Unfit:
    """A row that has not the form of one."""

    errors: tuple[dict[str, Any], ...]


def _or_why_not(value: Any, read: ValidatorFunctionWrapHandler) -> "ImportRow | Unfit":
    """One wrong row spoils no other."""
    try:
        row: ImportRow = read(value)
    except ValidationError as error:
        told = error.errors(include_input=False, include_url=False)
        return Unfit(tuple(dict(each) for each in told))
    return row


class RowsForm(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    rows: list[Annotated[ImportRow, WrapValidator(_or_why_not)]] = Field(
        min_length=1, max_length=MOST_ROWS
    )

    @property
    def read(self) -> list[ImportRow | Unfit]:
        return list(self.rows)


class RowResult(BaseModel):
    """What became of a row: `created`, there already, or wrong, and where."""

    result: Literal["created", "repeat", "rejected"]
    history: bool = False
    case_id: str | None = None
    case_no: str | None = None
    errors: tuple[FieldError, ...] = ()


class RowsResult(BaseModel):
    """One for each row, in their order."""

    results: list[RowResult]
