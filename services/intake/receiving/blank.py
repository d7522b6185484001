"""What every form of the window has in common, and the sizes of its fields."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

Text32 = Annotated[str, StringConstraints(max_length=32)]
Text200 = Annotated[str, StringConstraints(max_length=200)]
Word = Annotated[str, StringConstraints(min_length=1, max_length=64)]


def _or_none(text: str | None) -> str | None:
    return text or None


Short = Annotated[Text32 | None, AfterValidator(_or_none)]
"""An empty field of a form is one that was left out."""
Long = Annotated[Text200 | None, AfterValidator(_or_none)]


class Blank(BaseModel):
    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        str_strip_whitespace=True,
        hide_input_in_errors=True,
    )
