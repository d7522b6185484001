"""Everybody who is not a department, each started by the facts that concern them."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial

import httpx

from contracts.dispute import MediationOpened
from contracts.envelope import Payload
from contracts.intake import CaseAnswered
from contracts.routing import (
    ExtensionRequested,
    ParkingRequested,
    TaskAcknowledged,
    TaskAssigned,
    TaskReturned,
    TriageRequested,
)
from tools.access.installation import Installation
from tools.demo.filing import Filed
from tools.demo.following import Course, Follower, Reaction, from_now
from tools.demo.playing.approvers import Approvers
from tools.demo.playing.dispatcher import Dispatcher
from tools.demo.playing.mediation import Mediator, Parties
from tools.demo.playing.people import Caller
from tools.demo.playing.residents import Residents
from tools.demo.playing.supervisor import Supervisor

AUDITOR = "auditor"


@asynccontextmanager
async def at_work(
    installation: Installation, client: httpx.AsyncClient, course: Course, filed: Filed
) -> AsyncIterator[Follower]:
    """Everybody who is not a department goes about their work inside."""
    caller = partial(Caller, client, installation)
    parties = Parties(caller("resident"), installation.places.mail)
    follower = Follower(course, _reactions(caller, filed))
    consumer = await from_now(installation.login(AUDITOR))
    working = [
        asyncio.create_task(follower.follow(consumer)),
        asyncio.create_task(parties.answer_forever()),
    ]
    try:
        yield follower
    finally:
        for task in working:
            task.cancel()
        with contextlib.suppress(Exception):
            await asyncio.gather(*working, return_exceptions=True)
        await follower.stop()
        await consumer.stop()


def _reactions(
    caller: Callable[..., Caller], filed: Filed
) -> dict[type[Payload], Reaction]:
    supervisor = Supervisor(caller("supervisor"))
    dispatcher = Dispatcher(caller("dispatcher"), supervisor)
    residents = Residents(caller("clerk"), filed.can_be_asked)
    return {
        TriageRequested: dispatcher.triage,
        TaskReturned: dispatcher.returned,
        ExtensionRequested: Approvers(caller).decide,
        ParkingRequested: supervisor.parking,
        MediationOpened: Mediator(caller("mediator"), caller("body_admin")).mediate,
        TaskAssigned: residents.assigned,
        TaskAcknowledged: residents.acknowledged,
        CaseAnswered: residents.answered,
    }
