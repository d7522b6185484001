"""Routing: composition root."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from fastapi import FastAPI

from services.kit.reading.arrival import Handlers
from services.kit.reading.parking.mongo import MongoParked
from services.kit.running.loops import working
from services.kit.running.platform import Platform, opened
from services.kit.running.stopping import told_to_stop
from services.kit.sealing.addressing import Addressing
from services.kit.serving.api import service_api
from services.kit.serving.readings import MongoReadings
from services.kit.writing.repository import Repository
from services.routing.api import (
    deciding,
    feed,
    handlings,
    inbox,
    statistics,
    tasks,
    waiting,
)
from services.routing.api.desk import Desk
from services.routing.api.shelf import Shelf
from services.routing.city import city_of
from services.routing.domain.handling import Handling
from services.routing.domain.norms import Norms
from services.routing.domain.replies import Correspondence
from services.routing.domain.waking import wake
from services.routing.feed.bells import Bells
from services.routing.feed.keeping import Keeper, forget_forever, keeps
from services.routing.feed.reading import Feed
from services.routing.handlers import Opens, Rule, handlers
from services.routing.recomputing import recompute_all
from services.routing.rules.listing import vocabulary_of
from services.routing.rules.reloading import Rules
from services.routing.settings import RoutingSettings
from services.routing.store.census import Census
from services.routing.store.feed import FeedRows
from services.routing.store.handlings import HANDLING_INDEXES, Handlings
from services.routing.store.inbox import Inbox
from services.routing.store.returns import Returns
from services.routing.store.rounds import Rounds
from services.routing.strays import answer_strays
from services.routing.views import view_handlers
from services.routing.views.figures import Figures

ACTING = (tasks.router, deciding.router, handlings.router)
READING = (inbox.router, feed.router, waiting.router, statistics.router)
ROUTERS = (*ACTING, *READING)


def create_app(settings: RoutingSettings) -> FastAPI:
    city = city_of(settings.city)
    path = settings.city / "routing" / "rules.json"
    rules = Rules(path, vocabulary_of(settings.city), city.limits)

    @asynccontextmanager
    async def lifespan(api: FastAPI) -> AsyncIterator[None]:
        async with opened(settings, api.state) as platform:
            desk = await opened_desk(platform, city.norms)
            shelf = await opened_shelf(platform)
            api.state.desk, api.state.shelf = desk, shelf
            api.state.digests = platform.digests
            api.state.metrics.gauge_from(
                "tasks", "Open tasks", ("state", "department"), shelf.census.tally
            )
            api.state.metrics.gauge_from(
                "rules_refused", "A newer rule file is wrong", (), rules.refused
            )
            kept = FeedRows(platform.database)
            await kept.create_indexes()
            bells = Bells(kept.ends)
            dropped = MongoParked(platform.database).left_out
            api.state.feed = Feed(kept, bells, dropped)
            keeping = keeps(Keeper(kept, bells.ring), platform.departments)
            letters = await platform.repository("correspondence", Correspondence)
            opens = partial(Addressing(settings.public_keys).opens, "intake")
            reacting = reactions(desk, letters, shelf, rules.ruling, opens)
            recomputing = recompute_all(desk.handlings, desk.who_has, city.norms)
            forgetting = forget_forever(kept, platform.departments, platform.clock)
            with told_to_stop(bells.stop):
                async with (
                    platform.running(reacting, keeping, answer_strays(letters)),
                    working(recomputing, rules.reload_forever(), forgetting),
                ):
                    yield

    return service_api(settings, "Tongban routing", lifespan, *ROUTERS)


async def opened_desk(platform: Platform, norms: Norms) -> Desk:
    handlings = await platform.repository(
        "handlings", Handling, partial(wake, norms), HANDLING_INDEXES
    )
    readings = MongoReadings(platform.database)
    await readings.create_indexes()
    return Desk(
        handlings=handlings,
        who_has=Handlings(platform.database["handlings"]),
        norms=norms,
        sealer=platform.sealer,
        vault=platform.vault,
        readings=readings,
        clock=platform.clock,
    )


async def opened_shelf(platform: Platform) -> Shelf:
    database, rows = platform.database, platform.database["inbox"]
    figures = Figures(Rounds(database["rounds"]), Returns(database["returns"]))
    shelf = Shelf(
        inbox=Inbox(rows),
        census=Census(rows, platform.clock),
        handlings=Handlings(database["handlings"]),
        figures=figures,
        clock=platform.clock,
    )
    for kept in (shelf.inbox, figures.rounds, figures.returns):
        await kept.create_indexes()
    return shelf


def reactions(
    desk: Desk,
    letters: Repository[Correspondence],
    shelf: Shelf,
    rules: Rule,
    opens: Opens,
) -> Handlers:
    shown = view_handlers(shelf.inbox, shelf.figures)
    return handlers(desk.handlings, letters, rules, desk.norms, shown, opens=opens)


def from_environment() -> FastAPI:
    return create_app(RoutingSettings())
