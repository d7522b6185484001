"""Routing in this process on the real stack, departments as Kafka clients of theirs."""

from contextlib import asynccontextmanager
from functools import partial
from itertools import count

import httpx
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from contracts.codes import derived_id
from contracts.department import TaskReply
from contracts.envelope import Payload, event
from contracts.topics import decode, department_of, encode
from deploy.local.stack import Stack
from services.kit.running.clock import utc_now
from services.kit.serving.principal import Principal
from services.kit.serving.tokens import issue
from tests.dispute.live import eventually
from tests.routing.world import case_accepted


class LiveRouting:
    def __init__(self, stack: Stack, app) -> None:
        self.stack = stack
        self.app = app
        self.http = httpx.AsyncClient(
            transport=httpx.ASGITransport(app=app), base_url="http://city.example"
        )
        self.sent: list[tuple[str, str, bytes, bytes]] = []
        self._numbers = count(1)

    def bearer(self, role: str, department: str | None = None, area: str = "9901"):
        private = (self.stack.places.secrets / "tokens.jwk").read_text()
        caller = Principal(
            subject="tester", roles={role}, department=department, area=area
        )
        return {"Authorization": f"Bearer {issue(private, caller)}"}

    async def accept(self, **said) -> str:
        """As intake does; the id of the new case."""
        case_id = derived_id("routing", str(utc_now()), str(next(self._numbers)))
        fact = case_accepted(case_id=case_id, **said)
        source = f"/intake/cases/{case_id}"
        letter = event(fact, source, 1, utc_now(), None)
        await self._send("intake", "intake.cases", letter)
        return case_id

    async def reply(self, by: str, case_id: str, task_id: str, action: str, **said):
        """As department `by` does, with its own login, on its own topic."""
        sequence = said.pop("sequence", next(self._numbers))
        own = {"case_id": case_id, "task_id": task_id, "action": action}
        fact = TaskReply.model_validate({"department": by} | own | said)
        source = f"/{by}/programs/{case_id}"
        letter = event(fact, source, sequence, utc_now(), None)
        topic = f"departments.{by}.replies"
        login = "dispute" if by == "mediation-centre" else by
        await self._send(login, topic, letter)

    async def repeat(self) -> None:
        """Everything once more, as if its readers began again."""
        for login, topic, key, value in list(self.sent):
            await self._put(login, topic, key, value)

    async def _send(self, login: str, topic: str, letter) -> None:
        key, value = letter.subject.encode(), encode(letter)
        self.sent.append((login, topic, key, value))
        await self._put(login, topic, key, value)

    async def _put(self, login: str, topic: str, key: bytes, value: bytes) -> None:
        settings = self.stack.login(login).for_aiokafka()
        async with AIOKafkaProducer(**settings) as producer:
            await producer.send_and_wait(topic, value, key)

    async def facts(self, topic: str, case_id: str, login: str) -> list[Payload]:
        """All there is about the case, as that reader may see it."""
        settings = self.stack.login(login).for_aiokafka()
        async with AIOKafkaConsumer(auto_offset_reset="earliest", **settings) as reader:
            reader.assign([TopicPartition(topic, n) for n in range(partitions(topic))])
            await reader.seek_to_beginning()
            ends = await reader.end_offsets(reader.assignment())
            found = []
            while any([await reader.position(p) < ends[p] for p in ends]):
                for records in (await reader.getmany(timeout_ms=200)).values():
                    found += [r.value for r in records if r.key == case_id.encode()]
        return [decode(value).data for value in found]

    async def feed(self, department: str, case_id: str, at_least: int) -> list[Payload]:
        """The department's own topic, once it holds so much about the case."""
        login = "dispute" if department == "mediation-centre" else department
        topic = f"departments.{department}.tasks"
        look = partial(self.facts, topic, case_id, login)
        return await eventually(look, lambda facts: len(facts) >= at_least)

    async def city_feed(self, case_id: str, at_least: int) -> list[Payload]:
        look = partial(self.facts, "routing.tasks", case_id, "intake")
        return await eventually(look, lambda facts: len(facts) >= at_least)

    async def handling(self, case_id: str, state: str = "in_progress") -> dict:
        path, headers = f"/v1/handlings/{case_id}", self.bearer("dispatcher")

        async def look():
            return (await self.http.get(path, headers=headers)).json()

        return await eventually(look, lambda found: found.get("state") == state)


@asynccontextmanager
async def living(stack: Stack, app):
    async with app.router.lifespan_context(app):
        live = LiveRouting(stack, app)
        async with live.http:
            yield live


def partitions(topic: str) -> int:
    return 3 if department_of(topic) else 12
