"""A real mediation as its people see it: opened, answered, with its mediator."""

from httpx import AsyncClient, Response

from contracts.codes import derived_id
from contracts.dispute import InvitationSent
from contracts.intake import ContentGranted
from contracts.routing import TaskAssigned
from contracts.sealed import CaseContent, PartyCard, Person
from services.kit.running.clock import utc_now
from tests.dispute.live import Live, eventually

CENTRE = "mediation-centre"
ZHANG = Person(name="张三", phone="139-0000-0001", email="zhang.san@people.example")
ROSTERED = "chen-he"
DISCLOSED = "我与李四曾在同一小区居住"
LI = Person(name="李四", phone="139-0000-0002")


async def opened(live: Live, http: AsyncClient, name: str) -> dict:
    """A case of two parties, both invited."""
    case_id = derived_id(name, str(utc_now()))
    task = {"case_id": case_id, "task_id": derived_id(case_id), "department": CENTRE}
    words = CaseContent(
        case_no="202603020000017",
        title="楼上漏水",
        text="厨房天花板一直滴水",
        applicant=ZHANG,
        answers={"parties": [LI.model_dump(exclude_none=True)]},
    )
    content = live.sealer.seal(CENTRE, words)
    assigned = TaskAssigned(
        **task,
        case_no="202603020000017",
        role="lead",
        kind="dispute",
        category="neighbours",
        area="990101001",
        urgency="normal",
        assigned_at=utc_now(),
        due_at=utc_now(),
    )
    await live.say("intake", ContentGranted(**task, content=content))
    await live.say("routing", assigned)

    async def found() -> list[dict]:
        return (await http.get("/v1/mediations", params={"case_id": case_id})).json()

    inviting = await eventually(
        found, lambda rows: rows and len(rows[0]["parties"]) == 2
    )
    assert inviting[0]["state"] == "inviting"
    return inviting[0]


async def tokens_of(live: Live, case_id: str) -> dict[str, str]:
    """What notification is told, by the party's name."""
    facts = await live.heard("notification", "dispute.mediations", case_id, 3)
    opener = live.opener("notification")
    sent = [fact for fact in facts if isinstance(fact, InvitationSent)]
    cards = [opener.open(fact.contact, PartyCard) for fact in sent]
    return {card.person.name: card.answer_token for card in cards}


async def says(http: AsyncClient, token: str, *, yes: bool) -> int:
    body = {"token": token, "accepts": yes}
    http.headers.pop("authorization", None)
    return (await http.post("/v1/invitations/answer", json=body)).status_code


async def wishes(http: AsyncClient, token: str, *mediators: str) -> Response:
    return await http.post(
        "/v1/my-mediation/preference",
        json={"mediators": mediators},
        headers={"X-Party-Token": token},
    )


async def mediating(live: Live, http: AsyncClient, mediation: dict) -> dict[str, str]:
    """Both want the same mediator, who takes it."""
    tokens = await tokens_of(live, mediation["case_id"])
    for token in tokens.values():
        assert await says(http, token, yes=True) == 200
        assert (await wishes(http, token, ROSTERED)).status_code == 200
    taken = await http.post(
        f"/v1/mediations/{mediation['mediation_id']}/confirm",
        json={"disclosure": DISCLOSED},
        headers=live.bearer("mediator"),
    )
    assert taken.json()["state"] == "mediating"
    return tokens
