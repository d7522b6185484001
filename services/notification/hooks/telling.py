"""Whoever's webhook the city disables is told so: in the app, once each time."""

import asyncio

import structlog

from contracts.codes import derived_id
from services.kit.errors import Unavailable
from services.notification.channels.channel import Letter
from services.notification.domain.attempt import reference_of
from services.notification.domain.hooks import keeping
from services.notification.domain.hooks.endpoint import Endpoint
from services.notification.hooks.seams import Endpoints
from services.notification.hooks.sending.pushing import Office
from services.notification.inbox.box import office_inbox
from services.notification.inbox.channel import InApp

LOOK_EVERY = 5.0

log = structlog.get_logger(__name__)


class Telling:
    """It lies in the inbox before it is written down that it does: an inbox takes
    what is brought twice once."""

    def __init__(self, office: Office, endpoints: Endpoints, in_app: InApp) -> None:
        self._office = office
        self._endpoints = endpoints
        self._in_app = in_app

    async def look(self) -> None:
        for endpoint in await self._endpoints.untold():
            await self._tell(endpoint)

    async def look_forever(self) -> None:
        while True:
            try:
                await self.look()
            except Unavailable as error:
                log.warning("disabled_webhooks_not_told", why=str(error))
            except Exception:
                log.exception("a disabled webhook could not be told; it is tried again")
            await asyncio.sleep(LOOK_EVERY)

    async def _tell(self, endpoint: Endpoint) -> None:
        id = notice_id(endpoint)
        letter = Letter(office_inbox(endpoint.owner), *self._words(endpoint))
        await self._in_app.send(letter, reference_of(id, self._in_app.name))
        change = self._office.endpoints.command
        await change(endpoint.endpoint_id, endpoint.since, keeping.told)

    def _words(self, endpoint: Endpoint) -> tuple[str, str]:
        notice = self._office.rules.notices[endpoint.reason or "failing"]
        known = {"webhook_id": endpoint.endpoint_id, "url": endpoint.url}
        return notice.subject.format(**known), notice.body.format(**known)


def notice_id(endpoint: Endpoint) -> str:
    """One for each disabling."""
    return derived_id("disabled", endpoint.endpoint_id, endpoint.since.isoformat())
