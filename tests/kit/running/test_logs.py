"""One JSON object a line; errors are told by type and place, not in their words."""

import asyncio
import gc
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog
from aiosmtplib import SMTPServerDisconnected
from pydantic import BaseModel

from services.kit.errors import Unavailable
from services.kit.running.logs import Lines, start_logs
from services.kit.running.settings import ServiceSettings
from tests.kit.running.lines import without_handlers

NAME = "王小明测试"
Read = Callable[[], dict[str, Any]]


@pytest.fixture
def line(capsys: pytest.CaptureFixture[str]) -> Iterator[Read]:
    """What the one line so far says."""

    def read() -> dict[str, Any]:
        text = capsys.readouterr().out
        assert NAME not in text
        said: dict[str, Any] = json.loads(text)
        return said

    with without_handlers(Lines):
        start_logs(ServiceSettings(service="trial"))
        yield read


class Person(BaseModel):
    age: int


def test_stdlib_and_structlog_say_it_alike(line: Read) -> None:
    logging.getLogger("a.library").warning("lag of %s", "intake.cases")
    one = line()
    structlog.get_logger("a.library").warning("lag of intake.cases")
    other = line()

    assert {**one, "time": ""} == {**other, "time": ""}
    assert (one["level"], one["service"]) == ("warning", "trial")


def failed(error: Exception) -> None:
    try:
        raise error
    except Exception:
        structlog.get_logger().exception("failed")


def test_input_in_a_validation_error_is_not_told(line: Read) -> None:
    try:
        Person.model_validate({"age": NAME})
    except ValueError:
        logging.getLogger("x").exception("failed")

    assert line()["error"][0]["type"].endswith("ValidationError")


@pytest.mark.parametrize("error", [ValueError(NAME), KeyError(NAME), Exception(NAME)])
def test_words_of_an_error_are_not_told(line: Read, error: Exception) -> None:
    failed(error)

    assert "test_logs.py" in line()["error"][0]["stack"][-1]


@pytest.mark.parametrize(
    "error", [ConnectionRefusedError("127.0.0.1:9092"), Unavailable("127.0.0.1:9092")]
)
def test_words_about_machines_are(line: Read, error: Exception) -> None:
    failed(error)

    assert line()["error"][0]["words"] == "127.0.0.1:9092"


def test_words_of_a_mail_server_are_not(line: Read) -> None:
    failed(SMTPServerDisconnected(NAME))

    assert "words" not in line()["error"][0]


def test_causes_and_groups_are_told_by_type(line: Read) -> None:
    cause = ExceptionGroup(NAME, [ValueError(NAME), KeyError(NAME)])
    error = RuntimeError(NAME)
    error.__cause__ = cause
    failed(error)

    told = [each["type"].rpartition(".")[2] for each in line()["error"]]
    assert told == ["RuntimeError", "ExceptionGroup", "ValueError", "KeyError"]


def test_an_error_in_a_sentence_is_told_by_type(line: Read) -> None:
    logging.getLogger("mode").error("Crashed reason=%r", ValueError(NAME))

    assert line()["event"] == "Crashed reason='ValueError'"


async def test_asyncios_own_reports_hold_no_words(line: Read) -> None:
    async def fails() -> None:
        raise ValueError(NAME)

    future = asyncio.ensure_future(fails())
    await asyncio.wait([future])
    del future
    gc.collect()

    assert line()["event"] == "Task exception was never retrieved"


@pytest.mark.parametrize("library", ["uvicorn.access", "httpx"])
def test_raw_urls_are_not_logged(
    line: Read, library: str, capsys: pytest.CaptureFixture[str]
) -> None:
    logging.getLogger(library).info("GET /v1/progress/1?code=K7M2QX")

    assert capsys.readouterr().out == ""


def test_libraries_do_not_debug(capsys: pytest.CaptureFixture[str]) -> None:
    with without_handlers(Lines):
        start_logs(ServiceSettings(service="trial", log_level="DEBUG"))
        logging.getLogger("pymongo.command").debug(NAME)
        logging.getLogger("services.intake.api").debug("ours")

    assert json.loads(capsys.readouterr().out)["event"] == "ours"
