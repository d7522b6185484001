"""Who asks: residents, hosts of a street, and how they write."""

from itertools import count
from typing import Any

import httpx

from services.kit.sealing.keys import new_private_jwk
from services.kit.serving.principal import Principal
from services.kit.serving.tokens import issue

SIGNING = new_private_jwk()
_keys = count()


def bearer(subject: str, *roles: str, area: str = "9901") -> dict[str, str]:
    who = Principal.model_validate({"subject": subject, "roles": roles, "area": area})
    return {"Authorization": f"Bearer {issue(SIGNING, who)}"}


HOST = bearer("host-1", "host", area="990101")
ELSEWHERE = bearer("host-2", "host", area="990102")
ZHANG_SAN = bearer("zhang", "resident")
LI_SI = bearer("li", "resident")

PROPOSAL: dict[str, Any] = {
    "category": "sanitation-street-trading",
    "area": "990101001",
    "title": "烧烤摊太吵",
    "text": "楼下每天到凌晨",
    "contact": {"name": "张三", "phone": "139-0000-0001"},
}
WORDING = {"title": "夜间烧烤摊", "text": "青石街道夜间烧烤摊如何管理"}


def once(caller: dict[str, str], key: str | None = None) -> dict[str, str]:
    """With an `Idempotency-Key`: of its own, or the one named."""
    return caller | {"Idempotency-Key": key or f"key-{next(_keys):08}"}


class Clients:
    """One client, and the topic it speaks of."""

    def __init__(self, http: httpx.AsyncClient, topic_id: str = "") -> None:
        self.http = http
        self.topic_id = topic_id

    def at(self, path: str = "") -> str:
        return f"/v1/deliberations/topics/{self.topic_id}{path}"

    async def propose(self, caller: dict[str, str] = ZHANG_SAN, **fields: Any) -> str:
        answer = await self.http.post(
            "/v1/deliberations/topics", json=PROPOSAL | fields, headers=once(caller)
        )
        assert answer.status_code == 201, answer.text
        self.topic_id = answer.json()["topic_id"]
        return self.topic_id

    async def host(
        self, method: str, path: str, body: Any = None, **headers: str
    ) -> httpx.Response:
        return await self.http.request(
            method, self.at(path), json=body, headers=once(HOST) | headers
        )

    async def page(self) -> dict[str, Any]:
        answer = await self.http.get(f"/v1/public/topics/{self.topic_id}")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found
