"""What the guides tell to type works as it stands there."""

import asyncio
import json
import re
from http.server import HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from contracts.intake import CaseAccepted
from services.kit.running.clock import utc_now
from services.kit.testing.clock import MONDAY
from services.kit.testing.platform import arrived
from services.notification.domain.hooks.partners import PartnerCase
from services.notification.hooks.api import router
from services.notification.hooks.partnering import document
from services.notification.hooks.sending.signing import signed_headers
from tests.notification.hooks.callers import ADMIN, app_of, fresh
from tests.notification.hooks.made import document as task_document
from tests.notification.hooks.made import posting, rules

PARTNERS = Path("docs/partner-guide.md").read_text()
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
        headers = signed_headers([signer], "1", task_document(1), utc_now())
        answers.append(await post(url, headers, task_document(1), utc_now()))
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


def test_the_partner_guide_shows_the_event_as_it_is():
    shown = json.loads(PARTNERS.split("```json\n")[1].split("```")[0])
    case = PartnerCase(
        case_id=shown["subject"], case_no="202603020000017", partner="photo-app"
    )
    fact = CaseAccepted(
        case_id=case.case_id,
        case_no=case.case_no,
        kind="request",
        category="sanitation",
        area="990101001",
        channel="partner",
        received_at=MONDAY,
        accepted_at=MONDAY,
    )
    made = json.loads(document(shown["id"], case, arrived(fact, sequence=2)))
    moment = {"time": shown["time"], "data": shown["data"]}

    assert made | moment == shown
    assert made["data"].keys() == shown["data"].keys()


async def test_the_registration_of_the_partner_guide_is_taken(http):
    headers = fresh(app_of("photo-app")) | {"content-type": "application/json"}
    asked = re.search(r"-d '(\{.*\})'", PARTNERS)[1]
    answer = await http.post("/v1/webhooks", headers=headers, content=asked)

    assert answer.status_code == 201
