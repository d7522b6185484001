"""Where a case goes: by a rule, or by somebody's decision."""

from typing import Annotated, ClassVar

from pydantic import AwareDatetime, Field

from contracts.codes import Code, DepartmentCode
from contracts.envelope import Payload


class HandlingPlanned(Payload):
    """Which rule sent the case where."""

    TYPE: ClassVar[str] = "tongban.routing.handling-planned.v1"

    lead: DepartmentCode
    co_handlers: tuple[DepartmentCode, ...] = ()
    rule: Code
    rules_version: Code


class TriageRequested(Payload):
    """No rule knows the case; the dispatcher has it until somebody is named."""

    TYPE: ClassVar[str] = "tongban.routing.triage-requested.v1"

    rules_version: Code
    due_at: AwareDatetime
    """Until then somebody should be named."""


class CaseSupervised(Payload):
    """The case itself is looked at: nobody has it, or it keeps going wrong."""

    TYPE: ClassVar[str] = "tongban.routing.case-supervised.v1"

    level: Annotated[int, Field(ge=1, le=3)]
    """1 the head, 2 the office, 3 the city."""
    reason: Code


class JointMeetingCalled(Payload):
    """A department is asked to the meeting (联席会议) that settles whose duty it is."""

    TYPE: ClassVar[str] = "tongban.routing.joint-meeting-called.v1"

    department: DepartmentCode
    at: AwareDatetime
    """When it meets."""


class JointMeetingHeld(Payload):
    """The meeting took place; its minutes stay with routing, sealed."""

    TYPE: ClassVar[str] = "tongban.routing.joint-meeting-held.v1"

    departments: tuple[DepartmentCode, ...]
