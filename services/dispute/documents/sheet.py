"""A document as it will be printed: every word is there, nothing of how it looks."""

from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict

TEMPLATE = Path(__file__).parent / "template" / "sheet.typ"
"""How any of them looks; nothing else lies in its folder."""


class _Printed(BaseModel):
    model_config = ConfigDict(frozen=True)


class Row(_Printed):
    label: str
    value: str


class Section(_Printed):
    heading: str = ""
    text: str = ""
    """Each line is a paragraph."""


class SignatureBlock(_Printed):
    who: str
    signed: str = ""
    """When and how; empty: a line to sign on."""


class Sheet(_Printed):
    """The same sheet gives the same bytes, so a reprint is the first print again."""

    number: str
    issued_at: datetime
    city: str
    office: str
    title: str
    number_label: str
    whose: str = ""
    """Whose copy it is."""
    opening: str = ""
    rows: tuple[Row, ...] = ()
    text: str = ""
    """What is signed, to the letter."""
    sections: tuple[Section, ...] = ()
    signatures: tuple[SignatureBlock, ...] = ()
    digest: str = ""
    """SHA-256 of `text`, in hex, in groups."""
    digest_label: str = ""
    seal: str
    """Empty: it is the parties' own paper, and nobody seals it."""
    sealed: str = ""
    """By whom and when; empty: a space for the seal."""
    date: str
    link: str
    """What the QR code holds: no name and no token."""
    caption: str
    page: str
    """`{page}` and `{pages}` stand where the numbers go."""
