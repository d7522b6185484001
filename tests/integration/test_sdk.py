"""The departments' SDK on real Kafka, over departments' own logins, beside routing."""

import asyncio
import runpy
from uuid import uuid4

import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from contracts.envelope import event
from contracts.intake import ContentGranted
from contracts.routing import CaseConcluded, TaskAssigned
from contracts.sealed import AnswerText, CaseContent
from deploy.local.places import REPOSITORY
from services.kit.running.clock import utc_now
from services.kit.sealing.readers import Opener, Sealer
from services.routing.app import create_app
from services.routing.settings import RoutingSettings
from tests.dispute.live import eventually
from tests.routing.live import living
from tests.sdk.city_suite import CitySuite
from tests.sdk.watching import Watching
from tests.sdk.wire_suite import Reading, WireSuite
from tongban_department import Department, LoginRefused, Manners, Program
from tongban_department.reading.kafka import KafkaWire
from tongban_department.reading.wire import Start

pytestmark = pytest.mark.stack

PARTITIONS = 3
TITLE = CaseContent(case_no="202603020000179", title="路灯", text="路灯不亮")


def department_of(stack, code, folder, **manners) -> Department:
    """From what the city hands over, and nothing else."""
    return Department.from_properties(
        stack.places.clients / f"{code}.properties",
        private_key=stack.places.clients / f"{code}.jwk",
        intake_key=stack.places.keys / "intake.jwk",
        store=folder / f"{code}.sqlite",
        manners=Manners(program=uuid4().hex[:8], **manners),
    )


async def granted(live, department, case_id, task_id) -> None:
    """As intake says it."""
    sealed = Sealer(live.stack.places.keys).seal(department, TITLE)
    own = {"case_id": case_id, "task_id": task_id, "department": department}
    fact = ContentGranted(**own, content=sealed)
    said = event(fact, f"/intake/cases/{case_id}", 2, utc_now(), None)
    await live._send("intake", f"departments.{department}.contents", said)


class KafkaPost:
    """Topics that nobody has read before."""

    def __init__(self, login) -> None:
        name = f"departments.t{uuid4().hex[:8]}"
        self.tasks, self.contents = f"{name}.tasks", f"{name}.contents"
        self._replies, self._login = f"{name}.replies", login

    async def create(self) -> None:
        admin = AIOKafkaAdminClient(**self._login)
        await admin.start()
        names = (self.tasks, self.contents, self._replies)
        await admin.create_topics([NewTopic(name, PARTITIONS, 1) for name in names])
        await admin.close()

    def wire(self, group: str = "main") -> KafkaWire:
        topics = (self.tasks, self.contents)
        name = f"{self.tasks}-{group}"
        return KafkaWire(lambda: self._login, topics, self._replies, name)

    async def write(self, key: str, value: bytes, topic: str | None = None) -> None:
        async with AIOKafkaProducer(**self._login, acks="all") as producer:
            await producer.send_and_wait(topic or self.tasks, value, key.encode())

    async def replies(self, count: int):
        wire = KafkaWire(lambda: self._login, (self._replies,), "", self._replies)
        await wire.open(Start.BEGINNING, lambda _: None)
        found = await Reading(wire).upto(count)
        await wire.close()
        return found


class TestKafkaWire(WireSuite):
    @pytest.fixture
    async def post(self, stack):
        post = KafkaPost(stack.login("admin").for_aiokafka())
        await post.create()
        return post


@pytest.fixture
async def live(stack, settings_for):
    settings = settings_for("routing", kind=RoutingSettings)
    async with living(stack, create_app(settings)) as live:
        yield live


class InTheCity(Watching):
    """A co-handler of real cases: it may complete without waiting for anybody."""

    def __init__(self, live, folder, **manners) -> None:
        self.live, self.code = live, "urban-mgmt"
        super().__init__(department_of(live.stack, self.code, folder, **manners))

    async def new_task(self):
        return await self.task_of(await self.live.accept(category="transit"))

    async def grant(self, task) -> None:
        await granted(self.live, self.code, task.case_id, task.task_id)

    async def facts_of(self, task) -> list[str]:
        return await self.names_of(task.case_id, 3)


class TestRealCity(CitySuite):
    @pytest.fixture
    async def here(self, live, tmp_path):
        async with InTheCity(live, tmp_path) as here:
            yield here


def example(granting):
    """The guide's program; the content comes as soon as it is told of a task."""
    path = REPOSITORY / "examples/python-department/department.py"
    program = runpy.run_path(str(path))["program"]
    take = program._handlers[TaskAssigned]

    async def taken(delivery):
        await granting(delivery)
        await take(delivery)

    program._handlers[TaskAssigned] = taken
    return program


async def test_the_guides_program_brings_a_joint_case_to_its_end(live, stack, tmp_path):
    case_id = await live.accept(category="transit")

    async def granting(delivery):
        own = (delivery.fact.department, delivery.event.subject, delivery.fact.task_id)
        await granted(live, *own)

    codes = ("transport", "urban-mgmt")
    departments = [department_of(stack, code, tmp_path) for code in codes]
    running = [asyncio.create_task(example(granting).run(d)) for d in departments]
    (last,) = await eventually(
        lambda: concluded(live, case_id), lambda found: len(found) == 1
    )
    for department in departments:
        department.stop()
    await asyncio.gather(*running)

    key = (stack.places.secrets / "intake/private.jwk").read_text()
    assert Opener(key).open(last.answer, AnswerText).text == "“路灯”已经处理好了。"


async def concluded(live, case_id):
    facts = await live.facts("routing.tasks", case_id, "intake")
    return [fact for fact in facts if isinstance(fact, CaseConcluded)]


async def test_a_reply_outlives_a_broker_that_is_killed(live, stack, tmp_path):
    async with InTheCity(live, tmp_path, patience=120) as here:
        task = await here.new_task()
        former = stack.kill("kafka")
        saying = asyncio.create_task(task.acknowledge())
        await asyncio.to_thread(stack.wait_restarted, "kafka", former)
        await saying

        names = await here.names_of(task.case_id, 2)
    assert names == ["TaskAssigned", "TaskAcknowledged"]


async def test_anothers_topics_are_refused_in_words(stack, tmp_path):
    login = stack.login("housing").for_aiokafka()
    topics, replies = ("departments.transport.tasks",), "departments.housing.replies"
    wire = KafkaWire(lambda: login, topics, replies, "housing-x")
    mine = department_of(stack, "housing", tmp_path)
    theirs = Department("housing", wire, mine.desk.keys, mine.store)

    with pytest.raises(LoginRefused, match="its own topics"):
        await Program().run(theirs)


async def test_a_program_can_be_stopped_while_kafka_is_away(stack, tmp_path):
    mine = department_of(stack, "housing", tmp_path)
    login = stack.login("housing").for_aiokafka() | {"bootstrap_servers": "127.0.0.1:9"}
    wire = KafkaWire(lambda: login, ("departments.housing.tasks",), "", "housing-y")
    away = Department("housing", wire, mine.desk.keys, mine.store)
    running = asyncio.create_task(Program().run(away))
    await asyncio.sleep(0.5)
    away.stop()

    await asyncio.wait_for(running, 15)
