"""Somebody's own webhooks: registered, looked at, changed; nobody else's."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from contracts.codes import derived_id
from services.kit.serving.idempotency import Submission
from services.kit.serving.principal import Principal
from services.kit.serving.problems import FieldError, Refused
from services.kit.writing.stored import Stored
from services.notification.domain.hooks import keeping, roster
from services.notification.domain.hooks.delivery import HookDelivery
from services.notification.domain.hooks.endpoint import Endpoint
from services.notification.hooks.registering.owners import owner_of, pushed_to
from services.notification.hooks.registering.pings import ping_of
from services.notification.hooks.registering.resending import Resending
from services.notification.hooks.registering.urls import demand_url
from services.notification.hooks.registering.views import Again, NewWebhook, SentAgain
from services.notification.hooks.seams import Deliveries, Endpoints
from services.notification.hooks.sending.couriers import Couriers
from services.notification.hooks.sending.pushing import Office, Pushing
from services.notification.hooks.sending.signing import new_secret


@dataclass(frozen=True)
class Registry:
    """Made when the service starts."""

    office: Office
    endpoints: Endpoints
    deliveries: Deliveries
    pushing: Pushing
    couriers: Couriers

    async def find(self, id: str, owner: str) -> Stored[Endpoint]:
        """What is another's is as unknown as what never was."""
        stored = await self.office.endpoints.read(id)
        if (
            stored is None
            or stored.state.owner != owner
            or stored.state.state == "deleted"
        ):
            raise keeping.unknown()
        return stored

    async def register(
        self, asked: NewWebhook, by: Principal, request: Submission
    ) -> Stored[Endpoint]:
        """Whatever is said once this has returned is pushed there."""
        owner = owner_of(by)
        before = await self.office.endpoints.read(request.id)
        if before:
            request.must_be(before.state.digest)
            return await self.held(await self.find(request.id, owner))
        self.demand(asked.url, asked.types, owner)
        await self._take_a_place(owner, request.id)
        secret = await new_secret(self.office.vault, request.id, request.id)
        now = self.office.clock()
        fresh = Endpoint(
            endpoint_id=request.id,
            owner=owner,
            url=asked.url,
            wishes=(),
            secrets=(secret,),
            digest=request.digest,
            registered_by=by.subject,
            created_at=now,
            since=now,
        )
        wishing = fresh.wishing(tuple(asked.types), now)
        stored = await self.decide(request.id, wishing, keeping.register)
        request.must_be(stored.state.digest)
        return await self.held(stored)

    async def held(self, stored: Stored[Endpoint]) -> Stored[Endpoint]:
        """Returns once every clock of the city is past the newest wish's beginning."""
        left = stored.state.held_from - self.office.clock()
        if left > timedelta(0):
            await self.office.sleep(left.total_seconds())
        return stored

    async def edit(
        self, id: str, command: keeping.Edit, if_match: int | None
    ) -> Stored[Endpoint]:
        return await self.held(await self.decide(id, command, keeping.edit, if_match))

    async def hear(self, id: str, way: str, request: Submission) -> None:
        """Refuses a key that stood for another request to this webhook."""
        asked = replace(request, digest=f"{way} {request.digest}")
        command = keeping.Heard(asked.id, asked.digest)
        stored = await self.decide(id, command, keeping.hear)
        asked.must_be(stored.state.heard(asked.id) or "")

    def demand(self, url: str | None, types: Sequence[str] | None, owner: str) -> None:
        """Raises a 422 problem for what could never be sent."""
        if url is not None:
            demand_url(url, self.office.rules)
        for place, type in enumerate(types or ()):
            if type not in pushed_to(owner):
                raise unknown_type(place)

    async def decide(
        self, id: str, command: Any, decide: Any, if_match: int | None = None
    ) -> Stored[Endpoint]:
        stored: Stored[Endpoint] = await self.office.endpoints.command(
            id, command, decide, if_match=if_match
        )
        return stored

    async def rotate(
        self, id: str, keep: timedelta | None, request: Submission
    ) -> tuple[Stored[Endpoint], str]:
        """The id of the secret that this request has made, also when it is repeated."""
        await self.hear(id, "rotate", request)
        secret_id = derived_id(request.id, id)
        secret = await new_secret(self.office.vault, id, secret_id)
        lasts = self.office.rules.old_secret_for if keep is None else keep
        rotation = keeping.Rotate(secret, lasts)
        return await self.decide(id, rotation, keeping.rotate), secret_id

    async def delete(self, id: str, if_match: int | None) -> Stored[Endpoint]:
        """Its log goes within the hour."""
        stored = await self.decide(id, None, keeping.delete, if_match)
        await self.office.vault.destroy(id)
        rosters, owner = self.office.rosters, stored.state.owner
        with suppress(LookupError):
            await rosters.command(owner, id, roster.give_back)
        return stored

    async def _take_a_place(self, owner: str, id: str) -> None:
        there = frozenset(e.endpoint_id for e in await self.endpoints.of(owner))
        command = roster.Take(owner, id, self.office.rules.endpoints, there)
        await self.office.rosters.command(owner, command, roster.take)

    async def ping(self, endpoint: Endpoint, request: Submission) -> HookDelivery:
        await self.hear(endpoint.endpoint_id, "ping", request)
        id = derived_id(request.id, endpoint.endpoint_id)
        fresh = ping_of(endpoint, id, self.office.clock())
        await self.pushing.ping(fresh, endpoint)
        return await self.office.deliveries.load(id) or fresh

    async def again(
        self, endpoint: Endpoint, asked: Again, request: Submission
    ) -> SentAgain:
        await self.hear(endpoint.endpoint_id, "resend", request)
        sending = Resending(self.office, self.deliveries, self.couriers)
        return await sending.again(endpoint, asked, request.id)


def unknown_type(place: int) -> Refused:
    en = "no event of this type is pushed to you: your guide lists those that are"
    zh = "不向贵方推送该类型的事件,可推送的类型见接入指南"
    wrong = FieldError(f"/types/{place}", "unknown-type", en, zh)
    return Refused("invalid", f"types: {en}", f"事件类型:{zh}", 422, errors=(wrong,))
