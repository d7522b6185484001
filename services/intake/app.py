"""Intake: composition root."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from services.intake.api import UPLOADS, open311, router
from services.intake.attachments.keeping import Attachments
from services.intake.catalogue import Catalogue, load_catalogue
from services.intake.contents import Contents
from services.intake.deadlines import load_deadlines
from services.intake.desk.correcting import Corrections
from services.intake.desk.counter import Counter
from services.intake.desk.erasing import Erasing, sweep_forever
from services.intake.desk.registering import Desk
from services.intake.desk.scales import Scales
from services.intake.domain.case import Case
from services.intake.domain.window.waking import wake
from services.intake.handlers import handlers
from services.intake.likeness.finding import Finder
from services.intake.likeness.signing import Signing
from services.intake.likeness.store import MongoRepeats
from services.intake.likeness.thresholds import load_thresholds
from services.intake.open311.opening import opened_georeport
from services.intake.papers.archive import Archive
from services.intake.papers.paper import TEMPLATE
from services.intake.settings import IntakeSettings
from services.intake.store import (
    CASES,
    INDEXES,
    MongoCases,
    MongoNumbers,
    MongoTallies,
)
from services.intake.weighing.alertness import Alertness, load_alertness
from services.intake.window import Window
from services.kit.files.mongo import MongoFiles
from services.kit.papers.letterhead import load_letterhead
from services.kit.papers.press import Press, font_folder, load_fonts
from services.kit.running.loops import working
from services.kit.running.platform import Platform, opened
from services.kit.serving.api import service_api
from services.kit.serving.attempts import MongoAttempts
from services.kit.serving.readings import MongoReadings


def create_app(settings: IntakeSettings) -> FastAPI:
    @asynccontextmanager
    async def lifespan(api: FastAPI) -> AsyncIterator[None]:
        async with opened(settings, api.state) as platform:
            window = await opened_window(settings, platform)
            api.state.window = window
            api.state.digests = platform.digests
            api.state.georeport = await opened_georeport(platform, window)
            reactions = handlers(
                window.desk.repository, window.contents, platform.departments
            )
            async with (
                working(window.attachments.sweep_forever()),
                working(sweep_forever(window.erasing)),
                platform.running(reactions),
            ):
                yield

    routers = (router, open311)
    return service_api(settings, "Tongban intake", lifespan, *routers, larger=UPLOADS)


async def opened_window(settings: IntakeSettings, platform: Platform) -> Window:
    database = platform.database
    attempts, readings = MongoAttempts(database), MongoReadings(database)
    await attempts.create_indexes()
    await readings.create_indexes()
    catalogue = load_catalogue(settings.city)
    contents = Contents(
        platform.vault,
        platform.sealer,
        platform.opener,
        platform.digests,
        catalogue.rights,
    )
    cases = await platform.repository(CASES, Case, wake, indexes=INDEXES)
    deadlines = load_deadlines(settings.city)
    alertness = load_alertness(settings.city, frozenset(catalogue.authorities))
    scales = Scales(catalogue, alertness, deadlines)
    clock = platform.clock
    finder = _finder(platform, settings, alertness, catalogue)
    numbers = MongoNumbers(database)
    counter = Counter(cases, contents, scales, clock)
    books = MongoCases(database)
    await books.create_indexes()
    return Window(
        settings=settings,
        catalogue=catalogue,
        contents=contents,
        desk=Desk(cases, numbers, contents, scales, finder, clock),
        finder=finder,
        counter=counter,
        attachments=await _attachments(platform, counter),
        corrections=Corrections(cases, contents, scales, clock, finder),
        tallies=MongoTallies(database),
        erasing=Erasing(cases, contents, books, MongoFiles(database)),
        cases=books,
        attempts=attempts,
        readings=readings,
        archive=_archive(settings, catalogue, contents),
        clock=clock,
    )


def _archive(
    settings: IntakeSettings, catalogue: Catalogue, contents: Contents
) -> Archive:
    return Archive(
        catalogue=catalogue,
        contents=contents,
        letterhead=load_letterhead(settings.city),
        press=Press(load_fonts(font_folder()), TEMPLATE),
        public_url=settings.public_url,
    )


def _finder(
    platform: Platform,
    settings: IntakeSettings,
    alertness: Alertness,
    catalogue: Catalogue,
) -> Finder:
    return Finder(
        platform.digests,
        Signing(platform.digests),
        MongoRepeats(platform.database),
        load_thresholds(settings.city),
        alertness.within,
        catalogue.kin,
    )


async def _attachments(platform: Platform, counter: Counter) -> Attachments:
    files = MongoFiles(platform.database)
    await files.create_indexes()
    return Attachments(
        counter,
        files,
        platform.vault,
        platform.digests,
        platform.clock,
        platform.seams.failpoints,
    )


def from_environment() -> FastAPI:
    return create_app(IntakeSettings())
