"""From cases that keep coming to a promise that is kept, on real Kafka and MongoDB."""

from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from contracts.codes import derived_id
from contracts.dispute import CommitmentMade, CommitmentSettled, TopicJoined
from contracts.dispute.deliberation import OfTopic
from contracts.intake import CaseAccepted
from contracts.routing import TaskAssigned
from contracts.sealed import AnswerText, OriginatorCard
from services.dispute import app as dispute
from services.dispute.settings import DisputeSettings
from services.kit.running.clock import utc_now
from services.routing import app as routing
from services.routing.settings import RoutingSettings
from tests.dispute.deliberating.callers import PROPOSAL, WORDING
from tests.dispute.deliberating.world import case_accepted
from tests.dispute.live import eventually, living
from tests.routing.live import living as living_routing

pytestmark = pytest.mark.stack
TOPICS = "/v1/deliberations/topics"
ENOUGH = 10
_keys = count()


@pytest.fixture
async def live(stack, settings_for):
    settings = settings_for("dispute", kind=DisputeSettings)
    async with living(stack, dispute.create_app(settings)) as live:
        yield live


@pytest.fixture
async def offices(stack, settings_for):
    settings = settings_for("routing", kind=RoutingSettings)
    async with living_routing(stack, routing.create_app(settings)) as live:
        yield live


@pytest.fixture
async def host(live):
    async with live.http() as client:
        client.headers.update(live.bearer("host"))
        yield client


def cases(name: str, many: int = ENOUGH, **fields: Any) -> list[CaseAccepted]:
    now = utc_now()
    ids = (derived_id(name, str(now), str(place)) for place in range(many))
    given = {"accepted_at": now, "received_at": now, **fields}
    return [case_accepted(case_id=id, **given) for id in ids]


async def asked(host, method, path, body=None, **headers):
    headers.setdefault("Idempotency-Key", f"key-{next(_keys):08}")
    answer = await host.request(method, path, json=body, headers=headers)
    assert answer.status_code in (200, 201), answer.text
    return answer.json()


async def gathered(host) -> dict:
    """The topic that the cases have made, with all of them."""

    async def look():
        rows = (await host.get(TOPICS, params={"state": "proposed"})).json()
        whole = [row for row in rows if row["cases"] == ENOUGH]
        return whole[0] if whole else None

    return await eventually(look)


async def met(host, path: str) -> None:
    at = utc_now() + timedelta(seconds=4)
    meeting = {"at": at.isoformat(), "venue": "hall-bingdili"}
    await asked(host, "POST", f"{path}/meeting", meeting)

    async def held():
        return await host.post(
            f"{path}/meeting/held", json={"attended": 23, "public": "约定收摊时间"}
        )

    await eventually(held, lambda answer: answer.status_code == 200)


async def promised(host, path: str) -> dict:
    promise = {
        "what": "每晚十点前收摊",
        "department": "urban-mgmt",
        "promised_by": (utc_now() + timedelta(days=20)).isoformat(),
    }
    body = {"commitments": [promise]}
    topic = await asked(host, "POST", f"{path}/commitments", body)
    (made,) = topic["commitments"]
    return made


async def kept(live, offices, made: dict) -> None:
    """The department signs for its task and does it."""
    assigned, *_ = await offices.feed("urban-mgmt", made["commitment_id"], 1)
    assert isinstance(assigned, TaskAssigned)
    assert (assigned.kind, assigned.case_no) == ("commitment", made["case_no"])
    task = made["commitment_id"], assigned.task_id
    await offices.reply("urban-mgmt", *task, "acknowledge")
    answer = live.sealer.seal("intake", AnswerText(text="摊点已经规范"))
    await offices.reply(
        "urban-mgmt", *task, "complete", outcome="resolved", answer=answer
    )


def name_everybody(said: list, cases: set[str]) -> None:
    """The first says it when it is enough: some may have come a moment later."""
    told = [f for f in said if isinstance(f, OfTopic | CommitmentMade)]
    assert all(cases.issuperset(fact.originators) for fact in told)
    assert all(set(fact.originators) == cases for fact in told[1:])


async def test_from_repetition_to_a_promise_that_is_kept(live, offices, host):
    repeated = cases("kept")
    await live.say("intake", *repeated, repeated[0])
    topic = await gathered(host)
    id, path = topic["topic_id"], f"{TOPICS}/{topic['topic_id']}"
    await asked(host, "POST", f"{path}/take", WORDING)
    await met(host, path)
    made = await promised(host, path)

    await kept(live, offices, made)

    public = f"/v1/public/topics/{id}"

    async def shown():
        return (await host.get(public, headers={"Authorization": ""})).json()

    page = await eventually(shown, lambda page: page["state"] == "closed")
    (promise,) = page["commitments"]
    assert promise["done"] is True
    assert [step["code"] for step in promise["steps"]] == ["assigned", "acknowledged"]
    said = await live.heard("notification", "dispute.deliberations", id, 9)
    assert [fact.TYPE.split(".")[2] for fact in said] == [
        "topic-proposed",
        "topic-screened",
        "meeting-scheduled",
        "meeting-held",
        "commitment-made",
        "commitment-progressed",
        "commitment-progressed",
        "commitment-settled",
        "topic-closed",
    ]
    name_everybody(said, {case.case_id for case in repeated})
    assert [f.done for f in said if isinstance(f, CommitmentSettled)] == [True]
    await live.repeat()
    assert (await shown())["cases"] == ENOUGH


async def test_who_comes_after_a_meeting_was_called_is_told_of_it(live, host):
    of = {"category": "sanitation-garbage"}
    repeated, (late,) = cases("early", **of), cases("late", 1, **of)
    await live.say("intake", *repeated)
    topic = await gathered(host)
    id, path = topic["topic_id"], f"{TOPICS}/{topic['topic_id']}"
    await asked(host, "POST", f"{path}/take", WORDING)
    at = utc_now().replace(microsecond=0) + timedelta(days=5)
    meeting = {"at": at.isoformat(), "venue": "hall-bingdili"}
    await asked(host, "POST", f"{path}/meeting", meeting)

    await live.say("intake", late, late)

    *_, joined = await live.heard("notification", "dispute.deliberations", id, 4)
    assert isinstance(joined, TopicJoined)
    assert joined.originators == (late.case_id,)
    assert (joined.at, joined.venue) == (at, "hall-bingdili")
    stored = await live.app.state.hall.topics.load(id)
    assert stored.wake_at == at - timedelta(days=1)


async def test_what_a_resident_proposes_reaches_nobody_in_the_clear(live, host):
    area = {"Authorization": live.bearer("resident")["Authorization"]}
    topic = await asked(host, "POST", TOPICS, PROPOSAL, **area)
    id, path = topic["topic_id"], f"{TOPICS}/{topic['topic_id']}"
    assert (await host.get(f"/v1/public/topics/{id}")).status_code == 404
    await asked(host, "POST", f"{path}/take", WORDING)
    votes = [
        await asked(host, "PUT", f"{path}/support", **live.bearer("resident"))
        for _ in range(2)
    ]
    words = (await host.get(f"{path}/words")).json()

    assert [vote["supporters"] for vote in votes] == [1, 1]
    assert words["originators"][0]["person"]["name"] == "张三"
    joined, proposed, _ = await live.heard(
        "notification", "dispute.deliberations", id, 3
    )
    card = live.opener("notification").open(joined.contact, OriginatorCard)
    assert (card.person.name, card.person.phone) == ("张三", "139-0000-0001")
    assert proposed.originators == (joined.originator_id,)
    stored = await live.app.state.hall.topics.documents.find(id)
    for secret in ("张三", "139-0000-0001", PROPOSAL["title"], PROPOSAL["text"]):
        assert secret not in str(stored)
    reads = await live.app.state.hall.readings.page(id, None, 9)
    assert [reading.reader for _, reading in reads] == ["tester"]
