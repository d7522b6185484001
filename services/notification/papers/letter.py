"""A letter on paper: what the message says, its link, and ways without it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from services.kit.papers.letterhead import Letterhead
from services.kit.papers.press import Press
from services.notification.composing import Printed
from services.notification.domain.message import Message
from services.notification.papers.words import WORDS, Words
from services.notification.recipients import Recipient

TEMPLATE = Path(__file__).parent / "template" / "letter.typ"


class Way(BaseModel):
    model_config = ConfigDict(frozen=True)

    heading: str
    text: str


class Letter(BaseModel):
    """The same letter gives the same bytes, so a reprint is the first print again."""

    model_config = ConfigDict(frozen=True)

    issued_at: datetime
    city: str
    office: str
    language: str
    to: str
    address: str
    title: str
    text: str
    """Each line is a paragraph; in large letters, of as many signs as go on a line."""
    large: bool
    ways: tuple[Way, ...]
    """How to answer: with a telephone that reads codes, by a call, at a window."""
    link: str
    """What the QR code holds; empty: there is none, and no way by it."""
    caption: str
    page: str


@dataclass(frozen=True)
class Letters:
    """Nothing that it prints is ever written anywhere: it is answered and forgotten."""

    press: Press
    head: Letterhead

    async def print(self, message: Message, to: Recipient, said: Printed) -> bytes:
        return await self.press.print(self._letter(message, to, said))

    def _letter(self, message: Message, to: Recipient, said: Printed) -> Letter:
        words = WORDS[to.language]
        person = to.person
        return Letter(
            issued_at=message.created_at,
            city=self.head.city[to.language],
            office=self.head.office[to.language],
            language=to.language,
            to=words.to.format(name=person.name if person else ""),
            address=(person and person.address) or "",
            title=said.subject,
            text=said.body,
            large=bool(to.preferences and to.preferences.large_print),
            ways=self._ways(words, said.link),
            link=said.link,
            caption=words.caption,
            page=words.page,
        )

    def _ways(self, words: Words, link: str) -> tuple[Way, ...]:
        line, ways = self.head.help_line, (words.scanning, *words.ways)
        return tuple(
            Way(heading=heading, text=text.format(line=line))
            for heading, text in (ways if link else words.ways)
        )
