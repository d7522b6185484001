"""A department's own webhooks: registered, looked at, changed; nobody else's."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Any, TypeVar

from contracts.codes import derived_id
from contracts.topics import FEED
from services.kit.errors import Rejected
from services.kit.serving.idempotency import Submission
from services.kit.serving.principal import Principal
from services.kit.serving.problems import FieldError, Refused
from services.kit.writing.stored import Stored
from services.notification.domain.hooks import keeping, pushing
from services.notification.domain.hooks.delivery import HookDelivery
from services.notification.domain.hooks.endpoint import Endpoint
from services.notification.hooks.pings import ping_of
from services.notification.hooks.seams import (
    MOST_AT_ONCE,
    Deliveries,
    Endpoints,
    Wanted,
)
from services.notification.hooks.sending.couriers import Couriers
from services.notification.hooks.sending.pushing import Office, Pushing
from services.notification.hooks.sending.signing import new_secret
from services.notification.hooks.urls import demand_url
from services.notification.hooks.views import Again, NewWebhook, SentAgain

PUSHED = frozenset(fact.TYPE for topic in FEED for fact in topic.carries)
TOGETHER = 64

T = TypeVar("T")


@dataclass(frozen=True)
class Registry:
    """Made when the service starts."""

    office: Office
    endpoints: Endpoints
    deliveries: Deliveries
    pushing: Pushing
    couriers: Couriers

    async def find(self, id: str, department: str) -> Stored[Endpoint]:
        """What is another's is as unknown as what never was."""
        stored = await self.office.endpoints.read(id)
        if (
            stored is None
            or stored.state.department != department
            or stored.state.state == "deleted"
        ):
            raise keeping.unknown()
        return stored

    async def register(
        self, asked: NewWebhook, by: Principal, request: Submission
    ) -> Stored[Endpoint]:
        department = department_of(by)
        before = await self.office.endpoints.read(request.id)
        if before:
            request.must_be(before.state.digest)
            return await self.find(request.id, department)
        self.demand(asked.url, asked.types)
        if len(await self.endpoints.of(department)) >= self.office.rules.endpoints:
            raise too_many()
        now = self.office.clock()
        fresh = Endpoint(
            endpoint_id=request.id,
            department=department,
            url=asked.url,
            types=tuple(asked.types),
            secrets=(await new_secret(self.office.vault, request.id, request.id),),
            digest=request.digest,
            registered_by=by.subject,
            created_at=now,
            since=now,
        )
        stored = await self.decide(request.id, fresh, keeping.register)
        request.must_be(stored.state.digest)
        return stored

    def demand(self, url: str | None, types: Sequence[str] | None) -> None:
        """Raises a 422 problem for what could never be sent."""
        if url is not None:
            demand_url(url, self.office.rules)
        for place, type in enumerate(types or ()):
            if type not in PUSHED:
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
        secret_id = derived_id(request.id, id)
        secret = await new_secret(self.office.vault, id, secret_id)
        lasts = self.office.rules.old_secret_for if keep is None else keep
        rotation = keeping.Rotate(secret, lasts)
        return await self.decide(id, rotation, keeping.rotate), secret_id

    async def delete(self, id: str, if_match: int | None) -> Stored[Endpoint]:
        """Its log goes within the hour."""
        stored = await self.decide(id, None, keeping.delete, if_match)
        await self.office.vault.destroy(id)
        return stored

    async def ping(self, endpoint: Endpoint, request: Submission) -> HookDelivery:
        id = derived_id(request.id, endpoint.endpoint_id)
        fresh = ping_of(endpoint, id, self.office.clock())
        await self.pushing.ping(fresh, endpoint)
        return await self.office.deliveries.load(id) or fresh

    async def again(
        self, endpoint: Endpoint, asked: Again, request: Submission
    ) -> SentAgain:
        ids = await self._meant(endpoint, asked)
        sent: list[HookDelivery] = []
        for some in _parts(ids[:MOST_AT_ONCE], TOGETHER):
            sent += await asyncio.gather(*(self._again(id, request) for id in some))
        self.couriers.soon({each.delivery_id: each.endpoint_id for each in sent})
        through = max((each.said_at for each in sent), default=None)
        more = len(ids) > MOST_AT_ONCE
        return SentAgain(sent_again=len(sent), through=through, more=more)

    async def _meant(self, endpoint: Endpoint, asked: Again) -> Sequence[str]:
        id, department = endpoint.endpoint_id, endpoint.department
        if asked.ids:
            found = [await self.office.deliveries.load(each) for each in asked.ids]
            if any(each is None or each.endpoint_id != id for each in found):
                raise unknown_delivery()
            return asked.ids
        if asked.since is None:
            raise nothing_named()
        wanted = Wanted(id, department, asked.state, asked.since, asked.until)
        return await self.deliveries.over_within(wanted, MOST_AT_ONCE + 1)

    async def _again(self, id: str, request: Submission) -> HookDelivery:
        deliveries = self.office.deliveries
        return (await deliveries.command(id, request.id, pushing.resend)).state


def department_of(caller: Principal) -> str:
    if caller.department is None:
        en = "your token names no department: ask for one that does"
        zh = "登录令牌未注明部门,请更换"
        raise Rejected("department-required", en, zh, status=403)
    return caller.department


def too_many() -> Rejected:
    en = "your department has as many webhooks as it may: delete one first"
    return Rejected("too-many-webhooks", en, "推送地址数量已达上限,请先删除")


def unknown_type(place: int) -> Refused:
    en = "no event of this type is in a department's feed: see /docs/events"
    zh = "部门消息中没有该事件类型,参见 /docs/events"
    wrong = FieldError(f"/types/{place}", "unknown-type", en, zh)
    return Refused("invalid", f"types: {en}", f"事件类型:{zh}", 422, errors=(wrong,))


def unknown_delivery() -> Rejected:
    en = "one of these was never pushed there, or is no longer on record"
    return Rejected("unknown-delivery", en, "其中有不存在或已过保存期的推送", 404)


def nothing_named() -> Refused:
    en = "say what to send again: `ids`, or `from` a time on"
    wrong = FieldError("/from", "missing", "is required without `ids`", "必须填写")
    return Refused("invalid", en, "请用 ids 或 from 指明重发内容", 422, errors=(wrong,))


def _parts(items: Sequence[T], size: int) -> Iterator[list[T]]:
    rest = iter(items)
    while part := list(islice(rest, size)):
        yield part
