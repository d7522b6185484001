"""Dispute: composition root."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from fastapi import FastAPI

from services.dispute.api import router
from services.dispute.api.desk import Desk
from services.dispute.city import load_rules
from services.dispute.domain.mediation import Mediation
from services.dispute.domain.waking import wake
from services.dispute.handlers import handlers
from services.dispute.invitations import Invitations
from services.dispute.settings import DisputeSettings
from services.dispute.store import INDEXES, MediationStore
from services.dispute.words import sealed_answers
from services.kit.running.platform import Platform, opened
from services.kit.serving.api import service_api


def create_app(settings: DisputeSettings) -> FastAPI:
    @asynccontextmanager
    async def lifespan(api: FastAPI) -> AsyncIterator[None]:
        async with opened(settings, api.state) as platform:
            desk = await opened_desk(platform)
            api.state.desk = desk
            api.state.digests = platform.digests
            reactions = handlers(
                desk.mediations,
                desk.rules,
                platform.opener,
                desk.vault,
                desk.invitations,
            )
            async with platform.running(reactions):
                yield

    return service_api(settings, "Tongban dispute", lifespan, router)


async def opened_desk(platform: Platform) -> Desk:
    rules = load_rules(platform.settings.city, sealed_answers(platform.sealer))
    mediations = await platform.repository(
        "mediations", Mediation, partial(wake, rules), INDEXES
    )
    database = platform.database
    return Desk(
        mediations=mediations,
        store=MediationStore(database["mediations"], database["reads"]),
        rules=rules,
        vault=platform.vault,
        invitations=Invitations(platform.vault, platform.sealer, platform.digests),
        clock=platform.clock,
    )


def from_environment() -> FastAPI:
    return create_app(DisputeSettings())
