"""Webhooks over memory and a stopped clock; addresses answer as a test tells them."""

from dataclasses import dataclass, field
from datetime import timedelta

from services.kit.reading.received import Received
from services.kit.sealing.keys import new_secret
from services.kit.sealing.vault import Vault
from services.kit.testing.keys import MemoryKeys
from services.kit.testing.platform import MemoryPlatform
from services.notification.domain.hooks.delivery import HookDelivery
from services.notification.domain.hooks.endpoint import Endpoint
from services.notification.domain.hooks.partners import PartnerCase
from services.notification.domain.hooks.roster import Roster
from services.notification.hooks.filling import Erasing, Filling
from services.notification.hooks.partnering import Partnering
from services.notification.hooks.registering.registry import Registry
from services.notification.hooks.sending import signing
from services.notification.hooks.sending.couriers import Couriers
from services.notification.hooks.sending.posting import Answer, Post
from services.notification.hooks.sending.pushing import Office, Pushing
from services.notification.hooks.telling import Telling
from services.notification.inbox.box import Inbox, drop_old
from services.notification.inbox.channel import InApp
from tests.notification.hooks.made import HERE, URL, endpoint, rules
from tests.notification.hooks.memory import MemoryDeliveries, MemoryEndpoints

GOOD = Answer("accepted", 204)
BAD = Answer("status", 500)


@dataclass
class Addresses:
    """By URL: what each answers in turn, then the last for ever; what it got."""

    answers: dict[str, list[Answer | BaseException]] = field(default_factory=dict)
    got: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    async def __call__(self, url, headers, body, now):
        self.got.append((url, dict(headers), body))
        said = self.answers.get(url, [GOOD])
        answer = said.pop(0) if len(said) > 1 else said[0]
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def ids(self, url: str = URL) -> list[str]:
        return [headers["webhook-id"] for at, headers, _ in self.got if at == url]


class HookWorld:
    def __init__(self, post: Post | None = None) -> None:
        self.city = MemoryPlatform()
        self.addresses = Addresses()
        self.vault = Vault(MemoryKeys(), new_secret())
        self.repository = self.city.repository("notification", "webhooks", Endpoint)
        self.pushes = self.city.repository("notification", "pushes", HookDelivery)
        self.endpoints = MemoryEndpoints(self.repository)
        self.deliveries = MemoryDeliveries(self.pushes)
        self.office = Office(
            endpoints=self.repository,
            rosters=self.city.repository("notification", "rosters", Roster),
            deliveries=self.pushes,
            vault=self.vault,
            post=post or self.addresses,
            rules=rules(HERE),
            clock=self.city.clock,
            sleep=self.sleep,
        )
        self.cases = self.city.repository("notification", "cases", PartnerCase)
        self.erased: set[str] = set()
        inboxes = self.city.repository("notification", "inboxes", Inbox, drop_old)
        self.in_app = InApp(inboxes, self.vault)
        self.restart()

    def restart(self) -> None:
        """A new process over the same books."""
        self.pushing = Pushing(self.office)
        step, at_once = self.pushing.step, self.office.rules.at_once
        self.couriers = Couriers(step, self.endpoints, self.deliveries, at_once)
        soon = self.couriers.soon
        self.filling = Filling(self.office, self.endpoints, self.is_erased, soon)
        self.erasing = Erasing(self.deliveries, self.pushes)
        self.telling = Telling(self.office, self.endpoints, self.in_app)
        self.partnering = Partnering(self.cases, self.filling, self.erasing)
        self.registry = Registry(
            self.office, self.endpoints, self.deliveries, self.pushing, self.couriers
        )

    async def is_erased(self, case_id: str) -> bool:
        return case_id in self.erased

    async def sleep(self, seconds: float) -> None:
        self.city.clock.advance(timedelta(seconds=seconds))

    async def endpoint(self, name: str = "one", **fields: object) -> Endpoint:
        made = endpoint(name, **fields)
        secret = await signing.new_secret(self.vault, made.endpoint_id, "first")
        made = made.but(secrets=(secret,))
        await self.repository.create([(made.endpoint_id, made)])
        return made

    async def secret(self, of: Endpoint, secret_id: str = "first") -> str:
        stored = await self.repository.load(of.endpoint_id)
        return await signing.secret_of(self.vault, stored, secret_id)

    async def take(self, *events: Received) -> None:
        for event in events:
            await self.filling.take(event)

    async def push(self, after: timedelta = timedelta(0)) -> None:
        """Lets time pass and everything due be pushed."""
        self.city.clock.advance(after)
        await self.couriers.settle()

    async def states(self) -> list[str]:
        return [delivery.state for delivery in await self.deliveries.all()]

    async def now(self, of: Endpoint) -> Endpoint:
        return await self.repository.load(of.endpoint_id)
