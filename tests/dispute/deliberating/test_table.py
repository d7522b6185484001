"""The whole table of moves: every step in every state, and nothing beside."""

from collections.abc import Callable

import pytest

from services.dispute.deliberating.domain.moves import MOVES, STATES, is_open
from services.dispute.deliberating.domain.raising.proposing import leave
from services.dispute.deliberating.domain.refusals import ACTIONS_ZH, STATES_ZH
from services.dispute.deliberating.domain.talking import meeting
from tests.dispute.deliberating.machine import Deliberation

WAYS: dict[str, Callable[[Deliberation], object]] = {
    "proposed": lambda people: None,
    "taken": lambda people: people.some_of_the_way(1),
    "declined": lambda people: people.the_host_screens(no=True),
    "surveying": lambda people: people.some_of_the_way(2),
    "surveyed": lambda people: people.some_of_the_way(3),
    "scheduled": lambda people: people.some_of_the_way(4),
    "held": lambda people: people.some_of_the_way(5),
    "following": lambda people: people.some_of_the_way(6),
    "closed": lambda people: (people.some_of_the_way(5), people.the_host_closes(True)),
}
STEPS: dict[str, Callable[[Deliberation], object]] = {
    "join": Deliberation.cases_join,
    "leave": lambda people: people.do("leave", leave, people.topic.originator_ids[0]),
    "take": lambda people: people.the_host_screens(no=False),
    "decline": lambda people: people.the_host_screens(no=True),
    "reword": Deliberation.the_host_rewords,
    "publish_survey": lambda people: people.people_are_asked(days=9),
    "close_survey": Deliberation.the_survey_is_ended,
    "schedule": lambda people: people.a_meeting_is_scheduled(days=9),
    "move_meeting": lambda people: people.a_meeting_is_moved(days=9),
    "remind_of_meeting": lambda people: people.time_passes(hours=24 * 9),
    "brief": lambda people: people.people_meet(people=9),
    "speak": Deliberation.somebody_speaks,
    "hold": lambda people: people.people_meet(people=9),
    "minute": lambda people: people.do("minute", meeting.minute, MINUTES),
    "promise": lambda people: people.promises_are_made(many=2),
    "progress": lambda people: people.a_promise_moves_and_is_settled(kept=True),
    "settle": lambda people: people.a_promise_moves_and_is_settled(kept=False),
    "close": lambda people: people.the_host_closes(now=True),
    "remind_host": lambda people: people.time_passes(hours=24 * 9),
    "forget": lambda people: people.time_passes(hours=24 * 1_000),
}
MINUTES = meeting.Minute(None, "另一份纪要")
OF_NO_DOCUMENT = {"support", "answer_survey", "release"}
"""The first two are documents of their own; `release` needs somebody who has spoken."""


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("action", STEPS)
def test_every_step_is_possible_where_the_table_says_so(action, state) -> None:
    people = Deliberation()
    WAYS[state](people)
    assert people.topic.state == state
    before = len(people.done)
    STEPS[action](people)

    assert (action in people.done[before:]) is is_open(action, state)


def test_no_step_of_the_table_is_left_out() -> None:
    assert {move.action for move in MOVES} == {*STEPS} | OF_NO_DOCUMENT


def test_every_state_can_be_reached_and_has_words() -> None:
    reached, before = {"proposed"}, set[str]()
    while reached != before:
        before = set(reached)
        reached |= {to for m in MOVES if before & {*m.of} for to in m.to}

    assert reached == {*STATES} == {*STATES_ZH}
    assert {move.action for move in MOVES} == {*ACTIONS_ZH}
