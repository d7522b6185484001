"""Dispute: composition root."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from services.dispute.api import router
from services.dispute.api.agreeing.scans import UPLOADS
from services.dispute.api.desk import Desk
from services.dispute.city import load_rules
from services.dispute.continuing import sweep_forever as continue_forever
from services.dispute.deliberating import api as deliberating
from services.dispute.deliberating.forgetting import sweep_forever
from services.dispute.deliberating.handlers import handlers as of_the_city
from services.dispute.deliberating.opening import opened_hall
from services.dispute.domain.mediation import Mediation
from services.dispute.domain.rules import Rules
from services.dispute.handlers import by_feed, handlers
from services.dispute.invitations import Invitations
from services.dispute.settings import DisputeSettings
from services.dispute.signing.opening import opened_room
from services.dispute.store import INDEXES, MediationStore
from services.dispute.wall.erasing import sweep_forever as erase_forever
from services.dispute.wall.store import MongoReadLog, MongoWords
from services.dispute.wall.wall import Wall, built
from services.dispute.words import sealed_answers
from services.dispute.workload import Workload, count_forever
from services.kit.running.loops import working
from services.kit.running.platform import Platform, opened
from services.kit.serving.api import service_api


def create_app(settings: DisputeSettings) -> FastAPI:
    @asynccontextmanager
    async def lifespan(api: FastAPI) -> AsyncIterator[None]:
        async with opened(settings, api.state) as platform:
            rules = load_rules(settings.city, sealed_answers(platform.sealer))
            workload = Workload(rules)
            desk = await opened_desk(platform, rules, workload)
            api.state.desk = desk
            api.state.hall = hall = await opened_hall(platform, settings.city)
            api.state.digests = platform.digests
            of_the_centre = handlers(
                desk.mediations,
                desk.rules,
                platform.opener,
                desk.vault,
                desk.invitations,
            )
            reactions = by_feed(of_the_centre, of_the_city(hall))
            wall = api.state.wall = await opened_wall(platform, desk)
            loops = (
                count_forever(workload, desk.store.open_by_mediator),
                sweep_forever(hall),
                desk.room.scans.sweep_forever(),
                erase_forever(wall.erasing),
                continue_forever(desk.continuing, desk.store.rests_to_continue),
            )
            async with working(*loops), platform.running(reactions):
                yield

    routers = (router, deliberating.router)
    return service_api(settings, "Tongban dispute", lifespan, *routers, larger=UPLOADS)


async def opened_desk(platform: Platform, rules: Rules, workload: Workload) -> Desk:
    mediations = await platform.repository(
        "mediations", Mediation, workload.wake, INDEXES
    )
    database = platform.database
    return Desk(
        mediations=mediations,
        store=MediationStore(database["mediations"], database["reads"]),
        rules=rules,
        vault=platform.vault,
        invitations=Invitations(
            platform.vault, platform.sealer, platform.digests, platform.clock
        ),
        clock=platform.clock,
        room=await opened_room(platform, mediations, rules),
    )


async def opened_wall(platform: Platform, desk: Desk) -> Wall:
    """Words lie in collections of their own, under keys of their own."""
    words, log = MongoWords(platform.database), MongoReadLog(platform.database)
    await words.create_indexes()
    await log.create_indexes()
    sealing = platform.vault, platform.digests
    return built(words, log, desk.mediations, sealing, platform.clock)


def from_environment() -> FastAPI:
    return create_app(DisputeSettings())
