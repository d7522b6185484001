"""A text without what people type differently when they say the same again."""

import re
import unicodedata
from html import unescape

SHINGLE = 3
"""Characters; a Chinese word has two or three."""
TAG = re.compile(r"<[a-zA-Z/!][^<>]*>")
KEPT = frozenset("LN")
"""Letters and digits: no sign, space or emoji makes another text of it."""


def plain(text: str) -> str:
    """Of `<p>路灯&nbsp;坏了!!</p>` and `路灯坏了。` the same is left."""
    bare = TAG.sub("", unescape(TAG.sub("", text)))
    folded = unicodedata.normalize("NFKC", bare).casefold()
    return "".join(each for each in folded if unicodedata.category(each)[0] in KEPT)


def shingles(text: str) -> set[str]:
    """Every run of three characters; none of a text that is shorter."""
    return {text[at : at + SHINGLE] for at in range(len(text) - SHINGLE + 1)}
