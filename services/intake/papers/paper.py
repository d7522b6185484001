"""A paper as it will be printed: every word is there, nothing of how it looks."""

from datetime import datetime
from pathlib import Path
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from services.intake.telling.language import Language

Kind = Literal[
    "receipt",
    "acceptance",
    "correction",
    "decline",
    "hand_over",
    "withdrawal",
    "answer",
    "deemed_acceptance",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
TEMPLATE = Path(__file__).parent / "template" / "paper.typ"
"""How any of them looks; nothing else lies in its folder."""


class _Printed(BaseModel):
    model_config = ConfigDict(frozen=True)


class Row(_Printed):
    label: str
    value: str


class Point(_Printed):
    """One of a numbered list: what it is about, and what is said of it."""

    head: str
    lines: tuple[str, ...] = ()


class Section(_Printed):
    heading: str = ""
    text: str = ""
    """Each line is a paragraph."""
    points: tuple[Point, ...] = ()


class Paper(_Printed):
    """The same paper gives the same bytes, so a reprint is the first print again."""

    kind: Kind
    number: str
    case_no: str
    language: Language
    large: bool = False
    """18 points and more, for those who do not see well."""
    issued_at: datetime
    city: str
    office: str
    title: str
    number_label: str
    opening: str
    rows: tuple[Row, ...]
    code: Row | None = None
    """The query code: on the receipt alone, which only the resident is given."""
    sections: tuple[Section, ...] = Field(min_length=1)
    """The last one is short: it stays on one page with signatures and seal."""
    signatures: tuple[str, ...] = ()
    """Who signs by hand; nobody: the seal is enough."""
    date: str
    seal: str
    link: str
    """What the QR code holds; never the query code, which is personal."""
    caption: str
    page: str
    """`{page}` and `{pages}` stand where the numbers go."""
