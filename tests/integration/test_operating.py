"""What an operator sees and does on the command line, beside real databases."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from typer.testing import CliRunner

from services.kit.reading.parking.operating import parked_in
from services.kit.reading.parking.parked import Parked, State
from services.kit.reading.received import Received
from services.kit.running.clock import utc_now
from services.kit.writing.stored import new_document
from services.notification.domain.message import Message
from tools.access.installation import Installation
from tools.cli.__main__ import app
from tools.cli.databases import database, databases

pytestmark = pytest.mark.stack
STUCK = Message(
    message_id="5f0c",
    case_id="a-case",
    about="an-event",
    event_type="tongban.intake.case-answered.v1",
    audience="applicant",
    recipient="applicant",
    template="case-answered",
    created_at=utc_now(),
    expires_at=utc_now() + timedelta(days=1),
    state="technical_failure",
    due_at=utc_now(),
    reason="undefinederror",
)


@pytest.fixture
def cli(stack, monkeypatch):
    """`cli("message", "list")`: its words, at 80 columns."""
    monkeypatch.setenv("TONGBAN_PORT_BASE", str(stack.ports.base))
    monkeypatch.setenv("TONGBAN_DATABASE_PREFIX", f"test_{uuid4().hex[:8]}_")
    monkeypatch.setenv("COLUMNS", "80")

    def run(*words: str) -> str:
        ran = CliRunner().invoke(app, words)
        assert ran.exit_code == 0, ran.output
        return ran.output

    return run


@pytest.fixture
def services(cli):
    """The services' own databases, as the command line opens them."""
    with databases(Installation()) as services:
        yield services


@pytest.fixture
def messages(services):
    messages = services["notification"]["messages"]
    sent = STUCK.but(message_id="5f0d", state="sent", due_at=None)
    for each in (STUCK, sent):
        messages.insert_one(new_document(each.message_id, each))
    return messages


def test_messages_that_could_not_be_written_are_listed(cli, messages):
    listed = cli("message", "list")

    assert "case-answered" in listed
    assert "undefinederror" in listed


def test_an_operator_has_them_tried_again(cli, messages):
    assert "1 of 1" in cli("message", "retry")

    assert messages.find_one({"_id": STUCK.message_id})["message_state"] == "created"
    assert "could be written" in cli("message", "list")


def test_what_is_over_is_not_tried_again(cli, messages):
    assert "0 of 1" in cli("message", "retry", "5f0d")


@pytest.fixture
def refused(cli):
    """A fact of the city that routing refused, under the longest of names."""
    said = Received("departments.community-qingshibeilu.tasks", 11, 1234567, b"k", b"")
    detail = "a-reason-that-is-a-good-deal-longer-than-eighty-columns " * 2
    row = Parked(said, State.RECORDED, "rejected", detail.strip(), utc_now())
    asyncio.run(put(row))
    return row


async def put(row):
    async with database(Installation(), "routing") as routing:
        await parked_in(routing).put(row)


def test_what_was_refused_is_listed_whole_with_its_reason(cli, refused):
    for listed in (cli("parked", "list"), cli("parked", "list", "--all")):
        assert refused.id in listed
        assert f"rejected: {refused.detail}" in listed
        assert "recorded at routing since" in listed


def test_once_it_was_seen_to_it_is_a_record_only(cli, refused):
    cli("parked", "drop", refused.id, "--reason", "mended in the city's data")

    assert "nothing is parked" in cli("parked", "list")
    everything = cli("parked", "list", "--all")
    assert "recorded at routing" in everything
    assert "mended in the city's data" in everything
