"""The gate finds what belongs to nothing."""

import shutil
from dataclasses import replace
from typing import ClassVar

from contracts.envelope import Payload
from contracts.evolution import __main__ as gate
from contracts.evolution.locks import Locks
from contracts.evolution.orphans import (
    declared,
    lonely_events,
    lonely_examples,
    lonely_topics,
    orphans,
)
from contracts.evolution.promises import CURE, EXAMPLES, SCHEMAS, promises, refuse
from contracts.topics import PAYLOADS, TOPICS

URGED = "tongban.intake.case-urged.v1"


class BinEmptied(Payload):
    """Nobody carries this."""

    TYPE: ClassVar[str] = "tongban.intake.bin-emptied.v1"


def test_everything_belongs_to_something():
    assert orphans(EXAMPLES) == []
    assert set(declared()) == set(PAYLOADS.values())


def test_an_event_that_no_topic_carries():
    assert list(lonely_events([BinEmptied], PAYLOADS.values())) == [
        "tongban.intake.bin-emptied.v1: it is defined, and no topic carries it"
    ]


def test_a_topic_on_which_nothing_travels_or_that_nobody_reads():
    silent = replace(TOPICS[0], carries=(), readers=())

    assert list(lonely_topics([silent])) == [
        "topic intake.cases: no event travels on it",
        "topic intake.cases: nobody reads it",
    ]


def test_an_event_without_an_example(tmp_path):
    shutil.copytree(EXAMPLES, tmp_path, dirs_exist_ok=True)
    shutil.rmtree(tmp_path / URGED)

    assert list(lonely_examples(PAYLOADS, tmp_path)) == [
        f"{URGED}: it has no example in {tmp_path}"
    ]


def test_an_example_of_no_event(tmp_path, monkeypatch, capsys):
    shutil.copytree(EXAMPLES, tmp_path, dirs_exist_ok=True)
    shutil.copytree(EXAMPLES / URGED, tmp_path / BinEmptied.TYPE)
    monkeypatch.setattr(gate, "EXAMPLES", tmp_path)

    assert gate.main(["--check"]) == 1
    assert f"{tmp_path / BinEmptied.TYPE}: there is no such event" in (
        capsys.readouterr().err
    )


def test_a_schema_of_no_event(tmp_path):
    shutil.copytree(SCHEMAS, tmp_path, dirs_exist_ok=True)
    stray = tmp_path / f"{BinEmptied.TYPE}.json"
    shutil.copy(tmp_path / f"{URGED}.json", stray)

    (said,) = Locks(tmp_path, CURE).compare(promises(), refuse).broken
    assert said.startswith(f"{stray}: it is gone from the code")
