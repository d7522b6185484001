"""The page about states never lies."""

import re

import pytest

from services.routing.domain.acting.act import STEPS
from services.routing.domain.moves import ACTIONS, MOVES, OPEN, STATES, arrows
from tools import diagrams
from tools.diagrams import page

ARROW = re.compile(r"^    (\w+) --> (\w+): (.+)$", re.MULTILINE)


def test_the_page_is_what_the_table_says():
    assert diagrams.PAGE.read_text() == page()


def test_every_arrow_is_drawn_with_who_goes_along_it():
    drawn = {
        (source, target, step)
        for source, target, steps in ARROW.findall(page())
        for step in steps.split(", ")
    }

    wanted = {(a, b, f"{move.action} ({move.by})") for a, b, move in arrows()}
    assert drawn == wanted


def test_every_action_and_every_state_has_its_row():
    rows = re.findall(r"^\| `([\w-]+)` \|", page(), re.MULTILINE)

    assert rows == [*STATES, *(move.action for move in MOVES)]


def test_a_department_can_do_what_the_table_allows_it_and_no_more():
    assert tuple(STEPS) == ACTIONS


def test_no_arrow_leaves_an_end_and_every_state_is_reached():
    reached = {"assigned", *(after for _, after, _ in arrows())}

    assert {before for before, _, _ in arrows()} <= set(OPEN)
    assert reached == set(STATES)


@pytest.mark.parametrize("there", [None, "something else"])
def test_the_command_refuses_writes_and_then_agrees(
    monkeypatch, tmp_path, capsys, there
):
    monkeypatch.setattr(diagrams, "PAGE", tmp_path / "states.md")
    if there:
        diagrams.PAGE.write_text(there)

    assert diagrams.main(["--check"]) == 1
    assert "make contracts" in capsys.readouterr().err
    assert diagrams.main([]) == 0
    assert diagrams.main(["--check"]) == 0
