"""The one table is whole: nothing without a writer, a reader, a schema, an example."""

from datetime import timedelta
from inspect import getmembers, isclass
from itertools import combinations

import pytest

from contracts import department, dispute, intake, notification, routing
from contracts.envelope import Payload
from contracts.evolution.promises import SCHEMAS
from contracts.topics import (
    DEPARTMENT,
    PAYLOADS,
    TOPICS,
    Unreadable,
    all_topics,
    department_of,
    may_claim,
    read_by,
    topics_of,
    writer_of,
    written_by,
)

SERVICES = {"intake", "routing", "dispute", "notification"}
MODULES = (department, dispute, intake, notification, routing)
CITY = ("housing", "mediation-centre", "transport")


def declared() -> set[type[Payload]]:
    classes = [c for module in MODULES for _, c in getmembers(module, isclass)]
    return {c for c in classes if issubclass(c, Payload) and "TYPE" in vars(c)}


def test_every_event_travels_and_every_traveller_is_an_event():
    assert declared() == set(PAYLOADS.values())


def test_a_type_names_its_writer_and_its_fact():
    for type, fact in PAYLOADS.items():
        service = fact.__module__.split(".")[1]
        words = "".join(word.title() for word in type.split(".")[2].split("-"))
        assert type == fact.TYPE
        assert type.split(".")[:2] == ["tongban", service]
        assert words == fact.__name__


def test_no_schema_is_left_over():
    assert {path.stem for path in SCHEMAS.iterdir()} == set(PAYLOADS)


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_a_topic_has_a_writer_readers_and_something_to_carry(topic):
    assert topic.writer in SERVICES | {DEPARTMENT}
    assert topic.readers
    assert set(topic.readers) <= SERVICES | {DEPARTMENT}
    assert topic.carries
    assert len(set(topic.carries)) == len(topic.carries)


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_partitions_and_retention_are_what_was_promised_for_life(topic):
    days = 90 if topic.per_department else 7 if topic.name.endswith("contacts") else 30

    assert topic.partitions == (3 if topic.per_department else 12)
    assert topic.retention == timedelta(days=days)


def test_names_are_unique_and_none_hides_another():
    names = [topic.name for topic in all_topics(CITY)]

    assert len(set(names)) == len(names)
    for one, other in combinations(names, 2):
        assert not one.startswith(f"{other}.")


def test_contacts_go_to_notification_alone():
    (contacts,) = [t for t in TOPICS if t.name == "intake.contacts"]

    assert contacts.readers == ("notification",)


def test_the_dispute_service_plays_the_mediation_centre():
    """And reads what the city repeats, and how far its promises are."""
    assert {t.name for t in read_by("dispute", CITY)} == {
        "departments.mediation-centre.tasks",
        "departments.mediation-centre.contents",
        "intake.cases",
        "routing.tasks",
    }
    assert "departments.mediation-centre.replies" in {
        t.name for t in written_by("dispute", CITY)
    }


def test_a_department_reads_and_writes_its_own_topics_only():
    mine = {t.name for t in (*read_by("housing", CITY), *written_by("housing", CITY))}

    assert mine == {
        f"departments.housing.{kind}" for kind in ("tasks", "contents", "replies")
    }


def test_the_writer_follows_from_the_topic_and_not_from_the_message():
    assert writer_of("routing.tasks") == "routing"
    assert writer_of("departments.housing.tasks") == "routing"
    assert writer_of("departments.housing.replies") == "housing"
    assert department_of("departments.housing.replies") == "housing"
    assert department_of("routing.tasks") is None


@pytest.mark.parametrize("name", ["", "intake", "departments.housing.secrets", "a.b.c"])
def test_a_topic_nobody_declared_has_no_writer(name):
    with pytest.raises(Unreadable):
        writer_of(name)


def test_a_task_goes_to_the_city_and_to_its_department():
    case = "0190a000-0000-7000-8000-000000000001"
    fact = routing.TaskAcknowledged(case_id=case, task_id=case, department="housing")

    assert topics_of(fact) == ("routing.tasks", "departments.housing.tasks")


@pytest.mark.parametrize("source", ["/departments/housing/1", "/crm/1", "/housing/1"])
def test_a_department_may_call_itself_what_it_likes(source):
    assert may_claim("housing", source)


OTHERS = ["/departments/transport/1", *(f"/{name}/x/1" for name in sorted(SERVICES))]


@pytest.mark.parametrize("source", OTHERS)
def test_a_department_may_not_call_itself_what_another_is_called(source):
    assert not may_claim("housing", source)


def test_a_service_that_plays_a_department_keeps_its_own_source():
    assert may_claim("mediation-centre", "/dispute/mediations/1")
    assert not may_claim("mediation-centre", "/routing/handlings/1")
