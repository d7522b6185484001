"""A partner's app: its key, its requests, its answers in either format."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import httpx

from services.intake.domain.case import Case
from services.intake.open311.keys import key_digest, new_key
from services.intake.open311.seams import Partner
from tests.intake.world import World

IN_QINGSHI = {"lat": "39.11", "long": "83.02"}
SAID = "路口的垃圾桶三天没有清运,气味很大。"
WHO = {"last_name": "张", "first_name": "三", "phone": "139-0000-0001"}
FORM = "application/x-www-form-urlencoded"
Rows = list[dict[str, Any]]


@dataclass
class App:
    world: World
    key: str
    code: str = "photo-app"
    language: str = "zh"

    async def post(
        self, format: str = "json", idempotency_key: str = "", **changed: str | None
    ) -> httpx.Response:
        """A usual request, changed; None leaves a parameter out."""
        usual = {"api_key": self.key, "service_code": "sanitation-garbage"}
        sent = usual | {"description": SAID} | IN_QINGSHI | WHO | changed
        pairs = {name: value for name, value in sent.items() if value is not None}
        return await self.send(urlencode(pairs).encode(), format, idempotency_key)

    async def send(
        self, body: bytes, format: str = "json", idempotency_key: str = "", **more: str
    ) -> httpx.Response:
        headers = {"Content-Type": FORM, "Accept-Language": self.language} | more
        if idempotency_key:
            headers["Idempotency-Key"] = idempotency_key
        path = f"/open311/v2/requests.{format}"
        answer = await self.world.http.post(path, content=body, headers=headers)
        await self.world.city.settle()
        return answer

    async def filed(self, **changed: str | None) -> str:
        """The number of a new request."""
        answer = await self.post(**changed)
        assert answer.status_code == 201, answer.text
        return str(answer.json()[0]["service_request_id"])

    async def get(self, path: str, **params: Any) -> httpx.Response:
        params = {"api_key": self.key} | params
        headers = {"Accept-Language": self.language}
        return await self.world.http.get(
            f"/open311/v2/{path}", params=params, headers=headers
        )

    async def rows(self, **params: Any) -> Rows:
        answer = await self.get("requests.json", **params)
        assert answer.status_code == 200, answer.text
        return list(answer.json())

    async def case(self, number: str) -> Case:
        """As intake keeps it."""
        documents = self.world.repository.documents
        cases = [await self.world.case(id) for id in documents.ids]
        [found] = [case for case in cases if case.case_no == number]
        return found


async def joined(world: World, code: str = "photo-app") -> App:
    """A partner that was just given its key."""
    key = new_key()
    now = world.city.clock()
    partner = Partner(code, key_digest(world.digests, key), now)
    assert await world.georeport.partners.add(partner)
    return App(world, key, code)


def errors(answer: httpx.Response) -> dict[str, str]:
    """By parameter: what is wrong with it."""
    told = (fault["description"] for fault in answer.json())
    return dict(words.partition(": ")[::2] for words in told)


def tree(answer: httpx.Response) -> ElementTree.Element:
    return ElementTree.fromstring(answer.content)


def as_json(element: ElementTree.Element) -> Any:
    """What an XML answer says, in the shape that JSON has."""
    children = list(element)
    if not children:
        return element.text
    if len({child.tag for child in children}) == 1 and children[0].tag in ROWS:
        return [as_json(child) for child in children]
    return {child.tag: as_json(child) for child in children}


ROWS = {"attribute", "endpoint", "error", "format", "request", "service", "value"}


def as_xml_says(told: Any) -> Any:
    """JSON without what XML cannot tell apart."""
    match told:
        case dict():
            return {name: as_xml_says(value) for name, value in told.items()}
        case list():
            return [as_xml_says(value) for value in told]
        case bool():
            return str(told).lower()
        case None | "":
            return None
    return str(told)
