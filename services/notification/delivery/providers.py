"""The providers that the settings name, each open for as long as the service runs."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from services.notification.channels.gateway import Gateway
from services.notification.channels.smtp import Server, SmtpMail
from services.notification.delivery.office import Provider
from services.notification.settings import NotificationSettings


@asynccontextmanager
async def providers(settings: NotificationSettings) -> AsyncIterator[list[Provider]]:
    opened = [_mail(settings), *_gateways(settings)]
    try:
        yield opened
    finally:
        for provider in opened:
            await provider.channel.close()


def receipt_secrets(settings: NotificationSettings) -> Mapping[str, str]:
    """By channel, with what its provider signs what it says of messages."""
    urls = {"sms": settings.sms_url, "voice": settings.voice_url}
    return {name: settings.secret(f"{name}.key") for name, url in urls.items() if url}


def _mail(settings: NotificationSettings) -> Provider:
    password = settings.secret("smtp.password") if settings.smtp_user else None
    server = Server(
        settings.smtp_host,
        settings.smtp_port,
        settings.smtp_security,
        settings.smtp_user or None,
        password,
    )
    connections = settings.smtp_connections
    return Provider(SmtpMail(server, settings.sender, connections), connections)


def _gateways(settings: NotificationSettings) -> list[Provider]:
    named = {
        "sms": (settings.sms_url, settings.sms_connections),
        "voice": (settings.voice_url, settings.voice_connections),
    }
    return [
        Provider(Gateway(name, url, settings.secret(f"{name}.key"), at_once), at_once)
        for name, (url, at_once) in named.items()
        if url
    ]
