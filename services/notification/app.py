"""Notification: composition root."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial

from fastapi import FastAPI

from services.kit.papers.letterhead import load_letterhead
from services.kit.papers.press import Press, font_folder, load_fonts
from services.kit.running.platform import Platform, opened
from services.kit.running.stopping import told_to_stop
from services.kit.serving.api import service_api
from services.kit.serving.attempts import MongoAttempts
from services.kit.serving.streaming import Places
from services.notification.api import router
from services.notification.api.desk import Desk
from services.notification.composing import Composer
from services.notification.delivery.office import Office, Provider
from services.notification.delivery.providers import providers, receipt_secrets
from services.notification.delivery.rules import Times, load_rules
from services.notification.domain.contact import Contact, expire
from services.notification.domain.course.forgetting import forget
from services.notification.domain.message import Message
from services.notification.domain.states import EMAIL
from services.notification.handlers import Reception, handlers
from services.notification.hooks.api import router as webhooks
from services.notification.hooks.opening import pushing_webhooks
from services.notification.inbox.box import Inbox, drop_old
from services.notification.inbox.channel import InApp
from services.notification.inbox.guard import Guard
from services.notification.papers.letter import TEMPLATE, Letters
from services.notification.people import People
from services.notification.settings import NotificationSettings
from services.notification.store import CONTACT_INDEXES, INDEXES, MessageStore
from services.notification.texts.loading import Texts, load_texts
from services.notification.trying.api import TrialDesk
from services.notification.trying.api import router as trying
from services.notification.trying.previews import Previews
from services.notification.trying.trials import Trials

INBOXES_AT_ONCE = 8
COME_BACK = timedelta(seconds=30)
"""Whoever finds no room for a stream."""


def create_app(settings: NotificationSettings) -> FastAPI:
    @asynccontextmanager
    async def lifespan(api: FastAPI) -> AsyncIterator[None]:
        async with (
            opened(settings, api.state) as platform,
            providers(settings) as ways,
        ):
            texts = load_texts(settings.city)
            desk = await opened_desk(platform, settings, texts)
            in_app = await opened_inboxes(platform)
            shelf = Provider(in_app, INBOXES_AT_ONCE)
            office, reception = offices(platform, desk, [*ways, shelf])
            api.state.desk, api.state.office = desk, office
            api.state.in_app, api.state.digests = in_app, platform.digests
            api.state.streams = Places(
                settings.streams_of_one, settings.streams, COME_BACK
            )
            api.state.letters = opened_letters(settings)
            api.state.guard = await guarded(platform, settings)
            api.state.trial_desk = trial_desk(platform, settings, texts, ways)
            api.state.receipt_secrets = receipt_secrets(settings)
            show(platform, desk, office)
            people = People(platform.digests)
            reactions = handlers(reception, platform.opener, platform.vault, people)
            folder, trusted = settings.city / "notification", settings.hook_trusted
            async with (
                office.sending(),
                pushing_webhooks(
                    platform, folder, trusted, reception.is_erased, in_app
                ) as hooks,
                platform.running(hooks.beside(reactions), hooks.keeps),
            ):
                api.state.hooks = hooks.registry
                hooks.show(api.state.metrics)
                with told_to_stop(in_app.stop):
                    yield

    routers = (router, trying, webhooks)
    return service_api(settings, "Tongban notification", lifespan, *routers)


def trial_desk(
    platform: Platform,
    settings: NotificationSettings,
    texts: Texts,
    ways: Sequence[Provider],
) -> TrialDesk:
    """Tests go by mail, whatever their form."""
    city, sender = texts.directory, settings.sender
    mail = next(way.channel for way in ways if way.channel.name == EMAIL)
    trials = Trials(platform.opener, mail.send, city, sender, platform.clock)
    return TrialDesk(Previews(texts, settings.base_url), trials)


async def opened_desk(
    platform: Platform, settings: NotificationSettings, texts: Texts
) -> Desk:
    messages = await platform.repository("messages", Message, forget, INDEXES)
    contacts = await platform.repository("contacts", Contact, expire, CONTACT_INDEXES)
    database = platform.database
    return Desk(
        messages=messages,
        contacts=contacts,
        store=MessageStore(
            database["messages"],
            database["contacts"],
            database["reads"],
            messages.documents,
        ),
        subscriptions=texts.subscriptions,
        composer=Composer(
            contacts,
            platform.vault,
            texts.directory,
            texts.templates,
            settings.base_url,
        ),
        rules=load_rules(settings.city / "notification"),
        clock=platform.clock,
    )


def opened_letters(settings: NotificationSettings) -> Letters:
    """Raises `RuntimeError` that names the cure for data or a font that is missing."""
    press = Press(load_fonts(font_folder()), TEMPLATE)
    return Letters(press, load_letterhead(settings.city))


async def opened_inboxes(platform: Platform) -> InApp:
    inboxes = await platform.repository("inboxes", Inbox, drop_old)
    return InApp(inboxes, platform.vault)


async def guarded(platform: Platform, settings: NotificationSettings) -> Guard:
    attempts = MongoAttempts(platform.database)
    await attempts.create_indexes()
    most = settings.wrong_codes_per_case, settings.wrong_codes_per_client
    return Guard(attempts, platform.digests, platform.clock, *most)


def offices(
    platform: Platform, desk: Desk, ways: Sequence[Provider]
) -> tuple[Office, Reception]:
    """Who sends and who receives; what is received may be sent at once."""
    office = Office(desk.house, ways)
    reception = Reception(
        desk.messages,
        desk.contacts,
        desk.store,
        desk.subscriptions,
        Times(desk.house.rules, platform.clock),
    )
    reception.soon = office.soon
    return office, reception


def show(platform: Platform, desk: Desk, office: Office) -> None:
    """How many messages there are, and how each provider is."""
    metrics, health = platform.shown.metrics, platform.shown.health
    metrics.gauge_from("messages", "Messages by state", ("state",), desk.store.by_state)
    metrics.gauge_from(
        "provider", "1: how each provider is", ("channel", "state"), office.measured
    )
    for channel in office.lines:
        health.reports(f"provider-{channel}", partial(office.told, channel))


def from_environment() -> FastAPI:
    return create_app(NotificationSettings())
