"""What departments install works with nothing of this repository around it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local.places import REPOSITORY
from deploy.wheels import build

OUTSIDE = """
import asyncio, runpy, sys
import contracts, sealing, tongban_department
from importlib.resources import files
from tongban_department.harness import Harness

for package in (contracts, sealing, tongban_department):
    assert package.__file__.startswith(sys.prefix), package.__file__
kind = "tongban.routing.task-assigned.v1"
assert files(contracts).joinpath(f"schemas/{kind}.json").is_file()
assert any(files(contracts).joinpath(f"examples/{kind}").iterdir())

async def main():
    program = runpy.run_path("department.py")["program"]
    async with Harness(program.run, "housing") as harness:
        await harness.given()
    print(harness.city.answers[0])

asyncio.run(main())
"""


@pytest.fixture(scope="module")
def python(tmp_path_factory) -> Path:
    """Of a bare environment in which only the wheels were installed."""
    folder = tmp_path_factory.mktemp("outside")
    wheels = build(folder / "dist")
    venv, python = folder / "venv", folder / "venv/bin/python"
    run(sys.executable, "-m", "venv", str(venv))
    quiet = ("--quiet", "--disable-pip-version-check")
    run(str(python), "-m", "pip", "install", *quiet, *map(str, wheels))
    return python


def run(*command: str, cwd: Path | None = None) -> str:
    clean = {n: v for n, v in os.environ.items() if not n.startswith("PYTHON")}
    ran = subprocess.run(
        command, cwd=cwd, env=clean, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_the_guides_program_runs_outside(python, tmp_path):
    example = REPOSITORY / "examples/python-department/department.py"
    (tmp_path / "department.py").write_text(example.read_text())

    assert run(str(python), "-c", OUTSIDE, cwd=tmp_path) == "“路灯”已经处理好了。\n"


def test_nothing_of_the_citys_own_came_along(python):
    listed = run(str(python), "-m", "pip", "list", "--format=freeze")
    names = {line.partition("==")[0].lower() for line in listed.splitlines()}

    assert {"aiokafka", "joserfc", "pydantic", "tongban-contracts"} <= names
    assert not names & {"fastapi", "faust-streaming", "motor", "tongban"}


def test_operators_have_their_command(python):
    command = python.parent / "tongban-department"

    assert "release" in run(str(command), "--help")
