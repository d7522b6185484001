"""A text without what people type differently when they say the same again."""

import re
import unicodedata
from html import unescape

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

SHINGLE = 3
"""Characters; a Chinese word has two or three."""
TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--.*?-->|<![a-zA-Z][^<>]*>", re.DOTALL)


def plain(text: str) -> str:
    """Letters and digits: no sign, space or emoji makes another text of it.

    Of `<p>路灯&nbsp;坏了!!</p>` and `路灯坏了。` the same is left.
    """
    bare = TAG.sub("", unescape(TAG.sub("", text)))
    folded = unicodedata.normalize("NFKC", bare).casefold()
    return "".join(filter(str.isalnum, folded))


def shingles(text: str) -> NDArray[np.uint32]:
    """Every run of three characters, a row each."""
    characters = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    return sliding_window_view(characters, SHINGLE)
