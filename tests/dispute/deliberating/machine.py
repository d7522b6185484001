"""People, cases and time at one topic: each command new, each end held to the table."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from contracts.codes import derived_id
from contracts.dispute.deliberation import OfTopic, TopicJoined
from contracts.routing import CaseConcluded, TriageRequested
from services.dispute.deliberating.city import load_norms
from services.dispute.deliberating.domain import waking
from services.dispute.deliberating.domain.keeping.following import follow, settle
from services.dispute.deliberating.domain.keeping.promising import (
    Promise,
    Promises,
    promise,
)
from services.dispute.deliberating.domain.moves import MOVES, is_open
from services.dispute.deliberating.domain.parts import Question, Wording
from services.dispute.deliberating.domain.raising.proposing import Gather, gather, leave
from services.dispute.deliberating.domain.raising.screening import (
    ForReason,
    Take,
    close,
    decline,
    reword,
    take,
)
from services.dispute.deliberating.domain.states import OVER
from services.dispute.deliberating.domain.talking import meeting, surveying, voicing
from services.kit.errors import Rejected
from services.kit.testing.clock import MONDAY
from tests.dispute.deliberating.world import CITY, TOPIC

NORMS = load_norms(CITY)


def case(place: int) -> str:
    return derived_id("case", str(place))


HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LEADS = {(m.action, of): set(m.to or (of,)) for m in MOVES for of in m.of}
BY_TIME = {
    "proposed": "remind_host",
    "surveying": "close_survey",
    "scheduled": "remind_of_meeting",
}
RARELY = st.integers(0, 9).map(lambda drawn: drawn == 7)
"""An end ends the walk: it should not come at once."""
Decide = Callable[[Any, Any, Any], Any]


class Deliberation(RuleBasedStateMachine):
    """Each command is new, so that nothing but the table can refuse it."""

    def __init__(self) -> None:
        super().__init__()
        self.now, self.count = MONDAY, 0
        first = gather(
            NORMS, None, Gather(TOPIC, "sanitation", "990101001", (case(0),)), MONDAY
        )
        assert first
        self.topic = first.state
        self.done = list[str]()

    @initialize(steps=st.integers(0, 6))
    def some_of_the_way(self, steps: int) -> None:
        """So that what comes late is tried as often as what comes first."""
        way = (
            lambda: self.the_host_screens(no=False),
            lambda: self.people_are_asked(days=9),
            self.the_survey_is_ended,
            lambda: self.a_meeting_is_scheduled(days=9),
            lambda: self.people_meet(people=9),
            lambda: self.promises_are_made(many=2),
        )
        for step in way[:steps]:
            step()

    def do(self, action: str, decide: Decide, command: Any) -> None:
        self.count += 1
        self.now += timedelta(seconds=1)
        before = self.topic.state
        try:
            change = decide(self.topic, command, self.now)
        except Rejected as no:
            self.refused(no.reason, is_open(action, before))
            return
        if change is None:
            return
        assert change.state.state in LEADS[action, before], action
        self.topic = change.state
        self.done.append(action)
        for fact in change.facts:
            assert fact.case_id == TOPIC
            if isinstance(fact, TopicJoined):
                assert fact.originators == self.topic.originator_ids[-1:]
            elif isinstance(fact, OfTopic):
                assert fact.originators == self.topic.originator_ids

    def refused(self, reason: str, open: bool) -> None:
        """By the table, or because there is no room or it has not begun."""
        assert reason in ("wrong-state", "meeting-not-begun", "no-room")
        assert (reason == "wrong-state") is not open

    @rule()
    def cases_join(self) -> None:
        command = Gather(TOPIC, "sanitation", "990101001", (case(1_000 + self.count),))
        self.do("join", partial(gather, NORMS), command)

    @rule()
    def somebody_leaves(self) -> None:
        self.do("leave", leave, case(self.count // 2))

    @rule(no=RARELY)
    def the_host_screens(self, no: bool) -> None:
        if not no:
            self.do("take", take, Take(self._wording()))
        else:
            why = ForReason(f"{('settled', 'not_our_power')[self.count % 2]}")
            self._unless_repeated("decline", partial(decline, NORMS), why)

    @rule()
    def the_host_rewords(self) -> None:
        self.do("reword", reword, self._wording())

    @rule(days=st.integers(1, 30))
    def people_are_asked(self, days: int) -> None:
        asked = (Question(text="几点收摊", choices=("九点", "十点")),)
        until = self.now + days * DAY
        command = surveying.PublishSurvey(asked, until, f"d{self.count}")
        self.do("publish_survey", partial(surveying.publish_survey, NORMS), command)

    @rule()
    def the_survey_is_ended(self) -> None:
        if self.topic.state != "surveyed":
            command = surveying.CloseSurvey()
            self.do("close_survey", surveying.close_survey, command)

    @rule(days=st.integers(1, 9))
    def a_meeting_is_scheduled(self, days: int) -> None:
        at = self.now + days * DAY
        command = meeting.Schedule(derived_id("m", str(self.count)), at, "on-site", "d")
        self.do("schedule", partial(meeting.schedule, NORMS), command)

    @rule(days=st.integers(1, 9))
    def a_meeting_is_moved(self, days: int) -> None:
        command = meeting.MoveMeeting(self.now + days * DAY, "on-site")
        self.do("move_meeting", partial(meeting.move_meeting, NORMS), command)

    @rule(people=st.integers(0, 50))
    def people_meet(self, people: int) -> None:
        self.do("brief", meeting.brief, f"briefing {self.count}")
        self.now += 10 * DAY
        self.do("hold", meeting.hold, meeting.Hold(people, None, ""))
        self.do("minute", meeting.minute, meeting.Minute(None, "纪要"))

    @rule()
    def somebody_speaks(self) -> None:
        id = f"v{self.count}"
        said = voicing.Speak(id, "question", id, "sealed", "d")
        self.do("speak", voicing.speak, said)
        if any(voice.voice_id == id for voice in self.topic.voices):
            answer = voicing.Release(id, "能否早些收摊", None)
            self.do("release", voicing.release, answer)

    @rule(many=st.integers(1, 3))
    def promises_are_made(self, many: int) -> None:
        made = tuple(
            Promise(
                commitment_id=derived_id("p", str(self.count), str(place)),
                case_no="202603029000014",
                what="每晚十点前收摊",
                department="urban-mgmt",
                co_handlers=(),
                promised_by=self.now + DAY,
            )
            for place in range(many)
        )
        self.do("promise", partial(promise, NORMS), Promises(made, "d"))

    @rule(kept=st.booleans())
    def a_promise_moves_and_is_settled(self, kept: bool) -> None:
        open_still = [c for c in self.topic.commitments if not c.settled]
        if open_still:
            id, outcome = open_still[0].commitment_id, "resolved" if kept else "merged"
            progress = TriageRequested.model_construct(case_id=id)
            self.do("progress", follow, progress)
            end = CaseConcluded.model_construct(case_id=id, outcome=outcome)
            self.do("settle", partial(settle, NORMS), end)

    @rule(now=RARELY)
    def the_host_closes(self, now: bool) -> None:
        if not now and is_open("close", self.topic.state):
            return
        reasons = sorted(NORMS.close_reasons)
        why = ForReason(reasons[self.count % len(reasons)])
        self._unless_repeated("close", partial(close, NORMS), why)

    @rule(hours=st.integers(1, 200))
    def time_passes(self, hours: int) -> None:
        self.now += hours * HOUR
        due = self.topic.wake_at
        if due and due <= self.now:
            before = self.topic.state
            change = waking.wake(NORMS, self.topic, self.now)
            assert change
            self.topic = change.state
            action = "forget" if before in OVER else BY_TIME[before]
            assert self.topic.state in LEADS[action, before]
            assert self.topic.wake_at != due
            self.done.append(action)

    @invariant()
    def what_is_over_has_a_day_to_be_forgotten(self) -> None:
        over = self.topic.state in OVER
        assert over == bool(self.topic.forget_at or self.topic.keys_to_go)

    @invariant()
    def a_closed_topic_owes_nothing(self) -> None:
        if self.topic.state == "closed":
            assert all(each.settled for each in self.topic.commitments)

    def _wording(self) -> Wording:
        return Wording(title=f"夜间烧烤摊 {self.count}", text="如何管理")

    def _unless_repeated(self, action: str, decide: Decide, why: ForReason) -> None:
        """The same decision again is no refusal, and no change."""
        if why.reason not in (self.topic.declined_for, self.topic.closed_for):
            self.do(action, decide, why)
