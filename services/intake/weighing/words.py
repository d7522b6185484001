"""Words that tell of danger, sought in what somebody wrote; nothing of it is kept."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Signs:
    """Words that stand for one thing: an authority to call, or a reason to look."""

    means: str
    words: tuple[str, ...]


def plain(*texts: str) -> str:
    """One width, one case, no space or mark between: as a hurried writer means it."""
    joined = unicodedata.normalize("NFKC", "\n".join(texts)).casefold()
    return "".join(filter(_counts, joined))


def found(signs: Iterable[Signs], text: str) -> Sequence[str]:
    """What is meant by the words that stand in `plain` text, each once, in order."""
    return [sign.means for sign in signs if any(word in text for word in sign.words)]


def _counts(character: str) -> bool:
    """A line or a sentence still ends where it ended."""
    return character in "\n。.!?;" or unicodedata.category(character)[0] in "LN"
