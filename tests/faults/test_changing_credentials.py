"""A department's login and key are changed while cases come and it answers them."""

import asyncio
import sys
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from tests.faults.looking.evidence import events_on
from tests.faults.working.changing import Changing, coming
from tests.faults.working.city import City
from tests.faults.working.window import Flow
from tests.integration.newcomer import Operator

pytestmark = pytest.mark.asyncio(loop_scope="session")

CODE, CATEGORY = "housing", "real-estate-quality"
REPLIES = f"departments.{CODE}.replies"
MORE = 15
"""Cases between one act of the operator and the next."""


@pytest_asyncio.fixture(loop_scope="session")
async def operator(city: City) -> Operator:
    operator = Operator(city.stack)
    add = ("add", CODE, "--name", "住房和城乡建设局", "--kind", "bureau")
    about = ("--name-en", "Housing Bureau", "--email", f"{CODE}@qinghe.example")
    await asyncio.to_thread(operator.does, *add, *about)
    return operator


@pytest_asyncio.fixture(loop_scope="session")
async def department(
    city: City, operator: Operator, tmp_path: Path
) -> AsyncIterator[Changing]:
    department = Changing(city, CODE, tmp_path)
    await department.start()
    yield department
    await department.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def intruder(city: City, operator: Operator) -> AsyncIterator[AIOKafkaProducer]:
    """Connected with the login that is about to end."""
    login = city.installation.login(CODE)
    producer = AIOKafkaProducer(**login, request_timeout_ms=5_000)
    await producer.start()
    yield producer
    await producer.stop()


async def more(city: City, department: Changing, flow: Flow) -> None:
    """Returns when it has answered so many more cases."""
    wanted = len(department.department.answered) + MORE
    await city.until(
        lambda: len(department.department.answered) >= wanted, lambda: str(flow.told)
    )


async def test_login_and_key_change_and_nothing_is_lost_doubled_or_refused(
    city: City, operator: Operator, department: Changing, intruder: AIOKafkaProducer
):
    async with coming(city, CATEGORY) as flow:
        for what in ("--credentials", "--key"):
            await more(city, department, flow)
            await asyncio.to_thread(operator.does, "rotate", CODE, what)
            await more(city, department, flow)
            await department.swap()
            await more(city, department, flow)
            await asyncio.to_thread(operator.does, "rotate", CODE, what, "--finish")
        await more(city, department, flow)
    await city.proven(flow)
    assert department.logins == [CODE, f"{CODE}.2", f"{CODE}.2"]
    with pytest.raises(KafkaError):
        await intruder.send_and_wait(REPLIES, b"{}")
    await _proven(city, department, flow)


async def _proven(city: City, department: Changing, flow: Flow) -> None:
    """Each task was answered once, and each content opened with one of two keys."""
    replies = await events_on(city.stack, REPLIES)
    mine = {one.case_id for one in flow.told}
    said = [r.data for r in replies if r.data.case_id in mine]
    completed = Counter(r.task_id for r in said if r.action == "complete")
    keys = sorted(department.opened.values())
    sys.stdout.write(f"{len(mine)} cases, {len(said)} replies, contents by key {keys}")
    assert department.department.rejected == []
    assert set(completed.values()) == {1}
    assert len(completed) == len(mine)
    assert len(department.opened) == 2
    assert sum(department.opened.values()) == len(mine)
