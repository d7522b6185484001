"""What the operator reads of departments."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from rich.cells import cell_len
from rich.console import Console
from typer.testing import CliRunner

from tools.cli.__main__ import app
from tools.onboarding import telling
from tools.onboarding.duties import Duties
from tools.onboarding.standing import Standing

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
MUSEUM = Standing(
    row={"code": "museum", "name": "博物馆", "kind": "body"},
    topics=(3, 3),
    logins=("museum",),
    keys=("first",),
    key_in_force="first",
    key_since=NOW - timedelta(days=12),
    last_reply=NOW,
)
CHANGING = replace(MUSEUM, logins=("museum.2", "museum"), keys=("second", "first"))


LONGEST = replace(
    CHANGING,
    row={
        "code": "community-qingshibeilu",
        "name": "青石街道青石北路社区居民委员会",
        "kind": "property_company",
        "area": "990101001001",
    },
)


def printed(table, width=160) -> str:
    console = Console(width=width)
    with console.capture() as captured:
        console.print(table)
    return captured.get()


def test_a_row_tells_topics_key_and_last_reply():
    row = printed(telling.listed([MUSEUM], NOW)).splitlines()[1].split()

    assert row == ["museum", "博物馆", "11-25", "09:00", "3/3", "12", "d"]


def test_a_row_tells_what_is_being_changed():
    assert MUSEUM.waits == ()
    assert CHANGING.waits == ("credentials", "key")
    assert "credentials, key" in printed(telling.listed([CHANGING], NOW))


def test_at_eighty_columns_nothing_of_a_row_is_cut():
    told = printed(telling.listed([LONGEST], NOW), width=80)
    words = "".join(told.split())

    assert "…" not in told
    assert max(map(cell_len, told.splitlines())) <= 80
    assert "community-qingshibeilu" in told
    for letter in "青石街道青石北路社区居民委员会":
        assert letter in words


def test_one_department_is_told_whole():
    told = printed(telling.shown(CHANGING, Duties(2, ("202611250000017",))))

    for words in ("museum.2, museum", "second, first (in force)", "2 202611250000017"):
        assert words in told


@pytest.mark.parametrize(
    "asked",
    [
        ["rotate", "museum"],
        ["rotate", "museum", "--key", "--credentials"],
        ["remove", "museum"],
        ["remove", "museum", "--reason", " "],
        ["add", "museum", "--name", "x", "--kind", "palace"],
    ],
)
def test_half_a_question_is_refused_before_anything_is_asked(asked):
    assert CliRunner().invoke(app, ["department", *asked]).exit_code == 2


def test_the_code_of_what_is_deleted_is_typed_twice():
    asked = ["remove", "museum", "--reason", "x", "--delete-topics", "musem"]

    refused = CliRunner().invoke(app, ["department", *asked])

    assert refused.exception.reason == "other-code"


@pytest.mark.parametrize("command", ["add", "list", "show", "rotate", "remove"])
def test_every_command_explains_itself_in_both_languages(command):
    said = CliRunner().invoke(app, ["department", command, "--help"]).stdout

    assert any("一" <= letter <= "鿿" for letter in said)
