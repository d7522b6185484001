"""What the department guide tells to type works as it stands there."""

import asyncio
import re
from http.server import HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from services.kit.running.clock import utc_now
from services.notification.hooks.api import router
from services.notification.hooks.sending.signing import signed_headers
from tests.notification.hooks.callers import ADMIN, fresh
from tests.notification.hooks.made import document, posting, rules

GUIDE = Path("docs/department-guide.md").read_text()
SECTION = GUIDE.split("\n## By webhook\n")[1].split("\n## ")[0]
PROGRAM = SECTION.split("```python\n")[1].split("```")[0]
REGISTRATION = re.search(r"-d '(\{.*\})'", SECTION)[1]


@pytest.fixture
def door():
    """The program of the guide, and what it kept."""
    kept: list[str] = []
    names = {"__name__": "guide"}
    exec(compile(PROGRAM, "department-guide.md", "exec"), names)
    names["keep"] = lambda id, event: kept.append(event["id"])
    names["Door"].log_message = lambda *_: None
    server = HTTPServer(("127.0.0.1", 0), names["Door"])
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", names["SECRET"], kept
    server.shutdown()
    server.server_close()


async def test_the_program_takes_what_is_signed_and_nothing_else(door):
    url, secret, kept = door
    post = posting()
    answers = []
    for signer in (secret, "whsec_" + "A" * 44):
        headers = signed_headers([signer], "1", document(1), utc_now())
        answers.append(await post(url, headers, document(1), utc_now()))
    await post.close()
    await asyncio.sleep(0)

    assert [answer.status for answer in answers] == [204, 401]
    assert len(kept) == 1


async def test_the_registration_is_taken(http):
    headers = fresh(ADMIN) | {"content-type": "application/json"}
    answer = await http.post("/v1/webhooks", headers=headers, content=REGISTRATION)

    assert answer.status_code == 201


def test_the_guide_names_every_request_and_no_other():
    ways = {path.rpartition("/")[2] for path in (route.path for route in router.routes)}
    told = set(re.findall(r"(?:…|\{id\})/([a-z]+)", SECTION))

    assert told == ways - {"webhooks", "{id}"}


def test_the_numbers_of_the_guide_are_those_of_the_city():
    pauses = [int(pause.total_seconds()) for pause in rules().pauses]

    assert pauses == [5, 300, 1800, *(h * 3600 for h in (2, 5, 10, 14, 20, 24))]
    assert (rules().endpoints, rules().at_once, rules().log_for.days) == (5, 4, 90)
    assert rules().answer_within.total_seconds() == 15
    assert set(rules().ports) == {443, 8443}
