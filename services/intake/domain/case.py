"""A case as intake knows it: who has it and how far it is, never what it says."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar, TypeVar

from services.intake.domain.likeness import Marks, place_of
from services.intake.domain.parts import (
    OF_THE_OFFICES,
    OF_THE_WINDOW,
    Attachment,
    Evaluation,
    Forgotten,
    HandOver,
    Holder,
    Notice,
    Paper,
    PaperKind,
    Report,
    Step,
    Told,
    Warned,
)
from services.intake.domain.states import OVER, Anonymity, State
from services.intake.domain.upcasting import UPCASTERS
from services.kit.writing.change import Aggregate

Part = TypeVar("Part")
Words = tuple[int, tuple[str, ...], tuple[str, ...]]

MOST_STEPS = 500
MOST_TOLD = 200
"""More than that happens to no case; the oldest give way, so that it stays bounded."""
MOST_PAPERS = 99
"""Each round adds one; their numbers have two digits."""
MOST_REPORTED = 2_000_000
"""Sealed characters of all reports; the oldest give way."""
REMEMBERED = 200
"""Requests with a key, of everybody who speaks for the case."""

REOPEN_WITHIN = timedelta(days=30)
"""From the answer; then the case is closed."""
CONFIRM_WITHIN = timedelta(minutes=10)
"""An emergency that nobody over there has taken by then is said again and again."""

MOST_DOUBLED = 7
"""Then nearly a day has passed."""


class Case(Aggregate):
    """What people wrote is opaque here: sealed at rest by the edge.

    `content`, `query_code`, `answer`, `supplements`, texts and labels of its parts.
    """

    SCHEMA: ClassVar[int] = 7
    UPCASTERS: ClassVar[Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]]] = (
        UPCASTERS
    )

    case_id: str
    case_no: str
    kind: str
    request_type: str | None = None
    item: str | None = None
    item_version: int | None = None
    category: str
    area: str
    channel: str
    urgency: str
    state: State
    received_at: datetime
    accepted_at: datetime | None = None
    owner: str | None = None
    """Keyed hash of the resident who registered it for oneself."""
    request_digest: str
    query_code: str
    query_code_digest: str
    content: str
    anonymity: Anonymity = "named"
    language: str = "zh"
    """In which its people are written to."""
    helper: str | None = None
    """Who assisted, by kind: counted, and never the resident's problem."""
    accused: tuple[str, ...] = ()
    """Organisations that a report is about."""
    keep_until: datetime | None = None
    """Of a draft."""
    submitted_at: datetime | None = None
    """When it came, or came back corrected."""
    examine_by: datetime | None = None
    """By then the window says what is missing; silence accepts (许可法 32)."""
    notices: tuple[Notice, ...] = ()
    corrections: int = 0
    changed: tuple[str, ...] = ()
    """Where the latest correction changed something: JSON pointers."""
    deemed: bool = False
    """Accepted by silence."""
    reason: str | None = None
    """Why it was declined or handed over."""
    handed: HandOver | None = None
    warnings: tuple[Warned, ...] = ()
    papers: tuple[Paper, ...] = ()
    outcome: str | None = None
    authority: str | None = None
    """Who has the power, where the city has not."""
    answer: str | None = None
    answered_at: datetime | None = None
    round: int = 1
    """Above 1: it came back after it had been answered."""
    supplements: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    reports: tuple[Report, ...] = ()
    evaluations: tuple[Evaluation, ...] = ()
    urged: int = 0
    requests: tuple[str, ...] = ()
    """The latest that came with a key: `key#digest of the request`."""
    holders: tuple[Holder, ...] = ()
    steps: tuple[Step, ...] = ()
    told: tuple[Told, ...] = ()
    marks: Marks = Marks()
    forgotten: Forgotten | None = None

    def index(self) -> dict[str, Any]:
        return {
            "case_no": self.case_no,
            "query_code_digest": self.query_code_digest,
            "case_state": self.state,
            "area": self.area,
            "place": place_of(self.area),
            "category": self.category,
            **self.marks.index(self.case_id, self.received_at),
            "owner": self.owner,
            "holders": sorted({holder.department for holder in self.holders}),
            "accused": list(self.accused),
            "received_at": self.received_at,
            "key_to_go": bool(self.forgotten and not self.forgotten.key_gone),
        }

    @property
    def wake_at(self) -> datetime | None:
        match self.state:
            case "draft":
                return self.keep_until
            case "registered":
                return self.examine_by
            case "correction_requested":
                return self.notices[-1].due_at
            case "handed_over":
                return self._confirm_by
            case "answered" | "answered_at_once":
                return self._close_at
        return None

    @property
    def _close_at(self) -> datetime | None:
        return self.answered_at + REOPEN_WITHIN if self.answered_at else None

    @property
    def _confirm_by(self) -> datetime | None:
        """Each time twice as late, then each day."""
        handed = self.handed
        if handed is None or handed.confirmed_at:
            return None
        doubled = min(handed.warned, MOST_DOUBLED)
        days = timedelta(days=handed.warned - doubled)
        return handed.at + CONFIRM_WITHIN * (1 << doubled) + days

    @property
    def lead(self) -> Holder | None:
        leads = (holder for holder in self.holders if holder.role == "lead")
        return next(leads, None)

    @property
    def expected_at(self) -> datetime | None:
        """When the last of those who have it must have answered.

        None: nobody owes an answer, or somebody's clock stands still.
        """
        if self.state in OVER or any(holder.waits for holder in self.holders):
            return None
        return max((holder.due_at for holder in self.holders), default=None)

    @property
    def discreet(self) -> bool:
        """Of whom a list, and whoever's app it came by, are told next to nothing."""
        reported = self.request_type == "report" or bool(self.accused)
        return reported or self.anonymity != "named" or bool(self.warnings)

    @property
    def words(self) -> Words:
        """What was added to the content by now: differs when a grant would."""
        reported = tuple(each.task_id for each in self.reports)
        return len(self.supplements), reported, self.attachment_ids

    @property
    def attached(self) -> tuple[Attachment, ...]:
        """What has not been removed, oldest first."""
        return tuple(each for each in self.attachments if not each.removed)

    @property
    def attachment_ids(self) -> tuple[str, ...]:
        return tuple(each.attachment_id for each in self.attached)

    def attachment(self, attachment_id: str) -> Attachment | None:
        same = (e for e in self.attachments if e.attachment_id == attachment_id)
        return next(same, None)

    @property
    def evaluation(self) -> Evaluation | None:
        """Of this round."""
        return next((e for e in self.evaluations if e.round == self.round), None)

    def holder_of(self, task_id: str) -> Holder | None:
        held = (holder for holder in self.holders if holder.task_id == task_id)
        return next(held, None)

    def reports_to(self, holder: Holder) -> tuple[Report, ...]:
        """What the others have reported for this one's part."""
        leads = holder.role == "lead"
        return tuple(
            report
            for report in self.reports
            if report.to == holder.task_id or (leads and report.to is None)
        )

    def receiver_of(self, report: Report) -> Holder | None:
        return self.lead if report.to is None else self.holder_of(report.to)

    def but(self, **fields: Any) -> "Case":
        return self.model_copy(update=fields)

    def noting(self, step: Step) -> "Case":
        return self.but(steps=_latest(self.steps, step, MOST_STEPS))

    def with_paper(self, kind: PaperKind, at: datetime) -> "Case":
        """The next voucher of this case; its number is never given again."""
        number = f"{self.case_no}-{len(self.papers) + 1:02d}"
        if len(self.papers) >= MOST_PAPERS:
            return self
        return self.but(papers=(*self.papers, Paper(kind=kind, number=number, at=at)))

    def telling(self, told: Told) -> "Case":
        return self.but(told=_latest(self.told, told, MOST_TOLD))

    def supplemented(self, sealed: str) -> "Case":
        return self.but(supplements=(*self.supplements, sealed))

    def reporting(self, report: Report) -> "Case":
        kept = (*self.reports, report)
        while sum(len(each.text) for each in kept) > MOST_REPORTED:
            kept = kept[1:]
        return self.but(reports=kept)

    def hearing(self, request: str | None) -> "Case":
        if request is None:
            return self
        return self.but(requests=_latest(self.requests, request, REMEMBERED))

    def holding(self, task_id: str, **changed: Any) -> "Case":
        """The holder of that task becomes another one in some ways; others stay."""
        holders = tuple(
            holder.model_copy(update=changed) if holder.task_id == task_id else holder
            for holder in self.holders
        )
        return self.but(holders=holders)

    def as_one_holder_sees(self, department: str) -> "Case":
        """No other office's part in it, and nothing of who was told."""
        holders = tuple(h for h in self.holders if h.department == department)
        steps = tuple(
            step
            for step in self.steps
            if step.department == department or step.code in OF_THE_WINDOW
        )
        bare = self.but(warnings=(), notices=(), papers=(), handed=None)
        return bare.but(holders=holders, steps=steps, told=())

    def as_its_owner_sees(self) -> "Case":
        """Warnings are for the offices' eyes: nobody is frightened by them."""
        steps = tuple(step for step in self.steps if step.code not in OF_THE_OFFICES)
        return self.but(warnings=(), steps=steps)

    def without(self, task_id: str) -> "Case":
        left = tuple(holder for holder in self.holders if holder.task_id != task_id)
        return self.but(holders=left)


def known(case: Case | None) -> Case:
    """For what can only be about a case of ours: a stranger's is a bug, and parks."""
    if case is None:
        raise LookupError("a fact about a case that intake has never registered")
    return case


def _latest(kept: tuple[Part, ...], one: Part, most: int) -> tuple[Part, ...]:
    return (*kept, one)[-most:]
