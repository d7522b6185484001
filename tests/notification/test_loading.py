"""Mistakes in a city's data are found when it is loaded, by file and entry."""

from pathlib import Path
from shutil import copytree

import pytest

from services.notification.subscriptions import load_subscriptions
from services.notification.templates import load_templates
from tests.notification.world import CITY


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copytree(CITY / "notification", tmp_path / "notification")


def _load(folder: Path) -> None:
    load_templates(folder, load_subscriptions(folder))


def test_the_citys_own_data_loads(folder: Path) -> None:
    _load(folder)


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        (
            "tongban.routing.task-overdue.v1",
            "tongban.x.y.v1",
            r"subscriptions\.3\.event",
        ),
        ("audience: supervisor", "audience: everybody", r"subscriptions\.4\.audience"),
        ("[email, visit]", "[email]", r"subscriptions\.0\.channels"),
    ],
)
def test_a_wrong_entry_is_named(folder: Path, old: str, new: str, named: str) -> None:
    path = folder / "subscriptions.yaml"
    path.write_text(path.read_text().replace(old, new, 1))

    with pytest.raises(RuntimeError, match=rf"subscriptions\.yaml: {named}"):
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
