"""What intake, the one window, tells the rest of the platform."""

from typing import Annotated, ClassVar

from pydantic import AwareDatetime, Field

from contracts.codes import AreaCode, CaseNo, Code, DepartmentCode, TaskId
from contracts.envelope import Payload
from contracts.sealed import For, Sealed


class CaseRegistered(Payload):
    """A resident handed a matter over; its words stay with intake."""

    TYPE: ClassVar[str] = "tongban.intake.case-registered.v1"

    case_no: CaseNo
    kind: Code
    channel: Code
    received_at: AwareDatetime
    """When the resident was at the window."""
    area: AreaCode | None = None
    """Where it is about: whoever visits people there knows which of them."""
    partner: Code | None = None
    """Whose app handed it in, by Open311; None also where no partner is told of it."""


class CorrectionRequested(Payload):
    """The one notice that lists all that is missing or wrong; what, stays sealed."""

    TYPE: ClassVar[str] = "tongban.intake.correction-requested.v1"

    case_no: CaseNo
    defects: Annotated[int, Field(ge=1)]
    """How many the notice lists."""
    due_at: AwareDatetime
    """What is not corrected by then counts as given up."""


class CorrectionReceived(Payload):
    """The resident has corrected it; the window looks at it anew."""

    TYPE: ClassVar[str] = "tongban.intake.correction-received.v1"


class CaseDeclined(Payload):
    """The city does not take it up, for a listed reason; a dated voucher says so."""

    TYPE: ClassVar[str] = "tongban.intake.case-declined.v1"

    case_no: CaseNo
    reason: Code
    authority: Code | None = None
    """Where the resident goes instead."""


class CaseHandedOver(Payload):
    """Another authority has it now: the data went there, not the resident."""

    TYPE: ClassVar[str] = "tongban.intake.case-handed-over.v1"

    case_no: CaseNo
    reason: Code
    authority: Code


class CaseAnsweredAtOnce(Payload):
    """The window knew the answer; no department was asked."""

    TYPE: ClassVar[str] = "tongban.intake.case-answered-at-once.v1"

    case_no: CaseNo


class CaseWarned(Payload):
    """Somebody must look at this case at once."""

    TYPE: ClassVar[str] = "tongban.intake.case-warned.v1"

    case_no: CaseNo
    area: AreaCode
    reason: Code
    """A word of `warning_reasons` in warnings.yaml."""
    authority: Code | None = None
    """Who it was handed to, or must be reported to."""


class CaseClosed(Payload):
    """The time in which it could come back is over."""

    TYPE: ClassVar[str] = "tongban.intake.case-closed.v1"


class CaseRecorded(Payload):
    """A case of former days, answered before this platform: nobody owes anything."""

    TYPE: ClassVar[str] = "tongban.intake.case-recorded.v1"

    case_no: CaseNo
    kind: Code
    category: Code
    area: AreaCode
    received_at: AwareDatetime
    """When it came, in former days."""
    answered_at: AwareDatetime
    """When it was answered then."""


class CaseAccepted(Payload):
    """The city answers for this case from now on; everything a rule may ask is here."""

    TYPE: ClassVar[str] = "tongban.intake.case-accepted.v1"

    case_no: CaseNo
    kind: Code
    request_type: Code | None = None
    item: Code | None = None
    item_version: Annotated[int, Field(ge=1)] | None = None
    """Of the item: the form that the answers fit."""
    category: Code
    area: AreaCode
    channel: Code
    urgency: Code = "normal"
    received_at: AwareDatetime
    """When the resident was at the window."""
    accepted_at: AwareDatetime
    """From here the limits that start at acceptance count."""
    deemed: bool = False
    """By silence: no notice in time means accepted from the receipt (许可法 32)."""
    accused: tuple[DepartmentCode, ...] = ()
    """Whom a report is about: none of them may have it (举报)."""


class CaseAnswered(Payload):
    """Every department has answered; the answer waits for the resident at intake."""

    TYPE: ClassVar[str] = "tongban.intake.case-answered.v1"

    case_no: CaseNo
    outcome: Code
    authority: Code | None = None
    """Where the resident goes instead, when the city has not the power."""


class CaseSupplemented(Payload):
    """The resident added something; whoever has the case is given the new content."""

    TYPE: ClassVar[str] = "tongban.intake.case-supplemented.v1"


class CaseUrged(Payload):
    """The resident, or the window for them, asks how far it is."""

    TYPE: ClassVar[str] = "tongban.intake.case-urged.v1"


class CaseWithdrawn(Payload):
    """The resident does not want it any more; nobody owes anything from now on."""

    TYPE: ClassVar[str] = "tongban.intake.case-withdrawn.v1"


class CaseEvaluated(Payload):
    """好差评: 5 very good to 1 very bad; the last two are bad."""

    TYPE: ClassVar[str] = "tongban.intake.case-evaluated.v1"

    grade: Annotated[int, Field(ge=1, le=5)]
    """5 very good to 1 very bad."""
    named: bool
    """False: anonymous, so that nobody can be called back."""


class CaseReopened(Payload):
    """What was answered is not settled after all."""

    TYPE: ClassVar[str] = "tongban.intake.case-reopened.v1"

    reason: Code


class ContactRegistered(Payload):
    """How to reach the people of the case: a `ContactCard`."""

    TYPE: ClassVar[str] = "tongban.intake.contact-registered.v1"

    contact: Annotated[Sealed, For("notification")]


class ContactErased(Payload):
    """Nobody of this case may be written to any more."""

    TYPE: ClassVar[str] = "tongban.intake.contact-erased.v1"


class ContentGranted(Payload):
    """The department has the task, so it may see this much: a `CaseContent`."""

    TYPE: ClassVar[str] = "tongban.intake.content-granted.v1"

    task_id: TaskId
    department: DepartmentCode
    content: Annotated[Sealed, For("{department}")]


class ContentRevoked(Payload):
    """The task has ended, and with it the reason to know."""

    TYPE: ClassVar[str] = "tongban.intake.content-revoked.v1"

    task_id: TaskId
    department: DepartmentCode
