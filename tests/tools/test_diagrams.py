"""The pages about states never lie."""

import re

import pytest

from services.dispute.deliberating.domain import moves as topics
from services.intake.domain import moves as cases
from services.routing.domain.acting.act import STEPS
from services.routing.domain.moves import ACTIONS, MOVES, OPEN, STATES, arrows
from tools import diagrams
from tools.diagrams import PAGES, of_cases, of_tasks, of_topics

ARROW = re.compile(r"^    (\w+) --> (\w+): (.+)$", re.MULTILINE)


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_what_the_table_says(name):
    assert (diagrams.DOCS / name).read_text() == PAGES[name]().page()


def test_every_move_of_a_case_is_drawn():
    drawn = set(re.findall(r"^    (\S+) --> (\w+): (\w+)$", of_cases().page(), re.M))
    moves = {
        (before, after, move.action)
        for move in cases.MOVES
        for before in move.of
        for after in move.to or (before,)
    }

    assert moves <= drawn
    assert {source for source, _, _ in drawn - moves} == {"[*]"}


def test_every_action_and_every_state_of_a_case_has_its_row():
    rows = re.findall(r"^\| `(\w+)` \|", of_cases().page(), re.MULTILINE)

    assert rows == [*cases.STATES, *(move.action for move in cases.MOVES)]


def test_every_step_and_every_state_of_a_topic_has_its_row():
    rows = re.findall(r"^\| `(\w+)` \|", of_topics().page(), re.MULTILINE)

    assert rows == [*topics.STATES, *(move.action for move in topics.MOVES)]


def test_every_arrow_is_drawn_with_who_goes_along_it():
    drawn = {
        (source, target, step)
        for source, target, steps in ARROW.findall(of_tasks().page())
        for step in steps.split(", ")
    }

    wanted = {(a, b, f"{move.action} ({move.by})") for a, b, move in arrows()}
    assert drawn == wanted


def test_every_action_and_every_state_has_its_row():
    rows = re.findall(r"^\| `([\w-]+)` \|", of_tasks().page(), re.MULTILINE)

    assert rows == [*STATES, *(move.action for move in MOVES)]


def test_a_department_can_do_what_the_table_allows_it_and_no_more():
    assert tuple(STEPS) == ACTIONS


def test_no_arrow_leaves_an_end_and_every_state_is_reached():
    reached = {"assigned", *(after for _, after, _ in arrows())}

    assert {before for before, _, _ in arrows()} <= set(OPEN)
    assert reached == set(STATES)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("there", [None, "something else"])
def test_the_command_refuses_writes_and_then_agrees(
    monkeypatch, tmp_path, capsys, there, name
):
    monkeypatch.setattr(diagrams, "DOCS", tmp_path)
    diagrams.main([])
    (tmp_path / name).unlink()
    if there:
        (tmp_path / name).write_text(there)

    assert diagrams.main(["--check"]) == 1
    said = capsys.readouterr().err
    assert name in said
    assert "make contracts" in said
    assert diagrams.main([]) == 0
    assert diagrams.main(["--check"]) == 0
