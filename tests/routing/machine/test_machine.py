"""Everything at once: whoever does whatever, in whatever order, at whatever time."""

import json
from datetime import timedelta
from functools import cache
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from jsonschema import Draft202012Validator, FormatChecker

from contracts.intake import (
    CaseEvaluated,
    CaseReopened,
    CaseSupplemented,
    CaseUrged,
    CaseWithdrawn,
)
from services.routing.domain.accused import is_accused
from services.routing.domain.acting.act import act
from services.routing.domain.alarms import alarms_of
from services.routing.domain.recomputing import recompute
from services.routing.domain.residents import (
    evaluated,
    reopened,
    supplemented,
    urged,
    withdrawn,
)
from tests.routing.machine.finishing import finish, next_of
from tests.routing.machine.life import MINUTES, STREET, UNIT, Life, published
from tests.routing.machine.people import (
    act_of,
    afterwards_of,
    answer_of,
    anything_of,
    decision_of,
    meeting_of,
    merger,
    naming_of,
    wishes,
)
from tests.routing.world import CASE

BEGINNINGS = st.sampled_from(
    [
        ("complaint", "street-qingshi", ("housing", "urban-mgmt")),
        ("petition", "street-qingshi", ()),
        ("urgent", "street-qingshi", ("market",)),
        ("licence", "market", ("housing", "street-qingshi")),
        ("complaint", None, ()),
        ("report", None, ()),
        ("report", "street-qingshi", ("housing", "market")),
    ]
)
ACCUSED = st.sampled_from([(), (), ("market",), (STREET,), ("housing", UNIT)])
"""Organisations that the case is a report about; most cases are none."""
SCHEMA = Path("services/routing/schemas/Handling.json")


@cache
def schema() -> Draft202012Validator:
    return Draft202012Validator(
        json.loads(SCHEMA.read_text()), format_checker=FormatChecker()
    )


class Handlings(RuleBasedStateMachine):
    @initialize(beginning=BEGINNINGS, accused=ACCUSED)
    def a_case_arrives(self, beginning, accused):
        self.life = Life.begun(*beginning, accused=accused)

    @precondition(lambda self: self.life.handling.open_tasks)
    @rule()
    def everybody_signs(self):
        for task in self.life.handling.open_tasks:
            if task.state == "assigned":
                assert self.life.commanded(act, next_of(self.life, task))

    @precondition(lambda self: self.life.handling.open_tasks)
    @rule(data=st.data())
    def a_department_acts(self, data):
        self.life.commanded(act, act_of(data.draw, self.life))

    @precondition(lambda self: self.life.handling.open_tasks)
    @rule(data=st.data())
    def another_department_acts(self, data):
        self.life.commanded(act, act_of(data.draw, self.life))

    @precondition(lambda self: self.life.handling.tasks)
    @rule(data=st.data())
    def somebody_tries_anything(self, data):
        self.life.commanded(act, anything_of(data.draw, self.life))

    @precondition(lambda self: wishes(self.life))
    @rule(data=st.data())
    def somebody_answers_a_wish(self, data):
        self.life.commanded(*answer_of(data.draw, self.life))

    @precondition(lambda self: self.life.handling.returns)
    @rule(data=st.data())
    def people_meet(self, data):
        self.life.commanded(*meeting_of(data.draw, self.life))

    @precondition(lambda self: self.life.handling.tasks)
    @rule(data=st.data())
    def somebody_decides(self, data):
        self.life.commanded(*decision_of(data.draw, self.life))

    @precondition(lambda self: self.life.handling.state == "triage")
    @rule(data=st.data())
    def the_dispatcher_names_somebody(self, data):
        self.life.commanded(*naming_of(data.draw))

    @precondition(lambda self: self.life.handling.state == "concluded")
    @rule(data=st.data())
    def somebody_asks_afterwards(self, data):
        self.life.commanded(*afterwards_of(data.draw))

    @precondition(lambda self: self.life.handling.state == "concluded")
    @rule(grade=st.integers(1, 3))
    def the_resident_judges(self, grade):
        fact = CaseEvaluated(case_id=CASE, grade=grade, named=True)
        self.life.commanded(evaluated, fact)

    @rule()
    def the_resident_urges(self):
        self.life.commanded(urged, CaseUrged(case_id=CASE))

    @precondition(lambda self: self.life.handling.state == "concluded")
    @rule()
    def the_resident_comes_back(self):
        fact = CaseReopened(case_id=CASE, reason="not_solved")
        self.life.commanded(reopened, fact)

    @rule()
    def the_resident_adds_something(self):
        fact = CaseSupplemented(case_id=CASE)
        self.life.decided(lambda handling, now: supplemented(handling, fact, now))

    @precondition(lambda self: self.life.handling.urges > 3)
    @rule()
    def it_says_the_same_as_another(self):
        self.life.commanded(*merger(self.life))

    @precondition(lambda self: self.life.handling.supplements > 3)
    @rule()
    def the_resident_withdraws(self):
        fact = CaseWithdrawn(case_id=CASE)
        self.life.decided(lambda handling, now: withdrawn(handling, fact, now))

    @precondition(lambda self: len(self.life.facts) > 20)
    @rule()
    def everybody_does_what_is_left(self):
        finish(self.life)

    @rule(hours=st.integers(1, 100), late=st.booleans())
    def time_passes(self, hours, late):
        self.life.now += timedelta(hours=hours)
        if not late:
            self.life.wakes()

    @precondition(lambda self: self.life.handling.wake_at)
    @rule(step=st.sampled_from([-MINUTES, timedelta(0), MINUTES]))
    def the_hour_comes_and_steps_to_and_fro(self, step):
        moment = max(self.life.now, self.life.handling.wake_at)
        for now in (moment + step, moment - MINUTES, moment):
            self.life.now = now
            self.life.wakes()

    @precondition(lambda self: self.life.norms is not published())
    @rule()
    def the_calendar_is_published(self):
        self.life.norms = published()
        self.life.commanded(recompute, None)
        assert not self.life.commanded(recompute, None)

    @invariant()
    def it_wakes_at_its_earliest_alarm(self):
        handling = self.life.handling
        alarms = [*handling.alarms]
        for task in handling.tasks:
            own = list(alarms_of(task))
            assert task.open or not own
            alarms += own
        assert handling.wake_at == min((a.at for a in alarms), default=None)

    @invariant()
    def it_is_stored_as_its_schema_says(self):
        handling = self.life.handling
        document = handling.model_dump(mode="json")
        assert schema().is_valid(document)
        assert type(handling).model_validate(document) == handling

    @invariant()
    def nobody_has_what_is_a_report_about_them(self):
        handling, city = self.life.handling, self.life.norms.organisations
        for task in handling.tasks:
            assert not is_accused(task.department, handling.accused, city)

    @invariant()
    def somebody_owes_it_until_it_is_over(self):
        handling = self.life.handling
        leads = [task for task in handling.open_tasks if task.leads]
        assert len(leads) == (handling.state == "in_progress")
        assert bool(handling.open_tasks) == (handling.state == "in_progress")

    def teardown(self):
        finish(self.life)
        assert self.life.handling.state in ("concluded", "cancelled")
        self.life.now += timedelta(days=400)
        self.life.wakes()
        assert self.life.handling.wake_at is None


TestHandlings = Handlings.TestCase
TestHandlings.settings = settings(max_examples=50, stateful_step_count=50)
