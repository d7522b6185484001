"""What is missing or wrong: said once, all together, and then put right."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from contracts.envelope import Payload
from contracts.intake import CorrectionReceived, CorrectionRequested
from services.intake.domain import refusals
from services.intake.domain.case import Case, known
from services.intake.domain.likeness import Marks
from services.intake.domain.parts import Defect, Notice, Step
from services.intake.domain.window import facts
from services.intake.domain.window.allowing import demand
from services.intake.domain.window.deciding import EMERGENCY, as_handed_over
from services.intake.domain.window.registering import contact_fact
from services.kit.writing.change import Change


@dataclass(frozen=True)
class RequestCorrection:
    """`words` are sealed at rest; `due_at`: until when the resident may take."""

    defects: tuple[Defect, ...]
    words: str | None
    due_at: datetime
    provisional: bool = False


@dataclass(frozen=True)
class Correct:
    """`changed`: where the new content differs from the one before.

    `examine_by`: until when the window looks at it anew.
    """

    content: str
    contact: str | None
    changed: tuple[str, ...]
    examine_by: datetime
    version: int
    """Which stored content it was made from: two at once do not undo each other."""
    marks: Marks = field(default_factory=Marks)
    warnings: Mapping[str, str | None] = field(default_factory=dict)
    """By reason: the authority that has to come, or that the law wants told."""
    emergency: str | None = None


def request_correction(
    case: Case | None, ask: RequestCorrection, now: datetime
) -> Change[Case] | None:
    """One notice lists everything (许可法 32(4)).

    Another one only about what the correction itself brought in.
    """
    before = known(case)
    if _is_said(before, ask):
        return None
    demand("request_correction", before)
    if before.examine_by and now > before.examine_by:
        raise refusals.too_late_to_ask()
    old = [d.pointer for d in ask.defects if not _new_since_notice(before, d)]
    if old:
        raise refusals.asked_before(old)
    notice = Notice(
        defects=ask.defects,
        words=ask.words,
        at=now,
        due_at=ask.due_at,
        provisional=ask.provisional,
    )
    after = before.but(
        state="correction_requested",
        notices=(*before.notices, notice),
        examine_by=None,
    )
    step = Step(code="correction_requested", at=now, until=ask.due_at)
    said = CorrectionRequested(
        case_id=after.case_id,
        case_no=after.case_no,
        defects=len(ask.defects),
        due_at=ask.due_at,
    )
    return Change(after.noting(step).with_paper("correction", now), (said,))


def correct(case: Case | None, ask: Correct, now: datetime) -> Change[Case]:
    """On the spot where possible; an answer to a notice is looked at anew."""
    before = known(case)
    demand("correct", before)
    if before.corrections != ask.version:
        raise refusals.corrected_meanwhile()
    answers_notice = before.state == "correction_requested"
    changed = ask.changed if answers_notice else _together(before, ask)
    after = before.but(
        state="registered",
        content=ask.content,
        marks=ask.marks,
        corrections=before.corrections + 1,
        changed=changed if before.notices else (),
        submitted_at=now if answers_notice else before.submitted_at,
        examine_by=ask.examine_by if answers_notice else before.examine_by,
    )
    said: list[Payload] = [*contact_fact(after.case_id, ask.contact)]
    if answers_notice:
        said.append(CorrectionReceived(case_id=after.case_id))
    after = after.noting(Step(code="corrected", at=now))
    after, warned = facts.with_warnings(after, ask.warnings, now)
    decided: tuple[Payload, ...] = ()
    if ask.emergency and warned:
        after, decided = as_handed_over(after, EMERGENCY, ask.emergency, now)
    return Change(after, (*said, *warned, *decided))


def _is_said(case: Case, ask: RequestCorrection) -> bool:
    """The same list again is a second click."""
    pending = case.state == "correction_requested" and case.notices[-1]
    return bool(pending and pending.defects == ask.defects)


def _new_since_notice(case: Case, defect: Defect) -> bool:
    if not case.notices or _of_a_new_file(case, defect.pointer):
        return True
    return any(
        defect.pointer == pointer or defect.pointer.startswith(f"{pointer}/")
        for pointer in case.changed
    )


def _of_a_new_file(case: Case, pointer: str) -> bool:
    """One that came after the notice, or a paper that was asked for and it may be."""
    last = case.notices[-1]
    files = enumerate(case.attached)
    new = [(str(place), each) for place, each in files if each.at > last.at]
    _, root, *rest = pointer.split("/")
    if root == "materials":
        return bool(new) and any(defect.pointer == pointer for defect in last.defects)
    names = {name for place, each in new for name in (place, each.attachment_id)}
    return root == "attachments" and bool(new) and names.issuperset(rest)


def _together(case: Case, ask: Correct) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*case.changed, *ask.changed)))
