"""The running platform, to be asked and to be broken, without blocking anybody."""

import asyncio
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

import httpx

from deploy.local.stack import Stack
from services.kit.serving.principal import Principal
from services.kit.serving.tokens import issue
from tests.faults.looking.evidence import installed
from tools.access.installation import SERVICES

CLERK = "clerk-faults"
PAUSE = 0.25
PATIENCE = 120.0


class Machines:
    client: httpx.AsyncClient

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.installation = installed(stack)

    def token(self, *roles: str) -> dict[str, str]:
        who = {"subject": CLERK, "roles": roles, "area": "9901"}
        key = self.installation.tokens_key
        return {"authorization": f"Bearer {issue(key, Principal.model_validate(who))}"}

    async def get(self, service: str, path: str, **more: Any) -> httpx.Response:
        return await self.client.get(f"{self.stack.ports.url(service)}{path}", **more)

    async def readiness(self, service: str, part: str, state: str) -> httpx.Response:
        """The answer of `/readyz` as soon as it says that of this part."""
        async with asyncio.timeout(PATIENCE):
            while True:
                response = await self.get(service, "/readyz")
                if response.json()["parts"][part]["state"] == state:
                    return response
                await asyncio.sleep(PAUSE)

    async def together(
        self, act: Callable[[str], object], names: Iterable[str] = SERVICES
    ) -> None:
        """Blocking work on several parts of the stack, side by side."""
        await asyncio.gather(*(asyncio.to_thread(act, name) for name in names))

    async def killed(self, name: str) -> None:
        """kill -9; returns when it is ready again."""
        pid = await asyncio.to_thread(self.stack.kill, name)
        await asyncio.to_thread(self.stack.wait_restarted, name, pid)

    async def armed(self, services: Iterable[str], point: str) -> None:
        """Starts services anew; each is to end itself at this point, once."""
        names = tuple(services)
        await asyncio.to_thread(self.stack.supervision.stop, *names)
        for name in names:
            self.power_cut(name).unlink(missing_ok=True)
            change = partial(self.stack.change, name, TONGBAN_CRASH_AT=point)
            await asyncio.to_thread(change)
        await self.together(self.stack.start_part, names)

    def power_cut(self, service: str) -> Path:
        """What a process leaves behind when it has ended itself."""
        return self.stack.places.data("faust") / f"{service}-0" / "power-cut"
