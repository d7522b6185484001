"""The gate as people meet it: what it refuses, in which words, and what it writes."""

from copy import deepcopy
from dataclasses import replace

import pytest

from contracts.asyncapi import document as asyncapi
from contracts.evolution import __main__ as gate
from contracts.evolution import promises
from contracts.evolution.locks import Locks
from contracts.evolution.promises import CURE, SCHEMAS, refuse
from contracts.topics import PAYLOADS, TOPICS

ASSIGNED = "tongban.routing.task-assigned.v1"


@pytest.fixture
def today() -> dict:
    return promises.promises()


@pytest.fixture
def locks(tmp_path, today) -> Locks:
    locks = Locks(tmp_path, CURE)
    locks.write(today)
    return locks


def changed(today: dict, **notes) -> list[str]:
    after = deepcopy(today[ASSIGNED])
    after["x-tongban"] |= notes
    return refuse(today[ASSIGNED], after)


def test_the_committed_locks_are_what_the_code_says():
    found = Locks(SCHEMAS, CURE).compare(promises.promises(), refuse)

    assert found.broken + found.stale == []


def test_looking_succeeds_and_writes_nothing():
    before = {p.name: p.stat().st_mtime_ns for p in SCHEMAS.iterdir()}

    assert gate.main(["--check"]) == 0
    assert {p.name: p.stat().st_mtime_ns for p in SCHEMAS.iterdir()} == before


def test_a_refusal_names_file_field_and_cure(locks, today, tmp_path):
    after = deepcopy(today)
    del after[ASSIGNED]["$defs"]["TaskAssigned"]["properties"]["area"]

    (sentence,) = locks.compare(after, refuse).broken
    assert sentence == (
        f"{tmp_path / ASSIGNED}.json: data.area: the field was removed. "
        f"Take it back, or leave {ASSIGNED} as it is and write its next version "
        "beside it"
    )


def test_an_event_that_is_gone_is_refused(locks, today):
    without = {type: said for type, said in today.items() if type != ASSIGNED}

    (sentence,) = locks.compare(without, refuse).broken
    assert f"{ASSIGNED}.json: it is gone from the code" in sentence


def test_a_new_event_only_needs_its_lock(locks, today):
    after = today | {"tongban.routing.task-sung.v1": today[ASSIGNED]}
    found = locks.compare(after, refuse)

    assert found.broken == []
    assert "task-sung.v1.json is missing: run `make contracts`" in found.stale[0]


def test_a_new_optional_field_only_needs_a_fresh_lock(locks, today):
    after = deepcopy(today)
    data = after[ASSIGNED]["$defs"]["TaskAssigned"]
    data["properties"]["sung"] = {"type": "boolean", "default": False}
    found = locks.compare(after, refuse)

    assert found.broken == []
    assert f"{ASSIGNED}.json is out of date" in found.stale[0]
    locks.write(after)
    assert locks.compare(after, refuse).stale == []


def test_a_refused_change_is_not_written(monkeypatch, tmp_path, today, capsys):
    broken = deepcopy(today)
    del broken[ASSIGNED]["properties"]["time"]
    Locks(tmp_path, CURE).write(today)
    monkeypatch.setattr(gate, "SCHEMAS", tmp_path)
    monkeypatch.setattr(gate, "promises", lambda _: broken)

    assert gate.main([]) == 1
    assert "time: the field was removed" in capsys.readouterr().err
    assert Locks(tmp_path, CURE).read() == today


def test_the_command_writes_what_is_missing(monkeypatch, tmp_path, today):
    schemas, file = tmp_path / "schemas", tmp_path / "asyncapi.json"
    monkeypatch.setattr(gate, "SCHEMAS", schemas)
    monkeypatch.setattr(gate, "FILE", file)

    assert gate.main(["--check"]) == 1
    assert gate.main([]) == 0
    assert gate.main(["--check"]) == 0
    assert Locks(schemas, CURE).read() == today
    assert file.read_text() == asyncapi.text()


def test_an_asyncapi_document_that_tells_something_else_is_out_of_date(
    monkeypatch, tmp_path, capsys
):
    file = tmp_path / "asyncapi.json"
    file.write_text(asyncapi.text().replace("intake.cases", "intake.matters"))
    monkeypatch.setattr(gate, "FILE", file)

    assert gate.main(["--check"]) == 1
    assert f"{file} is out of date: run `make contracts`" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("word", "value"), [("key", "source"), ("partitions", 24), ("writer", "intake")]
)
def test_another_key_partition_count_or_writer(today, word, value):
    topics = deepcopy(today[ASSIGNED]["x-tongban"]["topics"])
    was = topics["routing.tasks"][word]
    topics["routing.tasks"][word] = value

    assert changed(today, topics=topics) == [
        f"topic routing.tasks: {word} changed from {was!r} to {value!r}"
    ]


def test_another_topic(today):
    topics = deepcopy(today[ASSIGNED]["x-tongban"]["topics"])
    topics["routing.work"] = topics.pop("routing.tasks")

    assert changed(today, topics=topics) == [
        "it no longer goes to the topic routing.tasks"
    ]


def test_one_more_topic_reader_or_day_breaks_nobody(today):
    topics = deepcopy(today[ASSIGNED]["x-tongban"]["topics"])
    topics["routing.archive"] = topics["routing.tasks"]
    topics["routing.tasks"] |= {"readers": ["insight"], "retention_days": 31}

    assert changed(today, topics=topics) == []


def test_the_lock_follows_the_topic_table(monkeypatch):
    tables = tuple(
        replace(t, partitions=6) if t.name == "routing.tasks" else t for t in TOPICS
    )
    before = promises.promise(PAYLOADS[ASSIGNED])
    monkeypatch.setattr(promises, "TOPICS", tables)

    assert refuse(before, promises.promise(PAYLOADS[ASSIGNED])) == [
        "topic routing.tasks: partitions changed from 12 to 6"
    ]
