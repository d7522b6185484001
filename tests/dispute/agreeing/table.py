"""Two neighbours at one table, without infrastructure: invented people."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from contracts.codes import derived_id
from contracts.envelope import Payload
from contracts.sealed import Person
from services.dispute.domain.agreeing.agreement import MEDIATOR, Agreement, Scan
from services.dispute.domain.agreeing.drafting import Drafted, Offer, draft, offer
from services.dispute.domain.agreeing.sealing import (
    RefuseToSign,
    Seal,
    refuse_to_sign,
    seal,
)
from services.dispute.domain.agreeing.signing import (
    CodeAsked,
    SignByCode,
    SignByLogin,
    SignedInInk,
    send_code,
    sign_by_code,
    sign_by_login,
    sign_in_ink,
)
from services.dispute.domain.agreeing.terms import Terms
from services.dispute.domain.agreeing.text import (
    Draft,
    DraftedDuty,
    DraftedMatter,
    Signer,
    composed,
    digest_of,
)
from services.dispute.domain.mediation import Mediation, Party
from services.dispute.domain.performing.confirming import Decide, Join, decide, join
from services.dispute.domain.performing.doing import Breach, Perform, breach, perform
from services.dispute.domain.rest.choosing import Choose, choose
from services.dispute.domain.rules import Rules
from services.dispute.domain.waking import wake
from services.dispute.signing.writing import Written
from services.kit.limits.calendar import WorkCalendar
from services.kit.limits.limit import Limit
from services.kit.testing.clock import MONDAY
from services.kit.writing.change import Change
from tests.dispute.world import CITY

ZHANG, LI = derived_id("张三"), derived_id("李四")
PEOPLE = {ZHANG: Person(name="张三"), LI: Person(name="李四")}
CODE, WRONG = "keyed hash of the code", "keyed hash of another"
CARD = ".".join(["eyJhbGciOiJub25lIn0", "a", "b", "c", "d"])
SCAN = Scan(scan_id="scan", file="f", label="sealed", size=9)
TERMS = Terms(
    types={kind.code: kind for kind in CITY.types.values()},
    calendar=WorkCalendar(frozenset(), frozenset(), date(2026, 12, 31)),
    confirm=Limit(amount=30, unit="calendar_days", source="law"),
    asked=frozenset({"land-homestead"}),
    breaches=frozenset({"not_done", "refused"}),
    early=frozenset({"refused"}),
    excluded=frozenset({"title"}),
)


def words(mend_on: date = date(2026, 3, 20), partly: bool = False) -> Draft:
    mend = DraftedDuty(
        by=LI, to=ZHANG, content="修好水管", manner="自费", due_on=mend_on
    )
    pay = DraftedDuty(
        by=ZHANG, to=LI, content="支付材料费200元", manner="转账", due_on=mend_on
    )
    matter = DraftedMatter(disputed="谁来修水管", duties=(mend, pay))
    return Draft(facts="楼上水管漏水。", matters=(matter,), partly=partly)


def text_of(draft: Draft) -> str:
    signers = tuple(Signer(party_id=id, person=PEOPLE[id]) for id in (ZHANG, LI))
    return composed("TJ-1", draft, signers)


def mediation(**fields: Any) -> Mediation:
    parties = tuple(
        Party(party_id=id, card="c", invitation="i", token_hash=id, accepts=True)
        for id in (ZHANG, LI)
    )
    return Mediation(
        mediation_id=derived_id("mediation"),
        case_id=derived_id("case"),
        task_id=derived_id("task"),
        state="mediating",
        parties=parties,
    ).but(**fields)


def drafted(written: Written, unconfirmable: str | None = None) -> Drafted:
    """What the mediator hands in, as it was written and sealed."""
    return Drafted(
        by="mediator",
        draft=written.draft,
        paper=written.sealed,
        digest=written.digest,
        parties=written.parties,
        dispute_type="neighbour",
        unconfirmable=unconfirmable,
    )


@dataclass
class Table:
    """Whatever is decided here is what the service decides."""

    now: datetime = MONDAY
    state: Mediation = field(default_factory=mediation)
    facts: list[Payload] = field(default_factory=list)
    rules: Rules = field(
        default_factory=lambda: replace(
            CITY,
            answers=dict.fromkeys(("agreed", "partly_agreed", "refused_to_sign"), CARD),
        )
    )

    @property
    def agreement(self) -> Agreement:
        assert self.state.agreement is not None
        return self.state.agreement

    @property
    def digest(self) -> str:
        return self.agreement.digest

    def said(self) -> list[str]:
        return [fact.TYPE.split(".")[2] for fact in self.facts]

    def _take(self, change: Change[Mediation] | None) -> None:
        if change:
            self.state = change.state
            self.facts += change.facts

    def drafts(self, written: Draft | None = None, **fields: Any) -> None:
        written = written or words()
        given: dict[str, Any] = {"dispute_type": "neighbour"} | fields
        command = Drafted(
            by="mediator",
            draft=written,
            paper="sealed",
            digest=digest_of(text_of(written)),
            parties=given.pop("parties", (ZHANG, LI)),
            **given,
        )
        self._take(draft(TERMS, self.state, command, self.now))

    def offers(self) -> None:
        self._take(offer(self.state, Offer(self.digest), self.now))

    def asks_a_code(self, who: str, hash: str = CODE) -> None:
        command = CodeAsked(who, self.digest, hash, CARD)
        self._take(send_code(TERMS, self.state, command, self.now))

    def signs(
        self, who: str, hash: str = CODE, digest: str = "", by_agent: str | None = None
    ) -> None:
        command = SignByCode(who, digest or self.digest, hash, by_agent)
        self._take(sign_by_code(TERMS, self.state, command, self.now))

    def mediator_signs(self) -> None:
        command = SignByLogin(self.digest, "tester")
        self._take(sign_by_login(TERMS, self.state, command, self.now))

    def inks(
        self, *who: str, scan: Scan = SCAN, by_agent: dict[str, str] | None = None
    ) -> None:
        command = SignedInInk(who, self.digest, scan, "clerk", by_agent or {})
        self._take(sign_in_ink(TERMS, self.state, command, self.now))

    def seals(self, digest: str = "") -> None:
        command = Seal(digest or self.digest, "body")
        self._take(seal(self.rules, TERMS, self.state, command, self.now))

    def refuses_to_sign(self, who: str) -> None:
        command = RefuseToSign(who)
        self._take(refuse_to_sign(self.rules, self.state, command, self.now))

    def all_sign(self) -> None:
        for who in (ZHANG, LI):
            self.asks_a_code(who)
            self.signs(who)
        self.mediator_signs()

    def sealed(self, **fields: Any) -> "Table":
        self.drafts(**fields)
        self.offers()
        if self.agreement.wet_ink:
            self.inks(ZHANG, LI, MEDIATOR)
        else:
            self.all_sign()
        self.seals()
        return self

    def chooses(self, who: str, *, goes_on: bool) -> None:
        """What becomes of the rest."""
        self._take(choose(self.state, Choose(who, goes_on), self.now))

    def performs(self, place: int, who: str | None = None, **fields: Any) -> None:
        duty_id = self.agreement.duties[place].duty_id
        command = Perform(duty_id, who, **fields)
        self._take(perform(self.state, command, self.now))

    def breaks(self, place: int, who: str | None = None, why: str = "not_done") -> None:
        command = Breach(self.agreement.duties[place].duty_id, why, who)
        self._take(breach(TERMS, self.state, command, self.now))

    def joins(self, who: str) -> None:
        self._take(join(self.state, Join(who), self.now))

    def decides(self, decision: Any) -> None:
        self._take(decide(self.state, Decide(decision, "body"), self.now))

    def passes(self, **time: float) -> None:
        """Time goes by, and wakes what is due, one thing after the other."""
        self.now += timedelta(**time)
        while (due := self.state.wake_at) and due <= self.now:
            change = wake(self.rules, self.state, self.now)
            assert change
            self._take(change)
