"""Later and later, never all at once, for some three days."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.codes import derived_id
from services.notification.domain.hooks.schedule import pause_after
from services.notification.hooks.rules import load_hook_rules
from tests.notification.hooks.made import rules

PAUSES = rules().pauses
IDS = st.integers(0, 999).map(lambda number: derived_id(str(number)))


@settings(max_examples=40)
@given(IDS, st.integers(1, len(PAUSES)))
def test_a_pause_is_the_citys_give_or_take_a_tenth(id, failures):
    pause = pause_after(rules(), id, failures, None)

    assert 0.9 * PAUSES[failures - 1] <= pause <= 1.1 * PAUSES[failures - 1]
    assert pause == pause_after(rules(), id, failures, None)


@settings(max_examples=20)
@given(IDS)
def test_it_is_given_up_behind_some_three_days(id):
    pauses = [pause_after(rules(), id, n, None) for n in range(1, len(PAUSES) + 1)]

    assert timedelta(days=2.7) < sum(pauses, timedelta(0)) < timedelta(days=3.5)
    assert pause_after(rules(), id, len(PAUSES) + 1, None) is None


def test_those_that_failed_together_do_not_come_together():
    ids = [derived_id(str(number)) for number in range(50)]

    assert len({pause_after(rules(), id, 2, None) for id in ids}) == 50


@settings(max_examples=40)
@given(st.timedeltas(timedelta(0), timedelta(days=400)))
def test_what_the_receiver_wishes_is_honoured_up_to_a_day(wished):
    pause = pause_after(rules(), derived_id("x"), 1, wished)

    assert pause >= min(wished, timedelta(days=1))
    assert pause <= max(timedelta(days=1), PAUSES[0])


def test_the_citys_numbers_name_whose_word_they_are(tmp_path):
    (tmp_path / "webhooks.yaml").write_text("pauses: {value: [PT5S]}\nports: 3\n")

    with pytest.raises(RuntimeError, match=r"webhooks\.yaml: .*pauses\.source"):
        load_hook_rules(tmp_path)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(RuntimeError, match=r"webhooks\.yaml"):
        load_hook_rules(tmp_path)


def test_pauses_grow():
    assert sorted(set(PAUSES)) == list(PAUSES)
