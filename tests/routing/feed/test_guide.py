"""What the department guide tells to type is answered as it says."""

import re
import shlex
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.routing.callers import HOUSING
from tests.routing.feed.rows import row

GUIDE = Path("docs/department-guide.md").read_text()
SECTION = GUIDE.split("## Without Kafka: the cursor feed")[1].split("\n## ")[0]
SHELL = SECTION.split("```")[1]
LINES = [shlex.split(line, comments=True) for line in SHELL.split("\n")]
ASKED = [line for line in LINES if line[:1] == ["curl"]]


@pytest.mark.parametrize("line", ASKED, ids=" ".join)
async def test_a_line_of_the_guide_works(http, rows, feed, line):
    feed.bells.stop()
    await rows.add([row(0)])
    headers = dict(said.split(": ") for said in line if ": " in said) | HOUSING
    target = urlsplit(line[-1].replace("$feed", "http://city/v1/feed"))
    answer = await http.get(f"{target.path}?{target.query}", headers=headers)

    assert answer.status_code == 200
    assert (
        headers.get("Accept", "application/cloudevents-batch+json")
        in (answer.headers["content-type"])
    )
    assert "next" in answer.links or "Accept" in headers


def test_the_guide_has_such_lines_and_names_all_problems():
    named = set(re.findall(r"`([a-z]+-[a-z-]+)`", SECTION))

    assert len(ASKED) == 4
    assert {"bad-cursor", "cursor-too-old"} <= named
