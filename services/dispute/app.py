"""Dispute: composition root."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from services.dispute.api import router
from services.dispute.api.desk import Desk
from services.dispute.city import load_rules
from services.dispute.domain.mediation import Mediation
from services.dispute.domain.rules import Rules
from services.dispute.handlers import handlers
from services.dispute.invitations import Invitations
from services.dispute.settings import DisputeSettings
from services.dispute.store import INDEXES, MediationStore
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
            api.state.digests = platform.digests
            reactions = handlers(
                desk.mediations,
                desk.rules,
                platform.opener,
                desk.vault,
                desk.invitations,
            )
            counting = count_forever(workload, desk.store.open_by_mediator)
            async with working(counting), platform.running(reactions):
                yield

    return service_api(settings, "Tongban dispute", lifespan, router)


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
    )


def from_environment() -> FastAPI:
    return create_app(DisputeSettings())
