"""Proof from outside: a department's program in another language, with its clients."""

from contextlib import AsyncExitStack
from dataclasses import dataclass
from uuid import uuid4

import httpx
import pytest
from aiokafka import AIOKafkaProducer

from contracts.codes import derived_id
from contracts.envelope import event
from contracts.routing import TaskAcknowledged, TaskCompleted, TaskUrged
from contracts.topics import encode
from deploy.local.jars import example
from services.intake.app import create_app as create_intake
from services.intake.settings import IntakeSettings
from services.kit.running.clock import utc_now
from services.kit.writing.outbox.publisher import CONTENT_TYPE
from services.routing.app import create_app as create_routing
from services.routing.settings import RoutingSettings
from tests.dispute.live import Live, eventually
from tests.intake.world import form
from tests.integration.outsiders import JavaDepartment
from tests.routing.live import LiveRouting, living

pytestmark = pytest.mark.stack
CODE = "traffic-police"
ALONE, WITH_ANOTHER = "traffic-violations", "traffic-signals"
ANSWER = "已派人到现场处理,问题已经解决。"


@dataclass
class Town:
    """A window, routing, and whoever asks them."""

    routing: LiveRouting
    window: httpx.AsyncClient

    async def file(self, category: str) -> str:
        """The id of a new case."""
        body = form(category=category)
        key = {"Idempotency-Key": uuid4().hex}
        answer = await self.window.post("/v1/cases", json=body, headers=key)
        return answer.json()["case_id"]

    async def answered(self, case_id: str) -> str:
        """What the resident is told, once the case has an answer."""

        async def look() -> dict:
            return (await self.window.get(f"/v1/cases/{case_id}")).json()

        seen = await eventually(look, lambda case: case["state"] == "answered")
        return seen["answer"]

    async def heard(self, case_id: str, kind: type) -> int:
        """How often routing has told the city so."""
        facts = await self.routing.facts("routing.tasks", case_id, "intake")
        return sum(type(fact) is kind for fact in facts)


@pytest.fixture
async def town(stack, settings_for):
    intake = create_intake(settings_for("intake", kind=IntakeSettings))
    routing = create_routing(settings_for("routing", kind=RoutingSettings))
    async with AsyncExitStack() as house:
        await house.enter_async_context(intake.router.lifespan_context(intake))
        at_window = Live(stack, intake)
        window = await house.enter_async_context(at_window.http())
        window.headers.update(at_window.bearer("clerk"))
        yield Town(await house.enter_async_context(living(stack, routing)), window)


@pytest.fixture
async def department(stack, tmp_path):
    department = JavaDepartment(example(print), stack, CODE, tmp_path)
    await department.start()
    yield department
    await department.stop()


async def co_handler_reports(town: Town, case_id: str) -> None:
    [task, *_] = await town.routing.feed("transport", case_id, 1)
    about = ("transport", case_id, task.task_id)
    await town.routing.reply(*about, "acknowledge")
    await town.routing.reply(*about, "complete", outcome="explained")


def letters() -> tuple[bytes | None, ...]:
    """Four that nobody can read or knows, then one with a new field, twice."""
    about = {"case_id": derived_id("case"), "task_id": derived_id("task")}
    fact = TaskUrged(**about, department=CODE, times=1)
    known = encode(event(fact, "/routing/handlings/newer", 1, utc_now(), None))
    field = known.replace(b'"data":{', b'"newer":1,"data":{"newer":{"field":1},')
    kind = known.replace(b"task-urged", b"task-sung-of")
    return b"\x00\xff", b"", None, kind, field, field


async def test_it_opens_its_content_and_completes_its_task(town, department):
    case_id = await town.file(ALONE)

    assert await town.answered(case_id) == ANSWER
    characters = len(form()["text"])
    assert department.times(f"opened its content, a text of {characters}") == 1
    assert not department.times(form()["text"])


async def test_leading_it_completes_last(town, department):
    case_id = await town.file(WITH_ANOTHER)
    await department.says("changed nothing (co-handlers-open)")
    await co_handler_reports(town, case_id)

    assert await town.answered(case_id) == ANSWER
    assert department.times("0 still open") == 1


async def test_what_it_does_not_know_stops_nothing(stack, town, department):
    login, topic = stack.login("routing"), f"departments.{CODE}.tasks"
    async with AIOKafkaProducer(**login.for_aiokafka()) as producer:
        for value in letters():
            await producer.send_and_wait(topic, value, b"key", headers=[CONTENT_TYPE])

    await department.says("a repeat of")
    assert await town.answered(await town.file(ALONE)) == ANSWER
    assert (department.times("skipped"), department.times("task-urged")) == (4, 1)


async def test_killed_at_every_step_it_says_everything_once(town, department):
    case_id = await town.file(ALONE)
    for words in ("ours as lead", "we say acknowledge", "we say complete"):
        await department.says(words)
        await department.kill()
        await department.start()

    assert await town.answered(case_id) == ANSWER
    assert await town.heard(case_id, TaskAcknowledged) == 1
    assert await town.heard(case_id, TaskCompleted) == 1
    assert not department.times("changed nothing")


async def test_what_happened_while_it_was_away_is_read_when_it_is_back(
    town, department
):
    case_id = await town.file(WITH_ANOTHER)
    await department.says("changed nothing (co-handlers-open)")
    await department.kill()
    await co_handler_reports(town, case_id)
    later = await town.file(ALONE)
    await department.start()

    assert await town.answered(case_id) == ANSWER
    assert await town.answered(later) == ANSWER
