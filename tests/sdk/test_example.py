"""The program that the departments' guide prints, run as it stands."""

import re
import runpy

import pytest

from contracts.routing import CoHandlerReported
from tests.architecture.source import ROOT
from tongban_department.harness import Harness

EXAMPLE = ROOT / "examples/python-department/department.py"
GUIDE = ROOT / "docs/department-guide.md"


@pytest.fixture
async def harness():
    program = runpy.run_path(str(EXAMPLE))["program"]
    async with Harness(program.run, "housing") as harness:
        yield harness


def test_the_guide_prints_the_program_as_it_is():
    printed = re.findall(r"```python\n(.*?)```", GUIDE.read_text(), re.DOTALL)

    assert EXAMPLE.read_text() in printed


def test_it_has_about_25_lines():
    lines = [line for line in EXAMPLE.read_text().splitlines() if line.strip()]

    assert len(lines) <= 26


async def test_it_signs_for_a_task_and_answers_it(harness):
    await harness.given()

    assert [reply.action for reply in harness.city.replies] == [
        "acknowledge",
        "complete",
    ]
    assert harness.city.answers == ["“路灯”已经处理好了。"]


async def test_its_lead_answers_when_the_last_of_the_others_has_reported(harness):
    harness.city.refuse("complete", "co-handlers-open")
    task = await harness.given()
    of = task.model_dump(include={"case_id", "task_id", "department"})
    others = {"by": "transport", "by_task": task.task_id, "result": "completed"}
    harness.city.tell(CoHandlerReported(**of, **others, open=0))
    await harness.settled()

    assert [reply.action for reply in harness.city.replies][1:] == ["complete"] * 2
