"""A department's word by Kafka: what cannot be done is answered in its own feed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contracts.department import TaskReply
from contracts.envelope import Payload
from contracts.routing import OfTask, ReplyAccepted, ReplyRejected
from contracts.topics import may_claim
from services.kit.errors import Rejected
from services.kit.writing.change import Aggregate, Change
from services.routing.domain import refusals
from services.routing.domain.acting.act import act
from services.routing.domain.acting.own import TaskAction
from services.routing.domain.handling import REMEMBERED, Handling
from services.routing.domain.norms import Norms

LONGEST_WORDS = 500


@dataclass(frozen=True)
class Reply:
    """`department` is the topic's; what the message says of itself proves nothing."""

    id: UUID
    department: str
    said: TaskReply
    source: str
    subject: str
    """Of the document around it: what it claims, to be compared with what is known."""
    answer_opens: bool
    """Whether intake has the key that its answer is sealed for."""

    @property
    def action(self) -> TaskAction:
        said = self.said.model_dump(exclude={"case_id", "department"})
        return TaskAction(id=str(self.id), department=self.department, **said)


class NotTheirs(Exception):
    """The department has no task in that handling, if there is one at all."""


def take_reply(
    norms: Norms, handling: Handling | None, reply: Reply, now: datetime
) -> Change[Handling] | None:
    """Applied once or refused once.

    Raises `NotTheirs`, so that nobody fills the memory of a case that is not theirs.
    """
    if handling is None or not handling.concerns(reply.department):
        raise NotTheirs
    if handling.heard(reply.department, str(reply.id)):
        return None
    try:
        _check_sender(reply)
        _check_answer(reply)
        return _told(act(norms, handling, reply.action, now), reply)
    except Rejected as no:
        heard = handling.hearing(reply.department, str(reply.id))
        return Change(heard, (_rejected(reply, no),))


def _told(change: Change[Handling] | None, reply: Reply) -> Change[Handling] | None:
    """Whoever spoke hears of it: if not by a fact about its own task, then by this."""
    if change is None or any(_reaches(reply, fact) for fact in change.facts):
        return change
    accepted = ReplyAccepted(
        case_id=reply.said.case_id,
        department=reply.department,
        reply_id=reply.id,
        task_id=reply.said.task_id,
        action=reply.said.action,
    )
    return Change(change.state, (*change.facts, accepted))


def _reaches(reply: Reply, fact: Payload) -> bool:
    return isinstance(fact, OfTask) and fact.department == reply.department


class Correspondence(Aggregate):
    """What a department was told about replies on a case in which it has no task."""

    department: str
    answered: tuple[str, ...] = ()


def refuse_reply(
    letters: Correspondence | None,
    reply: Reply,
    now: datetime,
) -> Change[Correspondence] | None:
    told = _answering(letters, reply.department, reply.id)
    if told is None:
        return None
    try:
        _check_sender(reply)
        no = refusals.unknown_task()
    except Rejected as another:
        no = another
    return Change(told, (_rejected(reply, no),))


@dataclass(frozen=True)
class StrayReply:
    """What a department wrote and nobody can read.

    `case_id` and `id` are its own where they can be made out, else made up.
    """

    id: UUID
    department: str
    case_id: str
    wrong: str
    """Which fields, and how; nothing of what stood in them."""


def refuse_stray(
    letters: Correspondence | None, stray: StrayReply, now: datetime
) -> Change[Correspondence] | None:
    told = _answering(letters, stray.department, stray.id)
    if told is None:
        return None
    no = refusals.unreadable(stray.wrong)
    fact = ReplyRejected(
        case_id=stray.case_id,
        department=stray.department,
        reply_id=stray.id,
        reason=no.reason,
        words_zh=no.zh[:LONGEST_WORDS],
        words_en=no.en[:LONGEST_WORDS],
    )
    return Change(told, (fact,))


def _answering(
    letters: Correspondence | None, department: str, reply_id: UUID
) -> Correspondence | None:
    """None: that was answered before."""
    letters = letters or Correspondence(department=department)
    if str(reply_id) in letters.answered:
        return None
    answered = (*letters.answered, str(reply_id))[-REMEMBERED:]
    return letters.model_copy(update={"answered": answered})


def _check_sender(reply: Reply) -> None:
    """Names that are not the sender's own are lies, though nobody believes them."""
    if reply.said.department != reply.department:
        raise refusals.another_department()
    if not may_claim(reply.department, reply.source):
        raise refusals.forged_source()
    if reply.subject != reply.said.case_id:
        raise refusals.forged_subject()


def _check_answer(reply: Reply) -> None:
    """What nobody can open would never reach the resident."""
    if not reply.answer_opens:
        raise refusals.answer_not_for_intake()


def _rejected(reply: Reply, no: Rejected) -> ReplyRejected:
    return ReplyRejected(
        case_id=reply.said.case_id,
        department=reply.department,
        reply_id=reply.id,
        task_id=reply.said.task_id,
        reason=no.reason,
        words_zh=no.zh[:LONGEST_WORDS],
        words_en=no.en[:LONGEST_WORDS],
    )
