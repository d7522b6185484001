"""Whoever's webhook the city disables is told so: in the app, once each time."""

from datetime import timedelta

from contracts.codes import derived_id
from services.kit.running.loops import again_and_again
from services.notification.channels.channel import Letter
from services.notification.domain.attempt import reference_of
from services.notification.domain.hooks import keeping
from services.notification.domain.hooks.endpoint import Endpoint
from services.notification.hooks.seams import Endpoints
from services.notification.hooks.sending.pushing import Office
from services.notification.inbox.box import office_inbox
from services.notification.inbox.channel import InApp

LOOK_EVERY = timedelta(seconds=5)


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
        await again_and_again("disabled_webhooks_to_tell", self.look, LOOK_EVERY)

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
