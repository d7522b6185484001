"""What the requests say."""

from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, Field

from contracts.codes import ArticleCode, CaseId, Code, DepartmentCode, DocumentNo
from services.kit.limits.limit import Unit
from services.kit.serving.text import clean

Departments = Annotated[list[DepartmentCode], Field(min_length=1, max_length=10)]
Text = Annotated[str, Field(max_length=20_000)]
Grade = Annotated[int, Field(ge=1, le=5)]


class Nothing(BaseModel):
    """An empty object; the action needs no more."""


class ReasonIn(BaseModel):
    reason: Code


class ContactIn(BaseModel):
    reached: bool


class ReturnIn(BaseModel):
    reason: Code
    law: ArticleCode


class PauseIn(BaseModel):
    reason: Code
    evidence: DocumentNo
    until: AwareDatetime


class WhistleIn(BaseModel):
    departments: Departments


class SubAssignIn(BaseModel):
    to: DepartmentCode
    amount: Annotated[int, Field(ge=1, le=400)]
    unit: Unit


class CompleteIn(BaseModel):
    """`answer`: the lead's, for the resident; `authority`: with `not_our_power`."""

    outcome: Code
    answer: (
        Annotated[str, AfterValidator(clean), Field(min_length=1, max_length=20_000)]
        | None
    ) = None
    authority: Code | None = None


class AssessIn(BaseModel):
    """`department`: which of those that came; not needed by one that came."""

    grade: Grade
    department: DepartmentCode | None = None


class DecideReturnIn(BaseModel):
    decision: Literal["upheld", "dismissed"]
    to: DepartmentCode | None = None


class DecideIn(BaseModel):
    decision: Literal["granted", "refused"]


class DecideExclusionIn(DecideIn):
    reason: Code


class ReviewIn(BaseModel):
    """`keep`: it still cannot be solved."""

    keep: bool


class ToIn(BaseModel):
    to: DepartmentCode


class AssignIn(BaseModel):
    lead: DepartmentCode
    co_handlers: list[DepartmentCode] = Field(default_factory=list, max_length=40)


class CallInIn(BaseModel):
    department: DepartmentCode


class MeetingIn(BaseModel):
    departments: Departments
    at: AwareDatetime


class MinutesIn(BaseModel):
    """`departments`: who came. The minutes are sealed at once.

    What paper could not hold is taken out of them: they are often pasted.
    """

    departments: Departments
    minutes: Annotated[Text, AfterValidator(clean), Field(min_length=1)]


class MergeIn(BaseModel):
    into: CaseId
    new_facts: bool


class FollowUpIn(BaseModel):
    """`contacted`: whether whoever handled it had spoken to the resident."""

    reached: Literal["reached", "refused", "unreachable"]
    contacted: bool | None = None
    resolved: bool | None = None
    satisfied: bool | None = None
