"""What every channel promises, and the errors that say what to do next."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, Protocol

UNDELIVERED = "undelivered"
"""Why it never arrived, as far as its provider says."""

CODE = re.compile(r"[a-z][a-z_]{0,39}")


@dataclass(frozen=True, repr=False)
class Letter:
    """Exists in memory only, while it is being sent; shows nothing of itself.

    `body` is in the form of its channel: a letter, a short text, spoken words.
    """

    to: str
    subject: str
    body: str
    ways: tuple[str, ...] = ("email", "visit")
    """What is left of the person's channels; the first one is the letter's."""
    template: str = ""
    language: str = "zh"
    version: str = ""
    """Of the template."""

    @property
    def channel(self) -> str:
        return self.ways[0]


@dataclass(frozen=True)
class Accepted:
    """The provider has it; `reference` is what the provider itself calls it."""

    reference: str | None = None


@dataclass(frozen=True)
class Receipt:
    """What became of it, as the provider says; `reason`: why it never arrived."""

    status: Literal["accepted", "delivered", "failed", "unknown"]
    reason: str = UNDELIVERED


class Refused(Exception):
    """The provider will never take this message. Its words name no address."""


class NotNow(Exception):
    """Later, perhaps: the provider is busy, or does not take this one yet."""

    def __init__(self, reason: str, after: timedelta = timedelta(0)) -> None:
        super().__init__(reason)
        self.after = after


class Away(NotNow):
    """The provider itself is not there or not well: others would fare no better."""


class Broken(Exception):
    """It does not understand us or knows us no more: somebody has to mend that."""


def code_of(said: object, usual: str) -> str:
    """The provider's own word, where it is one: never a sentence, never a number."""
    is_code = isinstance(said, str) and CODE.fullmatch(said)
    return str(said) if is_code else usual


class Channel(Protocol):
    """`reference` stays the same over repeats: what was accepted is not sent again."""

    @property
    def name(self) -> str: ...

    async def send(self, letter: Letter, reference: str) -> Accepted:
        """Raises `Refused`, `NotNow`, `Away` or `Broken`; every wait is bounded."""

    async def receipt(self, reference: str) -> Receipt:
        """Asks what became of it. Raises as `send` does."""

    async def close(self) -> None:
        """Lets go of its connections."""
