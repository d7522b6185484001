"""The gate reads every example ever committed again, and misses none of them."""

import json
import shutil
from pathlib import Path

import pytest

from contracts.evolution import __main__ as gate
from contracts.evolution.promises import EXAMPLES, promises, refuse
from contracts.evolution.replay import replay

ASSIGNED = "tongban.routing.task-assigned.v1"


@pytest.fixture
def examples(tmp_path, monkeypatch) -> Path:
    """A copy of all examples, at which the gate looks."""
    copy = tmp_path / "examples"
    shutil.copytree(EXAMPLES, copy)
    monkeypatch.setattr(gate, "EXAMPLES", copy)
    return copy


@pytest.fixture
def refused(examples, capsys):
    """What the gate says, looking or writing: it writes nothing of this."""

    def said() -> str:
        assert gate.main(["--check"]) == 1
        assert gate.main([]) == 1
        return capsys.readouterr().err

    return said


def edit(path: Path, **data) -> None:
    document = json.loads(path.read_text())
    document["data"] |= data
    path.write_text(json.dumps(document))


def test_an_example_that_was_deleted(examples, refused):
    (examples / ASSIGNED / "02-co-handler-beyond-the-published-calendar.json").unlink()

    assert "02-co-handler-beyond-the-published-calendar.json was removed" in refused()


def test_an_example_that_was_edited(examples, refused):
    edit(examples / ASSIGNED / "01-lead.json", urgency="urgent")

    assert "the example 01-lead.json was changed; examples are only added" in refused()


def test_an_example_that_only_looks_different_was_edited_too(examples, refused):
    path = examples / ASSIGNED / "01-lead.json"
    path.write_text(path.read_text() + "\n")

    assert "the example 01-lead.json was changed" in refused()


def test_an_example_that_was_renamed(examples, refused):
    path = examples / ASSIGNED / "01-lead.json"
    path.rename(path.with_stem("09-lead"))

    assert "the example 01-lead.json was removed" in refused()


def test_one_more_example_breaks_nobody(examples):
    path = examples / ASSIGNED / "01-lead.json"
    shutil.copy(path, path.with_stem("09-more"))
    after = promises(examples)[ASSIGNED]

    assert refuse(promises()[ASSIGNED], after) == []
    assert replay(examples) == []


def test_an_example_that_cannot_be_read_any_more(examples, refused):
    edit(examples / ASSIGNED / "01-lead.json", due_at="soon")

    assert "01-lead.json: it cannot be read any more (data.due_at: " in refused()


def test_an_example_that_means_something_else_now(examples, refused):
    edit(examples / ASSIGNED / "01-lead.json", unheard_of="lost")

    assert "01-lead.json: it does not mean what it meant" in refused()


def test_an_example_among_those_of_another_event(examples, refused):
    path = examples / ASSIGNED / "01-lead.json"
    shutil.copy(path, examples / "tongban.intake.case-urged.v1" / "02-lead.json")

    assert f"it is a {ASSIGNED} and lies with another type" in refused()
