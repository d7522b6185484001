"""What people send to the wall; every text is as long as a sealed one may be."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, Field

from services.dispute.wall.plain import LONGEST

Text = Annotated[str, Field(min_length=1, max_length=LONGEST)]


class SessionIn(BaseModel):
    parties: list[str] = Field(min_length=1, max_length=200)
    at: AwareDatetime
    venue: str = Field(max_length=64)


class SessionMovedIn(BaseModel):
    at: AwareDatetime
    venue: str = Field(max_length=64)


class AttendanceIn(BaseModel):
    attendance: dict[str, Literal["itself", "agent", "absent"]]


class MyWordIn(BaseModel):
    kind: Literal["statement", "proposal"]
    text: Text
    answers: str | None = Field(default=None, max_length=64)
    """The proposal that this one counters."""
    show_to: list[str] = Field(default=[], max_length=200)
    """Which parties read it at once; none: the mediator alone."""


class MediatorWordIn(BaseModel):
    kind: Literal["proposal", "minutes"]
    text: Text
    answers: str | None = Field(default=None, max_length=64)
    session_id: str | None = Field(default=None, max_length=64)
    show_to: list[str] = Field(default=[], max_length=200)


class ShowIn(BaseModel):
    """`to` left out: every other party."""

    to: list[str] | None = Field(default=None, min_length=1, max_length=200)


class FactsIn(BaseModel):
    text: Text


class ConsentIn(BaseModel):
    digest: str = Field(max_length=128)
    agrees: bool


class DangerIn(BaseModel):
    """`withheld`: why telling the parties would endanger somebody; else it is told."""

    kind: str = Field(max_length=64)
    to: str = Field(max_length=64)
    text: Text
    withheld: str | None = Field(default=None, max_length=64)
    end: bool = False
    """Ends the mediation as well."""
