"""One mediation on the real stack, and everybody in it."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from httpx import AsyncClient, Response

from contracts.codes import derived_id
from contracts.dispute import InvitationSent, SigningCodeSent
from contracts.intake import ContentGranted
from contracts.routing import TaskAssigned
from contracts.sealed import CaseContent, PartyCard, Person, SigningCard
from services.kit.limits.calendar import SHANGHAI
from services.kit.running.clock import utc_now
from tests.dispute.live import Live

CENTRE = "mediation-centre"
ZHANG = Person(name="张三", phone="139-0000-0001", address="幸福里1号101")
LI = Person(name="李四", phone="139-0000-0002")
SECRET = "厨房的天花板被泡坏"


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
        for who in self.tokens:
            wish = {"mediators": ["chen-he"]}
            said = await self.party("POST", "/preference", who, json=wish)
            assert said.is_success, said.text
        said = await self.office("POST", "/confirm", "mediator", json={})
        assert said.status_code == 200, said.text

    def draft(self, dispute_type: str = "neighbour") -> dict[str, Any]:
        """Two duties, whose last day is tomorrow."""
        tomorrow = (utc_now().astimezone(SHANGHAI) + timedelta(days=1)).date()
        zhang, li = self.ids["张三"], self.ids["李四"]
        duty = {"manner": "自费", "due_on": tomorrow.isoformat()}
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

    heard: int = 8
    """Facts so far: opened, two invitations and answers, the mediator, the offer."""

    async def sealed(self, **fields: Any) -> dict[str, Any]:
        text = {"digest": (await self.drafted(**fields))["digest"]}
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
        assert SECRET not in said.text
        return (await self.office("GET", "/agreement", "body_admin")).json()
