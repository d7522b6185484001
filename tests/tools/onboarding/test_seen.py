"""Who of a department reads with which login."""

import pytest
from typer.testing import CliRunner

from tools.cli.__main__ import app
from tools.onboarding.refusals import new_login_not_seen, old_login_in_use
from tools.onboarding.seen import Reader, still_there

OLD = Reader("museum", "museum-desk", "10.1.2.3")
NEW = Reader("museum.2", "museum-desk", "10.1.2.4")


def test_one_that_reads_with_what_is_to_end_is_named():
    assert still_there([NEW, OLD], ["museum"]) == OLD


@pytest.mark.parametrize("seen", [[], [NEW], [Reader("rdkafka", "museum-x", "h")]])
def test_the_new_login_and_a_name_of_ones_own_are_no_old_login(seen):
    assert still_there(seen, ["museum"]) is None


def test_both_refusals_tell_whom_it_would_hit_and_the_way_round():
    for no in (
        old_login_in_use("museum", "museum.2", OLD),
        new_login_not_seen("museum", "museum.2", "museum"),
    ):
        assert "museum.2" in no.en
        assert "turned away" in no.en
        assert "--force" in no.en
        assert "--force" in no.zh


@pytest.mark.parametrize(
    "words", [("--key", "--finish", "--force"), ("--credentials", "--force")]
)
def test_force_is_for_the_end_of_a_login_only(words):
    asked = CliRunner().invoke(app, ["department", "rotate", "museum", *words])

    assert asked.exit_code == 2
    assert "--force goes with" in asked.output
