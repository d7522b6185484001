"""Words as paper could hold them; what is changed is counted, and said at the end."""

import html
import re
from dataclasses import dataclass

from services.kit.serving.text import LINES, unclean

CONTROL = "control characters taken out"
ONE_LINE = "line breaks and tabs in one line made spaces"
HTML = "HTML turned into text"
CUT = "cut to the length in the mapping"
ELLIPSIS = "…"

TAGS = (
    "a|abbr|b|big|blockquote|body|center|code|dd|div|dl|dt|em|font|h[1-6]|head|html|i"
    "|img|input|label|li|link|meta|o:p|ol|p|pre|s|section|small|span|strike|strong|sub"
    "|sup|table|tbody|td|tfoot|th|thead|tr|u|ul"
)
BREAK = re.compile(r"<(?:br|/p|/div|/li|/tr|/h[1-6])\b[^<>]{0,2000}>", re.I)
HIDDEN = re.compile(r"<(script|style)\b[^<>]{0,2000}>.*?</\1\s*>", re.I | re.S)
TAG = re.compile(rf"</?(?:{TAGS})(?:\s[^<>]{{0,2000}})?/?>|<!--.*?-->", re.I | re.S)
ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{1,6}|#x[0-9a-f]{1,5});", re.I)
SPACES = re.compile(r"[\n\r\t\v\f]+")


@dataclass(frozen=True)
class Cleaning:
    html: bool

    def cleaned(self, text: str, lines: bool, marks: set[str]) -> str:
        """`marks`: what was done to this row so far."""
        if self.html and (TAG.search(text) or BREAK.search(text) or _entity(text)):
            marks.add(HTML)
            text = _as_text(text)
        if not lines and SPACES.search(text.strip()):
            marks.add(ONE_LINE)
            text = SPACES.sub(" ", text.strip())
        if unclean(text, LINES):
            marks.add(CONTROL)
            text = "".join(each for each in text if not unclean(each, LINES))
        return text.strip()

    def cut(self, text: str, most: int, marks: set[str]) -> str:
        if len(text) <= most:
            return text
        marks.add(CUT)
        return text[: most - 1] + ELLIPSIS


def _entity(text: str) -> bool:
    return any(html.unescape(found) != found for found in ENTITY.findall(text))


def _as_text(text: str) -> str:
    """Only tags that HTML has: what stands between < and > otherwise is kept."""
    without = TAG.sub("", BREAK.sub("\n", HIDDEN.sub("", text)))
    return ENTITY.sub(lambda found: html.unescape(found[0]), without)
