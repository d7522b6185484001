"""Files that belong to a case: how many, how large, and until when."""

from dataclasses import dataclass
from datetime import datetime

from contracts.intake import CaseSupplemented
from services.intake.domain import refusals
from services.intake.domain.asking import MOST_GRANTED
from services.intake.domain.case import Case, known
from services.intake.domain.offices.granting import Grants, granted
from services.intake.domain.parts import Attachment, Step
from services.intake.domain.window.allowing import demand
from services.kit.writing.change import Change

MIB = 1024 * 1024
MOST_ATTACHMENTS = 20
MOST_BYTES = 100 * MIB
"""Of all that a case has. [ours]"""
MOST_EVER = 60
"""With those that were removed: the case stays bounded. [ours]"""


@dataclass(frozen=True)
class Attach:
    """`grants` are for everybody who has the case."""

    attachment: Attachment
    grants: Grants


@dataclass(frozen=True)
class Remove:
    attachment_id: str


def attach(case: Case | None, given: Attach, now: datetime) -> Change[Case] | None:
    """Everybody who has the case is given it again, with this file named.

    Of a draft nobody else knows.
    """
    before, new = known(case), given.attachment
    if is_there(before, new.attachment_id, new.received):
        return None
    demand_room(before, new.size)
    if given.grants.size > MOST_GRANTED:
        raise refusals.too_much_for_all()
    kept = new.model_copy(update={"at": now})
    after = with_attachment(before, kept)
    if before.state == "draft":
        return Change(after)
    after = after.noting(Step(code="attached", at=now))
    grants = granted(after, after.holders, given.grants)
    return Change(after, (CaseSupplemented(case_id=after.case_id), *grants))


def remove(case: Case | None, asked: Remove, now: datetime) -> Change[Case] | None:
    """Before the window has decided anything by it."""
    before = known(case)
    found = before.attachment(asked.attachment_id)
    if found is None or found.removed:
        return None
    demand("take_back", before)
    gone = found.model_copy(update={"removed": True, "size": 0, "label": ""})
    left = tuple(gone if each is found else each for each in before.attachments)
    return Change(before.but(attachments=left))


def with_attachment(case: Case, attachment: Attachment) -> Case:
    return case.but(attachments=(*case.attachments, attachment))


def is_there(case: Case, attachment_id: str, received: str) -> bool:
    """Refuses another file under a key that was used, and one that was removed."""
    found = case.attachment(attachment_id)
    if found is None:
        return False
    if found.received != received:
        raise refusals.key_reused()
    if found.removed:
        raise refusals.attachment_removed()
    return True


def demand_room(case: Case, size: int) -> None:
    """For one more of so many bytes."""
    demand("attach", case)
    full = len(case.attached) >= MOST_ATTACHMENTS
    if full or len(case.attachments) >= MOST_EVER:
        raise refusals.attached_enough(MOST_ATTACHMENTS)
    if sum(each.size for each in case.attached) + size > MOST_BYTES:
        raise refusals.attached_too_much(MOST_BYTES // MIB)
