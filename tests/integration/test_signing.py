"""From the table to the court on real Kafka and MongoDB: signed, kept and broken."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from httpx import AsyncClient, Response
from pypdf import PdfReader

from contracts.codes import derived_id
from contracts.dispute import InvitationSent, SigningCodeSent
from contracts.intake import ContentGranted
from contracts.routing import TaskAssigned
from contracts.sealed import CaseContent, PartyCard, Person, SigningCard
from deploy.local.stack import Stack
from services.dispute.app import create_app
from services.dispute.settings import DisputeSettings
from services.kit.limits.calendar import SHANGHAI
from services.kit.running.clock import utc_now
from tests.dispute.live import Live, living
from tests.kit.files.samples import PDF

pytestmark = pytest.mark.stack
CENTRE = "mediation-centre"
ZHANG = Person(name="张三", phone="139-0000-0001", address="幸福里1号101")
LI = Person(name="李四", phone="139-0000-0002")
SECRET = "厨房的天花板被泡坏"


@pytest.fixture
async def live(stack: Stack, settings_for: Callable[..., DisputeSettings]):
    settings = settings_for("dispute", kind=DisputeSettings)
    async with living(stack, create_app(settings)) as live:
        yield live


@pytest.fixture
async def http(live: Live) -> AsyncIterator[AsyncClient]:
    async with live.http() as client:
        yield client


@dataclass
class Room:
    """One mediation and everybody in it; parties come by the links of their letters."""

    live: Live
    http: AsyncClient
    case_id: str = ""
    id: str = ""
    tokens: dict[str, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)

    async def office(self, method: str, path: str, role: str, **more: Any) -> Response:
        headers = self.live.bearer(role) | more.pop("headers", {})
        url = f"/v1/mediations/{self.id}{path}"
        return await self.http.request(method, url, headers=headers, **more)

    async def party(self, method: str, path: str, who: str, **more: Any) -> Response:
        headers = {"X-Party-Token": self.tokens[who]}
        url = f"/v1/my-mediation{path}"
        return await self.http.request(method, url, headers=headers, **more)

    async def invited(self) -> None:
        """A case of two parties, both asked."""
        self.case_id = derived_id("signing", str(utc_now()))
        task = {
            "case_id": self.case_id,
            "task_id": derived_id(self.case_id),
            "department": CENTRE,
        }
        words = CaseContent(
            case_no="202603020000017",
            title="楼上漏水",
            text="厨房天花板一直滴水",
            applicant=ZHANG,
            answers={"parties": [LI.model_dump(exclude_none=True)]},
        )
        content = self.live.sealer.seal(CENTRE, words)
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
        await self.live.say("intake", ContentGranted(**task, content=content))
        await self.live.say("routing", assigned)
        facts = await self.live.heard(
            "notification", "dispute.mediations", self.case_id, 3
        )
        opener = self.live.opener("notification")
        for fact in facts:
            if isinstance(fact, InvitationSent):
                card = opener.open(fact.contact, PartyCard)
                self.id = fact.mediation_id
                self.tokens[card.person.name] = card.answer_token
                self.ids[card.person.name] = fact.party_id

    async def mediating(self) -> None:
        await self.invited()
        for token in self.tokens.values():
            body = {"token": token, "accepts": True}
            said = await self.http.post("/v1/invitations/answer", json=body)
            assert said.status_code == 200, said.text

    def draft(self, dispute_type: str = "neighbour") -> dict[str, Any]:
        """Two duties, whose last day was yesterday."""
        yesterday = (utc_now().astimezone(SHANGHAI) - timedelta(days=1)).date()
        zhang, li = self.ids["张三"], self.ids["李四"]
        duty = {"manner": "自费", "due_on": yesterday.isoformat()}
        mend = {"by": li, "to": zhang, "content": "修好水管", **duty}
        pay = {"by": li, "to": zhang, "content": "赔偿1200元", **duty}
        return {
            "facts": SECRET,
            "matters": [{"disputed": "谁来修", "duties": [mend, pay]}],
            "dispute_type": dispute_type,
        }

    async def drafted(self, **fields: Any) -> dict[str, Any]:
        body = self.draft() | fields
        said = await self.office("PUT", "/agreement", "mediator", json=body)
        assert said.status_code == 200, said.text
        return said.json()

    async def code_of(self, who: str, text: dict[str, str]) -> str:
        """As it reaches this party, and nobody else."""
        asked = await self.party("POST", "/agreement/code", who, json=text)
        assert asked.status_code == 202, asked.text

        async def sent() -> list[SigningCodeSent]:
            facts = await self.live.heard(
                "notification", "dispute.mediations", self.case_id, self.heard
            )
            mine = (f for f in facts if isinstance(f, SigningCodeSent))
            return [fact for fact in mine if fact.party_id == self.ids[who]]

        self.heard += 1
        (fact,) = await sent()
        card = self.live.opener("notification").open(fact.contact, SigningCard)
        assert card.person.name == who
        return card.code

    heard: int = 6
    """Facts of the mediation so far: opened, two invitations and answers, the offer."""

    async def sealed(self) -> dict[str, Any]:
        text = {"digest": (await self.drafted())["digest"]}
        for step in ("offer", "sign"):
            said = await self.office(
                "POST", f"/agreement/{step}", "mediator", json=text
            )
            assert said.status_code == 200, said.text
        for who in self.tokens:
            body = text | {"code": await self.code_of(who, text)}
            signed = await self.party("POST", "/agreement/sign", who, json=body)
            assert signed.json()["signed"] is True, signed.text
        said = await self.office("POST", "/agreement/seal", "body_admin", json=text)
        assert said.status_code == 200, said.text
        return said.json()


@pytest.fixture
async def room(live: Live, http: AsyncClient) -> Room:
    room = Room(live, http)
    await room.mediating()
    return room


async def test_signed_sealed_performed_broken_and_confirmed(room: Room) -> None:
    agreement = await room.sealed()
    assert agreement["unsigned"] == []
    assert sha256(agreement["text"].encode()).hexdigest() == agreement["digest"]
    said = (await room.party("GET", "", "李四")).json()
    assert said["state"] == "agreed"

    duties = (await room.party("GET", "/duties", "张三")).json()["duties"]
    mend, pay = (f"/duties/{duty['duty_id']}" for duty in duties)
    refused = await room.party("POST", f"{mend}/performed", "李四")
    done = await room.party("POST", f"{mend}/performed", "张三")
    assert (refused.status_code, done.json()["performance"]) == (403, "performing")
    why = {"reason": "not_done"}
    broken = (await room.party("POST", f"{pay}/breached", "张三", json=why)).json()
    assert broken["performance"] == "breached"
    assert broken["ways_out"] == ["confirmation", "court", "mediation_again"]

    for who, state in (("张三", "none"), ("李四", "applied")):
        joined = await room.party("POST", "/confirmation", who)
        assert joined.json()["state"] == state
    for decision in ("accepted", "confirmed"):
        body = {"decision": decision, "document": "〔2026〕12号"}
        path = "/confirmation/decision"
        told = await room.office("POST", path, "body_admin", json=body)
        assert told.json()["state"] == decision
    facts = await room.live.heard(
        "notification", "dispute.mediations", room.case_id, 14
    )
    assert [fact.TYPE.split(".")[2] for fact in facts[8:]] == [
        "mediation-agreed",
        "duty-performed",
        "duty-breached",
        "confirmation-applied",
        "confirmation-decided",
        "confirmation-decided",
    ]


async def test_each_has_its_own_copy_and_every_copy_is_logged(room: Room) -> None:
    agreement = await room.sealed()
    for who, other in (("张三", "李四"), ("李四", "张三")):
        copy = await room.party("GET", "/documents/agreement", who)
        text = _text(copy.content)
        assert f"本份由{who}保存" in text
        assert f"本份由{other}保存" not in text
        assert agreement["digest"] in text
        archive = await room.party("GET", "/documents/archive", who)
        assert archive.status_code == 404
    package = await room.office("GET", "/confirmation/package", "body_admin")
    with ZipFile(BytesIO(package.content)) as packed:
        assert len(packed.namelist()) == 5
    denied = await room.office("GET", "/confirmation/package", "mediator")
    assert denied.status_code == 403

    reads = room.live.app.state.desk.store._reads
    of_it = {"mediation_id": room.id, "what": {"$in": ["agreement", "package"]}}
    assert await reads.count_documents(of_it) == 3


async def test_a_wrong_code_a_changed_text_and_a_missing_seal(room: Room) -> None:
    text = {"digest": (await room.drafted())["digest"]}
    early = await room.party("GET", "/agreement", "张三")
    assert early.status_code == 404
    await room.office("POST", "/agreement/offer", "mediator", json=text)
    code = await room.code_of("张三", text)
    wrong = text | {"code": f"{(int(code) + 1) % 10**6:06}"}
    tried = await room.party("POST", "/agreement/sign", "张三", json=wrong)
    assert (tried.status_code, "4" in tried.json()["title"]) == (422, True)
    others = await room.party(
        "POST", "/agreement/sign", "李四", json=text | {"code": code}
    )
    assert others.json()["type"] == "/problems/no-code"
    unsigned = await room.office("POST", "/agreement/seal", "body_admin", json=text)
    assert unsigned.json()["type"] == "/problems/unsigned"

    await room.party("POST", "/agreement/sign", "张三", json=text | {"code": code})
    changed = await room.drafted(facts="天花板没有坏")
    assert changed["signatures"] == []
    late = await room.party(
        "POST", "/agreement/sign", "张三", json=text | {"code": code}
    )
    assert late.json()["type"] == "/problems/text-changed"


async def test_a_family_signs_in_ink_and_the_scan_is_kept(room: Room) -> None:
    drafted = await room.drafted(dispute_type="marriage-family", unconfirmable="status")
    text = {"digest": drafted["digest"]}
    await room.office("POST", "/agreement/offer", "mediator", json=text)
    asked = await room.party("POST", "/agreement/code", "张三", json=text)
    assert (asked.status_code, asked.json()["law"]) == (409, "电子签名法 3")

    scanned = await room.office(
        "POST",
        "/agreement/scans",
        "clerk",
        params=text | {"signer": [*room.ids.values(), "mediator"]},
        content=PDF,
        headers={
            "Idempotency-Key": "the-scan-of-all",
            "Content-Disposition": "attachment; filename=signed.pdf",
        },
    )
    assert (scanned.status_code, scanned.json()["unsigned"]) == (201, [])
    scan_id = scanned.json()["signatures"][0]["scan"]
    fetched = await room.office("GET", f"/scans/{scan_id}", "mediator")
    assert fetched.content == PDF
    sealed = await room.office("POST", "/agreement/seal", "body_admin", json=text)
    assert sealed.json()["confirm_by"] is None


async def test_by_word_of_mouth_only_what_is_done_at_once(room: Room) -> None:
    later = {"terms": "下周修好", "performed_at_once": False}
    refused = await room.office("POST", "/agree", "mediator", json=later)
    assert refused.json()["law"] == "人民调解法 28"
    at_once = {"terms": "当场道歉并付清", "performed_at_once": True}
    agreed = await room.office("POST", "/agree", "mediator", json=at_once)
    assert agreed.json()["state"] == "agreed"
    joined = await room.party("POST", "/confirmation", "张三")
    assert joined.json()["type"] == "/problems/agreement-not-effective"


async def test_who_refuses_to_sign_ends_it(room: Room) -> None:
    text = {"digest": (await room.drafted())["digest"]}
    await room.office("POST", "/agreement/offer", "mediator", json=text)
    refused = await room.party("POST", "/agreement/refuse", "李四")
    assert refused.json()["state"] == "ended"

    copy = await room.party("GET", "/documents/termination", "张三")
    assert "有一方拒绝签字" in _text(copy.content)


async def test_nothing_of_the_words_lies_in_the_clear(room: Room) -> None:
    await room.sealed()
    database = room.live.app.state.desk.store._reads.database
    for name in await database.list_collection_names():
        async for document in database[name].find():
            assert SECRET not in str(document)
    facts = await room.live.heard("notification", "dispute.mediations", room.case_id, 9)
    assert SECRET not in str(facts)


def _text(pdf: bytes) -> str:
    pages = [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]
    return "".join("".join(pages).split())
