"""What the endpoints work with, and who may ask for what."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request, Response

from services.kit.running.clock import Clock
from services.kit.running.telemetry import about_case
from services.kit.sealing.readers import Sealer
from services.kit.sealing.vault import Vault
from services.kit.serving.etags import IfMatch, etag
from services.kit.serving.principal import Principal, needs
from services.kit.serving.problems import not_known_yet
from services.kit.serving.readings import Readings
from services.kit.writing.change import Change
from services.kit.writing.repository import Repository
from services.kit.writing.stored import Stored
from services.routing.api.repeats import Keyed, once, saying_what_is_done
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
    readings: Readings
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


@dataclass(frozen=True)
class Deciding:
    """Somebody's decision about a handling that they may see."""

    desk: AtDesk
    caller: Reader
    request: Keyed
    if_match: IfMatch
    response: Response

    async def on_task(self, task_id: str, command: Any, decide: Decide) -> HandlingView:
        case_id = await case_of(self.desk, task_id, self.caller)
        return await self._take(case_id, command, decide)

    async def on_case(self, case_id: str, command: Any, decide: Decide) -> HandlingView:
        await known(self.desk, case_id, self.caller)
        return await self._take(case_id, command, decide)

    async def _take(self, case_id: str, command: C, decide: Decide) -> HandlingView:
        norms, by = self.desk.norms, self.caller.department
        told = saying_what_is_done(partial(decide, norms))
        decided = on_time(norms, once(self.request, by, told))
        stored = await self.desk.handlings.command(
            case_id, command, decided, if_match=self.if_match
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
