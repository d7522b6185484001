"""Departments that join and leave a running platform, as operators live it.

Two services and one stack for the whole module; the city's files are a copy.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from confluent_kafka import Consumer

from contracts.routing import TaskAssigned
from deploy.local.places import CITY, free_base
from deploy.local.stack import Stack
from deploy.local.waiting import until
from tests.e2e.town import Case, Town
from tests.integration.belongings import entries, files_of, on_kafka, topics_of
from tests.integration.newcomer import PATIENCE, Newcomer, Operator
from tongban_department import Delivery, Program

pytestmark = pytest.mark.stack

PARTS = ("kafka", "mongo", "intake", "routing")
MUSEUM = ("add", "museum", "--name", "博物馆", "--kind", "body")
ARCHIVE = ("add", "archive", "--name", "档案馆", "--kind", "body", "--duty24")
ANSWER = "展厅的灯已经换好。"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    root = tmp_path_factory.mktemp("onboarding")
    city = root / "city"
    shutil.copytree(CITY, city)
    with Stack(root / "stack", free_base(), PARTS, city) as running:
        yield running


@pytest.fixture(scope="module")
def operator(own: Stack) -> Operator:
    return Operator(own)


@pytest.fixture(scope="module")
def town(own: Stack) -> Iterator[Town]:
    town = Town(own)
    yield town
    town.close()


def matter() -> dict[str, Any]:
    """No rule knows it: the dispatcher names who handles it."""
    return {
        "kind": "request",
        "request_type": "suggestion",
        "category": "other",
        "area": "990101001",
        "channel": "counter",
        "title": "展厅太暗",
        "text": "二楼的灯坏了三盏。",
        "applicant": {"name": "张三", "phone": "13900000001"},
    }


def given_to(town: Town, code: str) -> Case:
    case = town.hand_over(matter())
    path, who = f"/v1/handlings/{case.id}", {"roles": ["dispatcher"]}
    assert until(lambda: town.get("routing", path, **who).is_success, PATIENCE)
    named = town.post("routing", f"{path}/assign", {"lead": code}, **who)
    assert named.is_success, named.text
    return case


def test_1_a_department_joins_and_completes_a_case_with_its_parcel_alone(
    own: Stack, operator: Operator, town: Town, tmp_path: Path
):
    said = operator.does(*MUSEUM)
    parcel = own.places.clients / "handover-museum.zip"
    assert str(parcel) in said
    for service in ("intake", "routing"):
        own.restart(service)
    museum = Newcomer(parcel, tmp_path)
    case = given_to(town, "museum")
    task = museum.first("tasks", "tongban.routing.task-assigned.v1", case.id)
    granted = museum.first("contents", "tongban.intake.content-granted.v1", case.id)
    assert museum.opens(granted.data.content).title == "展厅太暗"
    refused = operator.tries("remove", "museum", "--reason", "merged")
    assert "has 1 open or undecided tasks" in refused.stderr
    museum.completes(task.data, ANSWER)
    assert case.says("各单位已经答复:已经解决")
    assert case.progress["answer"] == ANSWER


def test_2_what_is_handed_over_is_for_one_pair_of_eyes(own: Stack):
    modes = {name: mode for name, (_, mode) in files_of(own, "museum").items()}

    assert modes == {
        "clients/handover-museum.zip": 0o600,
        "clients/museum.jwk": 0o600,
        "clients/museum.properties": 0o600,
        "secrets/kafka/museum.password": 0o600,
        "keys/museum.jwk": 0o644,
    }


def test_3_adding_again_changes_nothing(own: Stack, operator: Operator):
    before = files_of(own, "museum"), on_kafka(own, "museum")

    said = operator.does(*MUSEUM)

    assert "everything of museum was there already" in said
    assert "restart" not in said
    assert (files_of(own, "museum"), on_kafka(own, "museum")) == before


def test_4_a_run_that_was_killed_at_any_step_is_completed_by_the_next(
    own: Stack, operator: Operator
):
    steps = []
    while name := operator.killed_at(len(steps), *ARCHIVE):
        steps.append(name)
    operator.does(*ARCHIVE)

    assert len(steps) == 6
    there = on_kafka(own, "archive")
    assert there["users"] == ["archive"]
    assert there["topics"] == topics_of("archive")
    assert len(there["rights"]) == len(on_kafka(own, "museum")["rights"])
    assert entries(own, "archive") == 1
    assert "everything of archive was there" in operator.does(*ARCHIVE)


@pytest.mark.parametrize(
    ("words", "cure"),
    [
        (("add", "mu", "--name", "x", "--kind", "body"), "take a code that does not"),
        (("add", "zoo", "--name", "x", "--kind", "body", "--area", "1"), "add it to"),
        (
            ("add", "zoo", "--name", "x", "--kind", "body", "--parent", "y"),
            "add it first",
        ),
        (("add", "zoo", "--name", "x", "--kind", "street"), "say with --area"),
        (("remove", "petition", "--reason", "x"), "Name another there first"),
        (("remove", "zoo", "--reason", "x"), "department list"),
        (("rotate", "zoo", "--key"), "department list"),
        (("rotate", "museum", "--key", "--finish"), "begin with"),
        (("rotate", "mediation-centre", "--key"), "Secrets and backups"),
    ],
)
def test_5_what_cannot_be_is_refused_with_its_cure(operator, own, words, cure):
    before = (own.city / "city.yaml").read_text()

    refused = operator.tries(*words)

    assert refused.returncode == 1
    assert cure in refused.stderr.replace("\n", " ")
    assert (own.city / "city.yaml").read_text() == before


def test_6_the_list_tells_what_is_there_and_who_has_spoken(operator: Operator):
    lines = operator.does("list").splitlines()
    museum = next(line for line in lines if line.startswith("museum"))
    archive = next(line for line in lines if line.startswith("archive"))

    assert "3/3" in museum
    assert "none" not in museum
    assert "none" in archive
    assert "added by" in operator.does("show", "museum")


@contextmanager
def reading(stack: Stack) -> Iterator[None]:
    """A program of the museum's at work, with the newest login."""
    login = stack.login("museum").for_librdkafka()
    reader = Consumer(login | {"group.id": "museum-desk"})
    reader.subscribe(["departments.museum.tasks"])
    try:
        assert until(lambda: reader.poll(1) is None and reader.assignment(), PATIENCE)
        yield
    finally:
        reader.close()


def test_6_a_login_that_is_still_read_with_does_not_end(own: Stack, operator: Operator):
    change = ("rotate", "museum", "--credentials")
    with reading(own):
        operator.does(*change)
        early = operator.tries(*change, "--finish").stderr.replace("\n", " ")
        assert "still reads with museum (museum-desk" in early
    unseen = operator.tries(*change, "--finish").stderr.replace("\n", " ")
    assert "nobody reads as museum.2 now" in unseen
    assert on_kafka(own, "museum")["users"] == ["museum", "museum.2"]
    with reading(own):
        operator.does(*change, "--finish")
    assert on_kafka(own, "museum")["users"] == ["museum.2"]


def test_6_an_operator_may_end_it_unseen(own: Stack, operator: Operator):
    operator.does("rotate", "museum", "--credentials")
    operator.does("rotate", "museum", "--credentials", "--finish", "--force")

    assert on_kafka(own, "museum")["users"] == ["museum.3"]


def test_6_a_program_with_the_sdk_goes_on_with_what_was_handed_over_last(
    own: Stack, operator: Operator, town: Town, tmp_path: Path
):
    operator.does("rotate", "museum", "--key")
    operator.does("rotate", "museum", "--key", "--finish")
    museum = Newcomer(own.places.clients / "handover-museum.zip", tmp_path)
    case, program = given_to(town, "museum"), Program()
    department = museum.with_the_sdk()

    @program.on(TaskAssigned)
    async def complete(delivery: Delivery[TaskAssigned]) -> None:
        if delivery.fact.case_id == case.id:
            assert (await delivery.task.content()).title == "展厅太暗"
            await delivery.task.acknowledge()
            await delivery.task.complete("resolved", ANSWER)
            department.stop()

    program.start(department)
    assert case.says("各单位已经答复:已经解决")


def test_7_a_department_leaves_step_by_step_and_kill_9_does_no_harm(
    own: Stack, operator: Operator
):
    leaving = ("remove", "museum", "--reason", "合并")
    steps = []
    while name := operator.killed_at(len(steps), *leaving):
        steps.append(name)
    operator.tries(*leaving)

    assert len(steps) >= 4
    there = on_kafka(own, "museum")
    assert there["users"] == []
    assert {right.principal for right in there["rights"]} == {
        "User:intake",
        "User:notification",
        "User:routing",
    }
    assert set(files_of(own, "museum")) == {"keys/museum.jwk"}
    assert entries(own, "museum") == 0


def test_8_its_topics_go_only_when_nobody_reads_them_any_more(
    own: Stack, operator: Operator
):
    leaving = ("remove", "museum", "--reason", "合并", "--delete-topics")
    assert "type their code again" in operator.tries(*leaving, "musem").stderr
    too_early = operator.tries(*leaving, "museum")
    assert "routing still reads" in too_early.stderr
    assert len(on_kafka(own, "museum")["topics"]) == 3
    for service in ("routing", "intake"):
        own.restart(service)
    operator.does(*leaving, "museum")
    assert on_kafka(own, "museum") == {"users": [], "topics": [], "rights": set()}
    assert operator.tries(*leaving, "museum").returncode == 1


def test_9_without_a_platform_nothing_is_changed_and_the_cure_is_said(
    own: Stack, tmp_path: Path
):
    nowhere = Stack(tmp_path, free_base(), PARTS, own.city)
    nowhere.identities.make(["archive"])
    before = (own.city / "city.yaml").read_text()

    refused = Operator(nowhere).tries("add", "zoo", "--name", "x", "--kind", "body")

    said = refused.stderr.replace("\n", " ")
    assert "Kafka at" in said
    assert "`make up` starts it" in said
    assert (own.city / "city.yaml").read_text() == before
