"""Programs under test beside a city of paper."""

from contextlib import AsyncExitStack
from dataclasses import replace
from functools import partial

import pytest

from contracts.routing import TaskAssigned
from tongban_department import Program
from tongban_department.harness import Harness, Quick


@pytest.fixture
async def beside_the_city():
    """`beside_the_city(run)`: a harness that is stopped at the end of the test."""
    async with AsyncExitStack() as stack:

        async def start(run, **others) -> Harness:
            return await stack.enter_async_context(Harness(run, "housing", **others))

        yield start


@pytest.fixture
def on_task():
    """A program that does one thing about each task."""

    def program(handle):
        made = Program()
        made.on(TaskAssigned)(handle)
        return made

    return program


@pytest.fixture
def quick():
    """The harness's manners, with some of them changed."""
    return partial(replace, Quick)
