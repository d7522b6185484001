"""Notification: composition root."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from services.kit.running.platform import Platform, opened
from services.kit.serving.api import service_api
from services.notification.api import Desk, router
from services.notification.channels.smtp import Server, SmtpMail
from services.notification.composing import Composer
from services.notification.delivery import Delivery
from services.notification.directory import load_directory
from services.notification.domain.contact import Contact
from services.notification.domain.message import Message
from services.notification.handlers import Reception, handlers
from services.notification.sender import Sender
from services.notification.settings import NotificationSettings
from services.notification.store import CONTACT_INDEXES, INDEXES, MessageStore
from services.notification.subscriptions import load_subscriptions
from services.notification.templates import load_templates


def create_app(settings: NotificationSettings) -> FastAPI:
    @asynccontextmanager
    async def lifespan(api: FastAPI) -> AsyncIterator[None]:
        async with opened(settings, api.state) as platform, posting(settings) as mail:
            desk = await opened_desk(platform, settings)
            sender, reception = office(platform, desk, mail)
            api.state.desk = desk
            api.state.metrics.gauge_from(
                "messages", "Messages by state", ("state",), desk.store.by_state
            )
            reactions = handlers(reception, platform.opener, platform.vault)
            async with (
                sender.sending(settings.smtp_connections),
                platform.running(reactions),
            ):
                yield

    return service_api(settings, "Tongban notification", lifespan, router)


@asynccontextmanager
async def posting(settings: NotificationSettings) -> AsyncIterator[SmtpMail]:
    mail = SmtpMail(
        Server(settings.smtp_host, settings.smtp_port),
        settings.sender,
        settings.smtp_connections,
    )
    try:
        yield mail
    finally:
        await mail.close()


async def opened_desk(platform: Platform, settings: NotificationSettings) -> Desk:
    folder = settings.city / "notification"
    directory = load_directory(settings.city)
    subscriptions = load_subscriptions(folder, directory.desks, directory.warning_desks)
    messages = await platform.repository("messages", Message, indexes=INDEXES)
    contacts = await platform.repository("contacts", Contact, indexes=CONTACT_INDEXES)
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
        subscriptions=subscriptions,
        composer=Composer(
            contacts,
            platform.vault,
            directory,
            load_templates(folder, subscriptions),
            settings.base_url,
        ),
        clock=platform.clock,
    )


def office(platform: Platform, desk: Desk, mail: SmtpMail) -> tuple[Sender, Reception]:
    """Who sends and who receives; what is received may be sent at once."""
    delivery = Delivery(desk.messages, desk.composer, mail, platform.clock)
    sender = Sender(delivery.step, desk.store.due, desk.messages.documents.back_off)
    reception = Reception(
        desk.messages, desk.contacts, desk.store, desk.subscriptions, platform.clock
    )
    reception.soon = sender.soon
    return sender, reception


def from_environment() -> FastAPI:
    return create_app(NotificationSettings())
