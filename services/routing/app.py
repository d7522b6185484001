"""Routing: composition root."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from fastapi import FastAPI

from services.kit.reading.arrival import Handlers
from services.kit.running.loops import working
from services.kit.running.platform import Platform, opened
from services.kit.serving.api import service_api
from services.routing.api import deciding, handlings, reading, tasks
from services.routing.api.desk import Desk
from services.routing.city import city_of
from services.routing.domain.handling import Handling
from services.routing.domain.norms import Norms
from services.routing.domain.replies import Correspondence
from services.routing.domain.waking import wake
from services.routing.handlers import Rule, handlers
from services.routing.recomputing import recompute_all
from services.routing.rules.listing import vocabulary_of
from services.routing.rules.reloading import Rules
from services.routing.settings import RoutingSettings
from services.routing.store import HANDLING_INDEXES, Handlings, Inbox
from services.routing.views import inbox_handlers

ROUTERS = (tasks.router, deciding.router, handlings.router, reading.router)


def create_app(settings: RoutingSettings) -> FastAPI:
    city = city_of(settings.city)
    path = settings.city / "routing" / "rules.json"
    rules = Rules(path, vocabulary_of(settings.city), city.limits)

    @asynccontextmanager
    async def lifespan(api: FastAPI) -> AsyncIterator[None]:
        async with opened(settings, api.state) as platform:
            desk = await opened_desk(platform, city.norms)
            api.state.desk = desk
            api.state.digests = platform.digests
            api.state.metrics.gauge_from(
                "tasks", "Tasks", ("state", "department"), desk.inbox.tally
            )
            api.state.metrics.gauge_from(
                "rules_refused", "A newer rule file is wrong", (), rules.refused
            )
            reacting = await reactions(platform, desk, rules.ruling)
            recomputing = recompute_all(desk.handlings, desk.who_has, city.norms)
            async with (
                platform.running(reacting),
                working(recomputing, rules.reload_forever()),
            ):
                yield

    return service_api(settings, "Tongban routing", lifespan, *ROUTERS)


async def opened_desk(platform: Platform, norms: Norms) -> Desk:
    handlings = await platform.repository(
        "handlings", Handling, partial(wake, norms), HANDLING_INDEXES
    )
    inbox = Inbox(platform.database["inbox"])
    await inbox.create_indexes()
    return Desk(
        handlings=handlings,
        who_has=Handlings(platform.database["handlings"]),
        inbox=inbox,
        norms=norms,
        sealer=platform.sealer,
        vault=platform.vault,
        clock=platform.clock,
    )


async def reactions(platform: Platform, desk: Desk, rules: Rule) -> Handlers:
    letters = await platform.repository("correspondence", Correspondence)
    shown = inbox_handlers(desk.inbox)
    return handlers(desk.handlings, letters, rules, desk.norms, shown)


def from_environment() -> FastAPI:
    return create_app(RoutingSettings())
