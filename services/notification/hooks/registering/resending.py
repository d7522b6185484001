"""What was accepted or given up is pushed again: some, or all of a span of time."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from services.kit.errors import Rejected
from services.kit.serving.problems import FieldError, Refused
from services.notification.domain.hooks import pushing
from services.notification.domain.hooks.delivery import HookDelivery
from services.notification.domain.hooks.endpoint import Endpoint
from services.notification.hooks.registering.views import Again, SentAgain
from services.notification.hooks.seams import MOST_AT_ONCE, Deliveries, Wanted
from services.notification.hooks.sending.couriers import Couriers
from services.notification.hooks.sending.pushing import Office

TOGETHER = 64

T = TypeVar("T")


@dataclass(frozen=True)
class Resending:
    office: Office
    deliveries: Deliveries
    couriers: Couriers

    async def again(self, endpoint: Endpoint, asked: Again, request: str) -> SentAgain:
        """The same request does it once."""
        ids = await self._meant(endpoint, asked)
        sent: list[HookDelivery] = []
        for some in _parts(ids[:MOST_AT_ONCE], TOGETHER):
            sent += await asyncio.gather(*(self._again(id, request) for id in some))
        self.couriers.soon({each.delivery_id: each.endpoint_id for each in sent})
        through = max((each.said_at for each in sent), default=None)
        more = len(ids) > MOST_AT_ONCE
        return SentAgain(sent_again=len(sent), through=through, more=more)

    async def _meant(self, endpoint: Endpoint, asked: Again) -> Sequence[str]:
        id, owner = endpoint.endpoint_id, endpoint.owner
        if asked.ids:
            found = [await self.office.deliveries.load(each) for each in asked.ids]
            if any(each is None or each.endpoint_id != id for each in found):
                raise unknown_delivery()
            return asked.ids
        if asked.since is None:
            raise nothing_named()
        wanted = Wanted(id, owner, asked.state, asked.since, asked.until)
        return await self.deliveries.over_within(wanted, MOST_AT_ONCE + 1)

    async def _again(self, id: str, request: str) -> HookDelivery:
        deliveries = self.office.deliveries
        return (await deliveries.command(id, request, pushing.resend)).state


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
