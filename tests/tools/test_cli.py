"""The parts of the CLI that need no running platform."""

from dataclasses import replace

import pytest
from aiokafka import TopicPartition
from typer.testing import CliRunner

from contracts.routing import TaskSupervised
from contracts.topics import TOPICS, all_topics
from deploy.local.kafka.rights import rights
from services.kit.errors import Rejected
from services.kit.reading.parking.parked import Parked, State
from services.kit.reading.received import Received
from services.kit.running.clock import utc_now
from services.kit.sealing.keys import new_private_jwk, public_jwk
from services.kit.serving.tokens import Tokens
from tests.tools.journey import CASE
from tools.access.installation import Installation
from tools.checker.topics import readers
from tools.cli.__main__ import app
from tools.cli.cases import told
from tools.cli.journey import Step, partition_of, trace_of
from tools.cli.lag import behind, of_another_log
from tools.cli.parked import keeper
from tools.cli.words import words_of


def test_a_token_is_one_that_services_accept(tmp_path, monkeypatch):
    private = new_private_jwk()
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets/tokens.jwk").write_text(private)
    (tmp_path / "tokens.jwk").write_text(public_jwk(private))
    monkeypatch.setenv("TONGBAN_ROOT", str(tmp_path))
    asked = ["token", "--role", "clerk", "--department", "housing", "--area", "990101"]

    printed = CliRunner().invoke(app, asked)
    principal = Tokens(tmp_path)(printed.stdout.strip())

    assert principal.roles == {"clerk"}
    assert (principal.department, principal.area) == ("housing", "990101")


def test_a_partners_token_names_the_partner_and_no_area(tmp_path, monkeypatch):
    private = new_private_jwk()
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets/tokens.jwk").write_text(private)
    (tmp_path / "tokens.jwk").write_text(public_jwk(private))
    monkeypatch.setenv("TONGBAN_ROOT", str(tmp_path))
    asked = ["token", "--role", "partner", "--partner", "photo-app"]
    principal = Tokens(tmp_path)(CliRunner().invoke(app, asked).stdout.strip())

    assert (principal.partner, principal.area) == ("photo-app", "")
    assert principal.department is None


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        (["--role", "emperor"], "roles are"),
        (["--role", "department"], "--department"),
        (["--role", "partner"], "--partner"),
        (["--role", "clerk", "--area", "abc"], "--area"),
        (["--role", "clerk", "--department", "No Code"], "--department"),
    ],
)
def test_what_makes_no_token_is_refused_in_words(asked, named):
    printed = CliRunner().invoke(app, ["token", *asked])

    assert printed.exit_code == 2
    assert named in printed.output


def test_a_journey_is_told_whole_and_names_a_trace_once():
    fact = TaskSupervised(case_id=CASE, task_id=CASE, department="housing", level=1)
    step = Step(
        utc_now(), "housing", fact.TYPE, fact, "0af7651916cd43dd8448eb211c80319c"
    )

    lines = [str(line) for line in told([step, step], words_of(Installation(), "en"))]
    assert len(lines) == 5
    assert lines[2].strip() == f"trace {step.trace}"


def test_lag_counts_what_is_not_committed_yet():
    a, b, c = (TopicPartition("intake.cases", number) for number in range(3))

    counted = behind({a: 10, b: 4, c: 7}, {a: 7, b: 4, c: -1})

    assert counted == {"intake.cases": 10}


def test_a_parked_place_beyond_the_end_is_of_a_log_that_is_no_more():
    a, b, gone = (TopicPartition(name, 0) for name in ("a", "b", "gone"))

    found = of_another_log([(a, 9), (b, 10), (gone, 3)], {a: 10, b: 10})

    assert found == ["b/0/10"]


def test_a_case_lies_in_one_partition_of_each_topic():
    (place,) = partition_of(CASE)(TOPICS[0])

    assert 0 <= place < TOPICS[0].partitions


def test_the_trace_of_a_step_is_read_from_its_header():
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    header = f"00-{trace}-00f067aa0ba902b7-01".encode()

    assert trace_of([("traceparent", header)]) == trace
    assert trace_of([]) == ""


@pytest.fixture
def parked():
    received = Received("intake.cases", 3, 7, b"case", b"{", "")
    row = Parked(received, State.PARKED, "bug", "", utc_now())
    return row, replace(row, state=State.RELEASED)


def test_a_parked_event_needs_no_service_where_one_keeps_it(parked):
    waits, over = parked

    assert keeper("intake.cases/3/7", {"routing": waits}) == "routing"
    assert keeper("intake.cases/3/7", {"routing": over}) == "routing"
    assert keeper("intake.cases/3/7", {"routing": over, "intake": waits}) == "intake"


def test_a_parked_event_of_two_services_or_of_none_is_refused(parked):
    with pytest.raises(Rejected, match="several-keep-it"):
        keeper("x/0/0", {"routing": parked[0], "notification": parked[0]})
    with pytest.raises(Rejected, match="not-parked"):
        keeper("x/0/0", {})


@pytest.mark.parametrize("reason", ["wanted", " "])
def test_erasing_asks_for_a_reason_and_for_the_number_twice(reason):
    again = "2" if reason == "wanted" else "1"

    asked = ["erase", "1", "--reason", reason, "--again", again]
    printed = CliRunner().invoke(app, asked)

    assert printed.exit_code == 2


def test_contacts_are_no_topic_of_the_auditor():
    granted = {
        right.name
        for right in rights(["housing"])
        if right.principal == "auditor" and right.resource == "TOPIC"
    }

    assert granted == {topic.name for topic in all_topics([])} - {"intake.contacts"}


def test_the_checker_reads_each_topic_through_those_who_may():
    may = readers(["housing", "mediation-centre"])

    assert set(may) == {
        "auditor",
        "housing",
        "routing",
        "dispute",
        "notification",
    }
    assert [t.name for t in may["notification"]] == ["intake.contacts"]
