"""The one window without infrastructure: its real API and handlers, invented people."""

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

import httpx
from fastapi import FastAPI

from contracts.codes import derived_id
from contracts.envelope import Payload
from contracts.intake import ContactRegistered, ContentGranted
from contracts.routing import CaseConcluded
from contracts.sealed import AnswerText, CaseContent, ContactCard
from services.intake.api import UPLOADS, open311, router
from services.intake.contents import Contents
from services.intake.domain.case import Case
from services.intake.domain.window.waking import wake
from services.intake.handlers import handlers
from services.kit.reading.arrival import Arrival
from services.kit.sealing.digests import Digests
from services.kit.sealing.keys import new_private_jwk, new_secret, public_jwk
from services.kit.sealing.readers import Opener, Sealer
from services.kit.sealing.vault import Vault
from services.kit.serving.api import service_api
from services.kit.serving.principal import Principal
from services.kit.testing.keys import MemoryKeys
from services.kit.testing.platform import MemoryPlatform, arrived
from services.kit.testing.readings import MemoryReadings
from tests.intake.fitting_out import catalogue, window_of
from tests.intake.open311.counter import georeport
from tests.kit.files.memory import MemoryFiles

READERS = (
    "intake",
    "notification",
    "urban-mgmt",
    "transport",
    "housing",
    "anju-property",
)
ZHANG = {
    "name": "张三",
    "phone": "139-0000-0001",
    "email": "zhang.san@people.example",
    "id_number": "110101199003071938",
}
F = TypeVar("F", bound=Payload)
LI = {
    "name": "李四",
    "phone": "139-0000-0002",
    "email": "li.si@people.example",
    "authority": "written_mandate",
    "evidence": [{"kind": "seen_original"}],
}
"""Who may act for another."""
KEY = "counter-7/0001"


def form(**changed: Any) -> dict[str, Any]:
    """Something that happens every day."""
    return {
        "kind": "request",
        "request_type": "complaint",
        "category": "sanitation",
        "area": "990101001",
        "channel": "counter",
        "title": "垃圾桶三天没有清运",
        "text": "小区门口的四个垃圾桶已经三天没有人清运。",
        "applicant": ZHANG,
    } | changed


def clerk(area: str = "9901") -> str:
    return f"clerk/{area}/"


def officer(department: str) -> str:
    return f"department//{department}"


RESIDENT = "resident//"
SUPERVISOR = "supervisor/9901/"


def _verify(token: str) -> Principal:
    """`role/area/department` is who it says it is."""
    role, area, department = token.split("/")
    return Principal.model_validate(
        {
            "subject": token,
            "roles": [role],
            "area": area,
            "department": department or None,
        }
    )


@dataclass
class World:
    keys: Path
    city: MemoryPlatform = field(default_factory=MemoryPlatform)
    private: dict[str, str] = field(
        default_factory=lambda: {reader: new_private_jwk() for reader in READERS}
    )

    def __post_init__(self) -> None:
        for reader, key in self.private.items():
            (self.keys / f"{reader}.jwk").write_text(public_jwk(key))
        self._counting = count(1)
        self.sealer = Sealer(self.keys)
        self.vault = Vault(MemoryKeys(), new_secret())
        self.digests = Digests(new_secret())
        self.repository = self.city.repository("intake", "cases", Case, wake)
        opener = Opener(self.private["intake"])
        rights = catalogue().rights
        self.contents = Contents(self.vault, self.sealer, opener, self.digests, rights)
        self.readings = MemoryReadings()
        self.files = MemoryFiles(self.city.clock)
        self.window = window_of(self)
        self.attachments = self.window.attachments
        self.georeport = georeport(self.window, self.digests, self.repository.documents)
        self.handlers = handlers(self.repository, self.contents, self.city.departments)

    @asynccontextmanager
    async def open(self):
        settings = self.window.settings
        routers = (router, open311)
        api = service_api(settings, "intake", _nothing, *routers, larger=UPLOADS)
        api.state.window = self.window
        api.state.digests = self.digests
        api.state.georeport = self.georeport
        api.state.verify = _verify
        transport = httpx.ASGITransport(api)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://city"
        ) as http:
            self.http = http
            yield self

    async def post(
        self, body: dict[str, Any], by: str = clerk(), key: str = KEY
    ) -> httpx.Response:
        headers = bearer(by) | {"Idempotency-Key": key}
        answer = await self.http.post("/v1/cases", json=body, headers=headers)
        await self.city.settle()
        return answer

    async def registered(self, **changed: Any) -> dict[str, str]:
        """The receipt of a new case."""
        answer = await self.post(form(**changed), key=f"key-{next(self._counting):05}")
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def ask(
        self,
        case_id: str,
        what: str,
        body: dict[str, Any] | None = None,
        by: str = clerk(),
        **headers: str,
    ) -> httpx.Response:
        """Something said about a case, each time under a new key unless it is given."""
        key = headers.pop("key", f"ask-{next(self._counting):05}")
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = bearer(by) | named | ({"Idempotency-Key": key} if key else {})
        path = f"/v1/cases/{case_id}/{what}"
        answer = await self.http.post(path, json=body, headers=sent)
        await self.city.settle()
        return answer

    async def answered(self, **changed: Any) -> str:
        """A case that was concluded once."""
        case_id = (await self.registered(**changed))["case_id"]
        await self.receive(CaseConcluded(case_id=case_id, outcome="resolved"))
        return case_id

    async def get(self, path: str, by: str, **params: Any) -> httpx.Response:
        return await self.http.get(path, params=params, headers=bearer(by))

    async def progress(
        self, receipt: dict[str, str], language: str = "zh", **changed: str
    ) -> httpx.Response:
        asked = {"code": receipt["query_code"], "case_no": receipt["case_no"]} | changed
        number = asked.pop("case_no")
        headers = {"Accept-Language": language}
        return await self.http.get(
            f"/v1/progress/{number}", params=asked, headers=headers
        )

    async def receive(self, *facts: Payload) -> None:
        for fact in facts:
            await self.repeat(arrived(fact, sequence=next(self._counting)))

    async def repeat(self, arrival: Arrival[Payload]) -> None:
        await self.city.deliver(self.handlers, arrival)

    async def case(self, case_id: str) -> Case:
        case = await self.repository.load(case_id)
        assert case is not None
        return case

    def answer(self, text: str) -> str:
        return self.sealer.seal("intake", AnswerText(text=text))

    def granted(self, department: str) -> list[CaseContent]:
        """What was published for a department, as only it can read it."""
        opener = Opener(self.private[department])
        topic = f"departments.{department}.contents"
        facts = (event.data for event in self.city.bus.on(topic))
        return [
            opener.open(fact.content, CaseContent)
            for fact in facts
            if isinstance(fact, ContentGranted)
        ]

    def told(self, kind: type[F]) -> list[F]:
        return [fact for fact in self.city.facts if isinstance(fact, kind)]

    def everything_said(self) -> str:
        return "".join(fact.model_dump_json() for fact in self.city.facts)

    def contacts(self) -> list[ContactCard]:
        """As only notification can read them."""
        opener = Opener(self.private["notification"])
        told = self.told(ContactRegistered)
        return [opener.open(fact.contact, ContactCard) for fact in told]

    def said(self) -> list[str]:
        """What left, by the fact's short name."""
        return [fact.TYPE.split(".")[2] for fact in self.city.facts]


def bearer(who: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {who}"}


def case_of(who: str, key: str = KEY) -> str:
    return derived_id(who, derived_id(key))


@asynccontextmanager
async def _nothing(_: FastAPI):
    yield
