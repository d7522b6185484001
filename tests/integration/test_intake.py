"""The one window on real Kafka and MongoDB: its HTTP, its topics, its books."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Literal
from uuid import uuid4

import pytest
from httpx import AsyncClient, Response

from contracts.codes import derived_id
from contracts.intake import (
    CaseAnswered,
    CaseSupplemented,
    CaseWithdrawn,
    ContactErased,
    ContactRegistered,
    ContentGranted,
    ContentRevoked,
)
from contracts.routing import CaseConcluded, TaskAssigned, TaskCancelled, TaskCompleted
from contracts.sealed import AnswerText, CaseContent, ContactCard
from deploy.local.stack import Stack
from services.intake.app import create_app
from services.intake.settings import IntakeSettings
from services.kit.running.clock import utc_now
from tests.dispute.live import Live, eventually, living
from tests.intake.live import Department
from tests.intake.world import form

pytestmark = pytest.mark.stack
CITY = "urban-mgmt"
MORE = "今天又多了两个坏的垃圾桶。"
ANSWER = "已增加两组垃圾桶,每天清运两次。"


@pytest.fixture
async def live(stack: Stack, settings_for: Callable[..., IntakeSettings]):
    settings = settings_for("intake", kind=IntakeSettings)
    async with living(stack, create_app(settings)) as live:
        yield live


@pytest.fixture
async def http(live: Live) -> AsyncIterator[AsyncClient]:
    async with live.http() as client:
        client.headers.update(live.bearer("clerk"))
        yield client


async def post(http: AsyncClient, key: str = "") -> Response:
    headers = {"Idempotency-Key": key or uuid4().hex}
    return await http.post("/v1/cases", json=form(), headers=headers)


async def ask(http: AsyncClient, receipt: dict, what: str, body=None) -> Response:
    headers = {"Idempotency-Key": uuid4().hex}
    path = f"/v1/cases/{receipt['case_id']}/{what}"
    return await http.post(path, json=body, headers=headers)


def own(task: TaskAssigned) -> dict:
    return task.model_dump(include={"case_id", "task_id", "department"})


def assigned(
    receipt: dict, department: str = CITY, role: Literal["lead", "co_handler"] = "lead"
) -> TaskAssigned:
    return TaskAssigned(
        case_id=receipt["case_id"],
        task_id=derived_id(receipt["case_id"], department),
        department=department,
        case_no=receipt["case_no"],
        role=role,
        kind="request",
        category="sanitation",
        area="990101001",
        urgency="normal",
        assigned_at=utc_now(),
        due_at=utc_now(),
    )


async def test_a_case_leaves_for_the_city_and_its_contact_for_notification(live, http):
    receipt = (await post(http)).json()
    case_id = receipt["case_id"]

    facts = await live.heard("routing", "intake.cases", case_id, 2)
    assert [fact.TYPE.split(".")[2] for fact in facts] == [
        "case-registered",
        "case-accepted",
    ]
    [contact] = await live.heard("notification", "intake.contacts", case_id, 1)
    assert isinstance(contact, ContactRegistered)
    card = live.opener("notification").open(contact.contact, ContactCard)
    assert card.query_code == receipt["query_code"]


async def test_the_same_request_many_times_at_once_is_one_case(live, http):
    key = uuid4().hex
    answers = await asyncio.gather(*(post(http, key) for _ in range(12)))

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1


async def test_a_receipt_is_printed_and_printed_again(http):
    receipt = (await post(http)).json()
    papers = f"/v1/cases/{receipt['case_id']}/papers"
    kinds = [each["kind"] for each in (await http.get(papers)).json()]
    number = f"{receipt['case_no']}-01"
    first, again = [await http.get(f"{papers}/{number}") for _ in range(2)]

    assert kinds[0] == "receipt"
    assert first.content.startswith(b"%PDF-")
    assert first.content == again.content


async def test_a_case_travels_from_the_window_to_its_answer(live, http):
    receipt = (await post(http)).json()
    case_id, path = receipt["case_id"], f"/v1/cases/{receipt['case_id']}"
    task = assigned(receipt)
    await live.say("routing", task)
    department = Department(live.stack, CITY)
    [granted] = await department.hears("contents", case_id, 1)
    assert isinstance(granted, ContentGranted)
    content = department.opener.open(granted.content, CaseContent)
    assert content.title == form()["title"]

    sealed = live.sealer.seal("intake", AnswerText(text=ANSWER))
    await live.say(
        "routing", TaskCompleted(**own(task), outcome="resolved", answer=sealed)
    )
    await live.say(
        "routing", CaseConcluded(case_id=case_id, outcome="resolved", answer=sealed)
    )
    facts = await live.heard("notification", "intake.cases", case_id, 3)
    assert isinstance(facts[-1], CaseAnswered)
    shown = (await http.get(path)).json()
    assert (shown["state"], shown["answer"]) == ("answered", ANSWER)
    params = {"code": receipt["query_code"]}
    told = await http.get(f"/v1/progress/{receipt['case_no']}", params=params)
    assert told.json()["words"] == "各单位已经答复:已经解决。"


async def test_a_department_reads_over_http_once_it_has_the_task(live, http):
    receipt = (await post(http)).json()
    headers = Department(live.stack, CITY).bearer
    path = f"/v1/cases/{receipt['case_id']}"
    assert (await http.get(path, headers=headers)).status_code == 404
    await live.say("routing", assigned(receipt))

    async def read() -> Response:
        return await http.get(path, headers=headers)

    answer = await eventually(read, lambda answer: answer.status_code == 200)
    assert answer.json()["content"]["applicant"]["id_number"] is None


async def test_what_is_added_and_what_is_reported_reach_the_lead(live, http):
    receipt = (await post(http)).json()
    case_id = receipt["case_id"]
    lead, other = assigned(receipt), assigned(receipt, "housing", "co_handler")
    await live.say("routing", lead, other)
    await Department(live.stack, "housing").hears("contents", case_id, 1)
    answer = await ask(http, receipt, "supplement", {"text": MORE})
    assert answer.status_code == 200, answer.text
    sealed = live.sealer.seal("intake", AnswerText(text=ANSWER))
    done = TaskCompleted(**own(other), outcome="explained", answer=sealed)
    await live.say("routing", done)

    city = Department(live.stack, CITY)
    granted = await city.hears("contents", case_id, 3)
    given = [city.opener.open(each.content, CaseContent) for each in granted]
    assert [each.supplements for each in given] == [(), (MORE,), (MORE,)]
    assert [each.reports for each in given] == [{}, {}, {"housing": ANSWER}]
    ended = await Department(live.stack, "housing").hears("contents", case_id, 3)
    assert isinstance(ended[-1], ContentRevoked)


async def test_a_withdrawn_case_is_told_and_taken_from_who_had_it(live, http):
    receipt = (await post(http)).json()
    case_id = receipt["case_id"]
    task = assigned(receipt)
    await live.say("routing", task)
    city = Department(live.stack, CITY)
    await city.hears("contents", case_id, 1)
    await ask(http, receipt, "supplement", {"text": MORE})
    assert (await ask(http, receipt, "withdraw")).json()["state"] == "withdrawn"

    facts = await live.heard("routing", "intake.cases", case_id, 4)
    assert [type(fact) for fact in facts[2:]] == [CaseSupplemented, CaseWithdrawn]
    await live.say("routing", TaskCancelled(**own(task), reason="withdrawn"))
    assert isinstance((await city.hears("contents", case_id, 3))[-1], ContentRevoked)
    again = await ask(http, receipt, "supplement", {"text": MORE})
    assert again.json()["type"] == "/problems/wrong-state"


async def test_what_was_said_goes_and_notification_hears_of_it(live, http):
    receipt = (await post(http)).json()
    case_id, path = receipt["case_id"], f"/v1/cases/{receipt['case_id']}"
    operator = live.bearer("operator")
    refused = await http.post(
        f"{path}/erase", json={"reason": "asked"}, headers=operator
    )
    assert refused.json()["type"] == "/problems/still-needed"
    await ask(http, receipt, "withdraw")
    erased = await http.post(
        f"{path}/erase", json={"reason": "asked"}, headers=operator
    )
    assert erased.status_code == 200, erased.text

    contacts = await live.heard("notification", "intake.contacts", case_id, 2)
    assert contacts[-1] == ContactErased(case_id=case_id)
    shown = (await http.get(path)).json()
    assert (shown["state"], shown["content"]) == ("withdrawn", None)
    assert (await post(http, "")).status_code == 201
