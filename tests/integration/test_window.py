"""The window decides on real Kafka and MongoDB: nothing leaves before it does."""

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from httpx import AsyncClient
from motor.motor_asyncio import AsyncIOMotorClient

from contracts.intake import CaseAccepted, CaseDeclined, CaseHandedOver, CaseWarned
from deploy.local.stack import Stack
from services.intake.app import create_app
from services.intake.settings import IntakeSettings
from tests.dispute.live import Live, living
from tests.intake.world import form

pytestmark = pytest.mark.stack


@pytest.fixture
def settings(settings_for: Callable[..., IntakeSettings]) -> IntakeSettings:
    return settings_for("intake", kind=IntakeSettings)


@pytest.fixture
async def live(stack: Stack, settings: IntakeSettings):
    async with living(stack, create_app(settings)) as live:
        yield live


@pytest.fixture
def cases(settings: IntakeSettings, mongo_uri: str):
    client = AsyncIOMotorClient(mongo_uri)
    yield client[settings.database]["cases"]
    client.close()


@pytest.fixture
async def http(live: Live) -> AsyncIterator[AsyncClient]:
    async with live.http() as client:
        client.headers.update(live.bearer("clerk"))
        yield client


async def post(http: AsyncClient, path: str, body=None) -> dict:
    headers = {"Idempotency-Key": uuid4().hex}
    answer = await http.post(f"/v1/{path}", json=body, headers=headers)
    assert answer.status_code < 300, answer.text
    return answer.json()


def kinds(facts) -> list[str]:
    return [fact.TYPE.split(".")[2] for fact in facts]


async def test_a_matter_is_corrected_accepted_and_only_then_leaves(live, http):
    receipt = await post(http, "cases", form(examine=True))
    case = f"cases/{receipt['case_id']}"
    lacking = [{"pointer": "/applicant/phone", "reason": "missing"}]
    await post(http, f"{case}/request-correction", {"defects": lacking})
    await post(http, f"{case}/correct", {"text": "3号楼门口的垃圾桶没有清运。"})
    await post(http, f"{case}/accept")

    facts = await live.heard("routing", "intake.cases", receipt["case_id"], 4)

    assert kinds(facts) == [
        "case-registered",
        "correction-requested",
        "correction-received",
        "case-accepted",
    ]


async def test_a_draft_is_handed_in_under_its_own_number(live, http):
    begun = form(channel="web")
    draft = await post(http, "drafts", begun | {"text": ""})
    path = f"/v1/drafts/{draft['case_id']}"
    assert (await http.put(path, json=begun)).status_code == 200

    receipt = await post(http, f"drafts/{draft['case_id']}/hand-in")

    facts = await live.heard("routing", "intake.cases", receipt["case_id"], 2)
    assert isinstance(facts[-1], CaseAccepted)
    assert facts[-1].case_no == draft["case_no"] == receipt["case_no"]


async def test_a_declined_matter_is_told_with_where_to_go(live, http):
    receipt = await post(http, "cases", form(examine=True))
    why = {"reason": "legal_route", "authority": "court"}
    await post(http, f"cases/{receipt['case_id']}/decline", why)

    facts = await live.heard("notification", "intake.cases", receipt["case_id"], 2)

    assert isinstance(facts[-1], CaseDeclined)
    assert facts[-1].authority == "court"


async def test_an_emergency_that_nobody_takes_is_said_again_by_the_alarm(
    live, http, cases
):
    receipt = await post(http, "cases", form(text="三号楼着火了。"))
    case_id = receipt["case_id"]
    facts = await live.heard("notification", "intake.cases", case_id, 3)
    assert {type(fact) for fact in facts[1:]} == {CaseHandedOver, CaseWarned}

    stored = await cases.find_one({"_id": case_id})
    earlier = stored["state"]["handed"]["at"] - timedelta(minutes=11)
    moved = {"state.handed.at": earlier, "wake_at": earlier}
    await cases.update_one({"_id": case_id}, {"$set": moved})

    again = await live.heard("notification", "intake.cases", case_id, 4)
    assert again[-1].reason == "hand_over_unconfirmed"
