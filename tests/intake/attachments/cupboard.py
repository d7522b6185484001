"""The files of cases over HTTP, in the world without infrastructure."""

from collections.abc import AsyncIterator
from itertools import count
from typing import Any
from urllib.parse import quote

import httpx

from services.intake.domain.case import Case
from services.kit.writing.change import Change
from tests.intake.world import World, bearer, clerk
from tests.kit.files.samples import PDF

NAME = "照片 一.pdf"


class Cupboard:
    def __init__(self, world: World) -> None:
        self.world = world
        self._keys = count(1)

    async def put(
        self,
        case_id: str,
        content: bytes | AsyncIterator[bytes] = PDF,
        name: str = NAME,
        by: str = clerk(),
        key: str = "",
        **headers: str,
    ) -> httpx.Response:
        """Each time under a new key unless one is given."""
        sent = {
            "Idempotency-Key": key or f"file-{next(self._keys):05}",
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
            **headers,
        }
        answer = await self.world.http.post(
            f"/v1/cases/{case_id}/attachments",
            content=content,
            headers=bearer(by) | sent,
        )
        await self.world.city.settle()
        return answer

    async def kept(self, case_id: str, **how: Any) -> str:
        answer = await self.put(case_id, **how)
        assert answer.status_code == 201, answer.text
        return answer.json()["attachment_id"]

    async def listed(self, case_id: str, by: str = clerk()) -> httpx.Response:
        return await self.world.get(f"/v1/cases/{case_id}/attachments", by)

    async def fetch(self, case_id: str, id: str, by: str = clerk()) -> httpx.Response:
        return await self.world.get(f"/v1/cases/{case_id}/attachments/{id}", by)

    async def take_back(
        self, case_id: str, id: str, by: str = clerk()
    ) -> httpx.Response:
        path = f"/v1/cases/{case_id}/attachments/{id}"
        return await self.world.http.delete(path, headers=bearer(by))

    async def early(self, state: str = "registered") -> str:
        """A case that is not yet accepted."""
        case_id = (await self.world.registered())["case_id"]

        def back(case: Case | None, _: None, now: Any) -> Any:
            assert case
            return Change(case.but(state=state))

        await self.world.repository.command(case_id, None, back)
        return case_id


def reason(answer: httpx.Response) -> str:
    return answer.json()["type"].removeprefix("/problems/")
