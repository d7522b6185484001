"""However people, ink, time and courts mix, nothing binds that was not signed."""

from contextlib import suppress
from datetime import date

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from services.dispute.domain.agreeing.agreement import MEDIATOR, Scan
from services.dispute.domain.performing.tables import CONFIRMATION, PERFORMANCE, leads
from services.kit.errors import Rejected
from tests.dispute.agreeing.table import CODE, LI, WRONG, ZHANG, Table, words

WHO = st.sampled_from([ZHANG, LI, "somebody"])
DAYS = st.sampled_from([date(2026, 3, 20), date(2026, 4, 1)])
KINDS = st.sampled_from(["neighbour", "neighbour", "marriage-family"])
DECISIONS = st.sampled_from(
    ["accepted", "not_accepted", "confirmed", "refused", "withdrawn"]
)


class Course(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.table = Table()
        self.codes = 0
        self.used: list[str] = []

    def tries(self, step) -> None:
        """What is refused leaves everything as it was."""
        before, said = self.table.state, len(self.table.facts)
        performance, court = before.performance, before.confirmation.state
        try:
            step()
        except Rejected:
            assert self.table.state is before
            assert len(self.table.facts) == said
        after = self.table.state
        moved = leads(PERFORMANCE, performance, after.performance)
        assert moved or performance == after.performance
        decided = leads(CONFIRMATION, court, after.confirmation.state)
        assert decided or court == after.confirmation.state

    def with_a_text(self, step) -> None:
        if self.table.state.agreement:
            self.tries(step)

    @rule(day=DAYS, kind=KINDS, partly=st.booleans())
    def draft(self, day, kind, partly):
        self.tries(lambda: self.table.drafts(words(day, partly), dispute_type=kind))

    @rule()
    def offer(self):
        self.with_a_text(self.table.offers)

    @rule(who=WHO)
    def ask_a_code(self, who):
        self.codes += 1
        self.with_a_text(lambda: self.table.asks_a_code(who, f"{CODE} {self.codes}"))

    @rule(who=WHO, right=st.booleans())
    def sign(self, who, right):
        agreement = self.table.state.agreement
        code = agreement.code_of(who) if agreement else None
        hash = code.hash if code and right else WRONG
        before = agreement.unsigned if agreement else ()
        self.with_a_text(lambda: self.table.signs(who, hash))
        after = self.table.state.agreement
        if after and who in before and who not in after.unsigned:
            assert hash not in self.used
            self.used.append(hash)

    @rule()
    def sign_as_mediator(self):
        self.with_a_text(self.table.mediator_signs)

    @rule(who=st.sampled_from([(ZHANG,), (LI, MEDIATOR), ("somebody",)]))
    def sign_in_ink(self, who):
        self.codes += 1
        scan = Scan(scan_id=f"s{self.codes}", file="f", label="l", size=1)
        self.with_a_text(lambda: self.table.inks(*who, scan=scan))

    @rule()
    def seal(self):
        self.with_a_text(self.table.seals)

    @rule()
    def seal_after_all_have_signed(self):
        """The way that is seldom found by chance."""
        if self.table.state.state == "mediating":
            with suppress(Rejected):
                self.table.sealed(written=words(date(2026, 3, 25)))

    @rule(who=WHO, rare=st.integers(0, 9))
    def refuse_to_sign(self, who, rare):
        if rare == 0:
            self.tries(lambda: self.table.refuses_to_sign(who))

    @rule(place=st.integers(0, 1), who=WHO)
    def perform(self, place, who):
        self.with_a_text(lambda: self.table.performs(place, who))

    @rule(place=st.integers(0, 1), who=WHO)
    def breach(self, place, who):
        self.with_a_text(lambda: self.table.breaks(place, who))

    @rule(who=WHO)
    def join(self, who):
        self.tries(lambda: self.table.joins(who))

    @rule(decision=DECISIONS)
    def decide(self, decision):
        self.tries(lambda: self.table.decides(decision))

    @rule(days=st.sampled_from([0.001, 1, 8, 40]))
    def time_passes(self, days):
        self.table.passes(days=days)

    @invariant()
    def every_signature_is_of_the_text_as_it_is(self):
        agreement = self.table.state.agreement
        for signature in agreement.signatures if agreement else ():
            assert signature.digest == agreement.digest

    @invariant()
    def nothing_binds_without_every_signature_and_the_seal(self):
        state = self.table.state
        if state.state in {"agreed", "partly_agreed"}:
            assert state.agreement is not None
            assert state.agreement.effective
            assert state.agreement.unsigned == ()
        elif state.agreement:
            assert not state.agreement.effective
            assert (state.performance, state.confirmation.state) == ("none", "none")

    @invariant()
    def ink_is_the_only_way_where_the_law_says_so(self):
        agreement = self.table.state.agreement
        if agreement and agreement.dispute_type == "marriage-family":
            assert {s.how for s in agreement.signatures} <= {"wet_ink"}

    @invariant()
    def the_task_is_answered_once(self):
        said = self.table.said()
        assert said.count("task-reply") == (self.table.state.over)

    @invariant()
    def all_that_is_performed_is_done(self):
        if self.table.state.performance == "performed":
            assert not any(duty.open for duty in self.table.agreement.duties)


Course.TestCase.settings = settings(max_examples=40, stateful_step_count=40)
TestCourse = Course.TestCase
