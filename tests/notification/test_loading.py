"""Mistakes in a city's data are found when it is loaded, by file and entry."""

from pathlib import Path
from shutil import copytree

import pytest
import yaml

from services.kit.running.city_data import from_yaml
from services.notification.subscriptions import load_subscriptions
from services.notification.templates import load_templates
from tests.notification.world import CITY


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copytree(CITY / "notification", tmp_path / "notification")


DESKS = ("dispatcher", "supervision-2", "supervision-3")


def _load(folder: Path) -> None:
    load_templates(folder, load_subscriptions(folder, DESKS, {}))


def test_the_citys_own_data_loads(folder: Path) -> None:
    _load(folder)


def _entry(**fields: object) -> dict[str, object]:
    """A good entry; a test spoils one field."""
    good = {
        "event": "tongban.routing.task-paused.v1",
        "audience": "applicant",
        "template": "task-paused",
        "channels": ["email", "visit"],
    }
    return good | fields


def _add(folder: Path, entry: dict[str, object]) -> str:
    """The place of the new entry, as an error names it."""
    path = folder / "subscriptions.yaml"
    data = from_yaml(path.read_text())
    data["subscriptions"].append(entry)
    path.write_text(yaml.safe_dump(data))
    return rf"subscriptions\.yaml: subscriptions\.{len(data['subscriptions']) - 1}"


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("event", "tongban.x.y.v1", "no event of that type"),
        ("audience", "everybody", "'applicant'"),
        ("channels", ["email"], "a person comes last"),
        ("when", {"shoe_size": 43}, "no field shoe_size"),
        ("when", {"statutory": "yes"}, "statutory is never 'yes'"),
        ("when", {"statutory": 1}, "statutory is never 1"),
        ("when", {"reason": "No Code"}, "reason is never 'No Code'"),
        ("when", {"until": "2026-03-12"}, "until is never"),
        ("when", {"statutory": [True, False]}, "valid"),
        ("desk", "supervision-9", "the city's desks are dispatcher, supervision-2"),
        ("desk", "supervision-2", "only a supervisor or dispatcher"),
    ],
)
def test_a_wrong_entry_is_named(
    folder: Path, field: str, value: object, problem: str
) -> None:
    place = _add(folder, _entry(**{field: value}))

    with pytest.raises(RuntimeError, match=rf"{place}\.{field}.*{problem}"):
        _load(folder)


@pytest.mark.parametrize(
    ("event", "when"),
    [
        ("extension-decided", {"decision": "maybe"}),
        ("co-handler-reported", {"open": 51}),
        ("co-handler-reported", {"open": False}),
        ("task-supervised", {"level": 4}),
    ],
)
def test_a_condition_that_the_contract_rules_out_is_named(
    folder: Path, event: str, when: dict[str, object]
) -> None:
    name = f"tongban.routing.{event}.v1"
    place = _add(folder, _entry(event=name, audience="department", when=when))

    with pytest.raises(RuntimeError, match=rf"{place}\.when: .* is never "):
        _load(folder)


def test_a_letter_cannot_name_what_its_event_does_not_say(folder: Path) -> None:
    meeting = "tongban.routing.joint-meeting-called.v1"
    _add(folder, _entry(event=meeting, audience="department", template="task-urged"))

    with pytest.raises(RuntimeError, match=r"task-urged\.zh\.txt: .*fill times"):
        _load(folder)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Subject: x\n\n{{ shoe_size }}", "nothing will ever fill shoe_size"),
        ("Subject: x\n\n{{ level }}", "nothing will ever fill level"),
        ("Subject: x\n\n{{ name", "end of"),
        ("Hello", "first line"),
    ],
)
def test_a_wrong_template_is_named(folder: Path, text: str, problem: str) -> None:
    (folder / "templates" / "case-answered.en.txt").write_text(text)

    with pytest.raises(RuntimeError, match=rf"case-answered\.en\.txt: .*{problem}"):
        _load(folder)


def test_a_missing_template_is_named(folder: Path) -> None:
    (folder / "templates" / "invitation.zh.txt").unlink()

    with pytest.raises(RuntimeError, match=r"invitation\.zh\.txt"):
        _load(folder)
