"""What people read has no ends left open: every link leads somewhere."""

import re
from collections.abc import Iterator

import pytest

from tests.architecture.source import ROOT

DOCUMENTS = sorted(
    path
    for folder in ("", "docs", "docs/adr", "examples/java-department", "tools")
    for path in (ROOT / folder).glob("*.md")
)
LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)#?([^)\s]*)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
MERGING = re.compile(r"^(<{7}|={7}|>{7})( |$)", re.MULTILINE)

each = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)


def anchors(text: str) -> set[str]:
    """As they are made of headings where Markdown is shown."""
    plain = (re.sub(r"[^\w\- ]", "", one.lower()) for one in HEADING.findall(text))
    return {heading.strip().replace(" ", "-") for heading in plain}


def broken(path) -> Iterator[str]:
    for file, anchor in LINK.findall(path.read_text()):
        target = path.parent / file if file else path
        if not target.exists():
            yield file
        elif anchor and anchor not in anchors(target.read_text()):
            yield f"{file}#{anchor}"


@each
def test_every_link_leads_somewhere(path):
    assert list(broken(path)) == []


@each
def test_nothing_is_left_of_a_merge(path):
    assert not MERGING.search(path.read_text())
