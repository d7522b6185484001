"""What was promised: who, what, by when; each a handling with a clock of its own."""

from dataclasses import dataclass
from datetime import datetime

from contracts.dispute import CommitmentMade
from services.dispute.deliberating.domain.facts import told
from services.dispute.deliberating.domain.norms import Norms
from services.dispute.deliberating.domain.parts import (
    A_YEAR,
    KEPT_WITHIN,
    MOST_COMMITMENTS,
    Commitment,
)
from services.dispute.deliberating.domain.refusals import (
    another_request,
    demand,
    no_room,
    not_ahead,
    not_listed,
    too_far,
)
from services.dispute.deliberating.domain.topic import Topic
from services.kit.writing.change import Change


@dataclass(frozen=True)
class Promise:
    commitment_id: str
    case_no: str
    what: str
    department: str
    co_handlers: tuple[str, ...]
    promised_by: datetime


@dataclass(frozen=True)
class Promises:
    """What one record of a meeting holds; ids follow from the request."""

    promises: tuple[Promise, ...]
    digest: str


def promise(
    norms: Norms, topic: Topic | None, command: Promises, now: datetime
) -> Change[Topic] | None:
    """The same request twice is the same promises, under their first numbers."""
    first = command.promises[0].commitment_id
    for known in topic.commitments if topic else ():
        if known.commitment_id == first:
            if known.digest != command.digest:
                raise another_request()
            return None
    topic = demand("promise", topic)
    if len(topic.commitments) + len(command.promises) > MOST_COMMITMENTS:
        raise no_room("promises", MOST_COMMITMENTS, "项承诺")
    for made in command.promises:
        _check(norms, made, now)
    commitments = tuple(_kept(made, command.digest) for made in command.promises)
    after = topic.but(state="following", commitments=(*topic.commitments, *commitments))
    return Change(after, tuple(_made(after, each) for each in commitments))


def _check(norms: Norms, made: Promise, now: datetime) -> None:
    if not norms.departments.issuperset((made.department, *made.co_handlers)):
        raise not_listed("department", "承诺单位")
    if made.promised_by <= now:
        raise not_ahead("promised_by", "承诺完成时间")
    if made.promised_by > now + KEPT_WITHIN * A_YEAR:
        raise too_far("promised_by", KEPT_WITHIN, "承诺完成时间")


def _kept(made: Promise, digest: str) -> Commitment:
    return Commitment(
        commitment_id=made.commitment_id,
        case_no=made.case_no,
        what=made.what,
        department=made.department,
        co_handlers=made.co_handlers,
        promised_by=made.promised_by,
        digest=digest,
    )


def _made(topic: Topic, commitment: Commitment) -> CommitmentMade:
    return told(
        topic,
        CommitmentMade,
        commitment_id=commitment.commitment_id,
        case_no=commitment.case_no,
        department=commitment.department,
        co_handlers=commitment.co_handlers,
        category=topic.category,
        area=topic.area,
        promised_by=commitment.promised_by,
    )
