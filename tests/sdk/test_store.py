"""What the program's file remembers, and what it may forget."""

import os
import signal
import sqlite3
import subprocess
import sys

import pytest

from tongban_department import Store, StoreInUse
from tongban_department.store.contents import Revoked
from tongban_department.store.marks import Position

LANE, SOURCE = "departments.housing.tasks a-case", "/routing/handlings/a-case"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "program.sqlite"


@pytest.fixture
def store(path):
    store = Store(path)
    yield store
    store.close()


def at(sequence, lane=LANE, source=SOURCE):
    return Position(lane, source, sequence)


def test_what_was_taken_and_all_before_it_is_a_repeat_in_another_process(store, path):
    store.marks.take(at(2))
    later = Store(path)

    assert later.marks.is_repeat(at(1))
    assert later.marks.is_repeat(at(2))
    assert not later.marks.is_repeat(at(3))
    later.close()


def test_another_source_or_topic_of_the_case_has_its_own_count(store):
    store.marks.take(at(9))

    assert not store.marks.is_repeat(at(1, source="/routing/correspondence/housing"))
    assert not store.marks.is_repeat(at(1, lane="departments.housing.contents a-case"))


def test_a_late_repeat_does_not_turn_the_mark_back(store):
    store.marks.take(at(5))
    store.marks.take(at(3))

    assert store.marks.is_repeat(at(5))


def test_a_step_that_fails_leaves_nothing(store):
    def half_a_step():
        with store.step():
            store.marks.take(at(1))
            raise ValueError("half way")

    with pytest.raises(ValueError, match="half"):
        half_a_step()
    assert not store.marks.is_repeat(at(1))


def test_a_repeat_does_not_bring_back_what_was_revoked(store):
    store.contents.file("task", 4, "sealed")
    assert store.contents.of("task") == "sealed"
    store.contents.revoke("task", 9)
    store.contents.file("task", 4, "sealed")

    with pytest.raises(Revoked):
        store.contents.of("task")


def test_what_kafka_itself_has_forgotten_is_forgotten(store, path):
    store.marks.take(at(1))
    store.marks.take(at(1, lane="another"))
    with sqlite3.connect(path) as db:
        db.execute("UPDATE marks SET at = '2020-01-01' WHERE lane = 'another'")
    store.tidy()

    assert store.marks.is_repeat(at(1))
    assert not store.marks.is_repeat(at(1, lane="another"))


def test_everything_is_on_the_disk_after_it_settled(store):
    store.marks.take(at(1))

    assert store.settle()


def test_a_second_program_is_refused_while_the_first_works(tmp_path):
    first, second = (Store(tmp_path / "housing.sqlite") for _ in range(2))
    first.claim()

    with pytest.raises(StoreInUse, match=r"housing\.sqlite: stop it, or give"):
        second.claim()
    assert second.kept.set_aside() == []
    first.give_up()
    second.claim()


def test_a_killed_program_leaves_its_store_to_the_next(tmp_path):
    path = tmp_path / "housing.sqlite"
    words = (
        "import os, sys; from tongban_department import Store; "
        "Store(sys.argv[1]).claim(); os.kill(os.getpid(), 9)"
    )
    found = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", words, path]
    ended = subprocess.run(command, env=found, check=False)

    assert ended.returncode == -signal.SIGKILL
    Store(path).claim()


def test_a_folder_that_takes_no_claim_is_not_another_program(tmp_path):
    (tmp_path / "housing.sqlite.claim").mkdir()

    with pytest.raises(sqlite3.OperationalError, match="unable to open"):
        Store(tmp_path / "housing.sqlite").claim()
