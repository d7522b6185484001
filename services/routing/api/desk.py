"""What the endpoints work with, and who may ask for what."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, TypeVar
from uuid import uuid4

from fastapi import Depends, Header, Request, Response

from services.kit.running.clock import Clock
from services.kit.running.telemetry import about_case
from services.kit.sealing.readers import Sealer
from services.kit.sealing.vault import Vault
from services.kit.serving.etags import IfMatch, etag
from services.kit.serving.idempotency import submission
from services.kit.serving.principal import Caller, Principal, needs
from services.kit.serving.problems import not_known_yet
from services.kit.writing.change import Change
from services.kit.writing.repository import Repository
from services.kit.writing.stored import Stored
from services.routing.domain.handling import Handling
from services.routing.domain.norms import Norms
from services.routing.domain.waking import on_time
from services.routing.showing.handling import HandlingView, handling_view
from services.routing.store.handlings import Handlings

C = TypeVar("C")
Decide = Callable[..., Change[Handling] | None]


@dataclass(frozen=True)
class Desk:
    """Made when the service starts."""

    handlings: Repository[Handling]
    who_has: Handlings
    norms: Norms
    sealer: Sealer
    vault: Vault
    clock: Clock


async def desk(request: Request) -> Desk:
    made: Desk = request.app.state.desk
    return made


AtDesk = Annotated[Desk, Depends(desk)]
Handler = Annotated[Principal, Depends(needs("department"))]
Dispatcher = Annotated[Principal, Depends(needs("dispatcher"))]
Supervisor = Annotated[Principal, Depends(needs("supervisor"))]
Office = Annotated[Principal, Depends(needs("dispatcher", "supervisor"))]
Reader = Annotated[Principal, Depends(needs("department", "dispatcher", "supervisor"))]


async def action_id(
    request: Request,
    caller: Caller,
    idempotency_key: Annotated[str | None, Header()] = None,
) -> str:
    """With a key, a repeat is recognised, and another request under it refused.

    The path names the task and the action: most bodies are empty.
    """
    if idempotency_key is None:
        return str(uuid4())
    sent = await submission(request, caller, idempotency_key)
    digests = request.app.state.digests
    digest = digests.of("request", request.url.path, sent.digest)
    return f"{sent.id}#{digest}"


@dataclass(frozen=True)
class Deciding:
    """Somebody's decision about a handling that they may see."""

    desk: AtDesk
    caller: Reader
    if_match: IfMatch
    response: Response

    async def on_task(self, task_id: str, command: Any, decide: Decide) -> HandlingView:
        case_id = await case_of(self.desk, task_id, self.caller)
        return await self._take(case_id, command, decide)

    async def on_case(self, case_id: str, command: Any, decide: Decide) -> HandlingView:
        await known(self.desk, case_id, self.caller)
        return await self._take(case_id, command, decide)

    async def _take(self, case_id: str, command: C, decide: Decide) -> HandlingView:
        decide = on_time(self.desk.norms, partial(decide, self.desk.norms))
        stored = await self.desk.handlings.command(
            case_id, command, decide, if_match=self.if_match
        )
        return tagged(self.desk, stored, self.caller, self.response)


OnHandling = Annotated[Deciding, Depends()]


async def case_of(desk: Desk, task_id: str, caller: Principal) -> str:
    """A task of somebody else is as unknown as one that never was."""
    case_id = await desk.who_has.of_task(task_id, caller)
    if case_id is None:
        raise not_known_yet()
    about_case(case_id)
    return case_id


async def known(desk: Desk, case_id: str, caller: Principal) -> None:
    if await desk.who_has.of_case(case_id, caller) is None:
        raise not_known_yet()
    about_case(case_id)


def tagged(
    desk: Desk, stored: Stored[Handling], caller: Principal, response: Response
) -> HandlingView:
    response.headers["ETag"] = etag(stored.version)
    return handling_view(stored.state, caller, desk.norms.calendar, desk.clock())
