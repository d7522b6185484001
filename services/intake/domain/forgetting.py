"""What people said in a case goes for good; codes and times stay, for the figures."""

from dataclasses import dataclass
from datetime import datetime

from contracts.envelope import Payload
from contracts.intake import CaseClosed, ContactErased
from services.intake.domain import refusals
from services.intake.domain.asking import BAD
from services.intake.domain.case import Case, known
from services.intake.domain.moves import is_open
from services.intake.domain.parts import Defect, Forgotten, Notice, Step
from services.kit.writing.change import Change

KEPT = frozenset(
    {
        "case_id",
        "case_no",
        "kind",
        "request_type",
        "item",
        "item_version",
        "category",
        "area",
        "channel",
        "urgency",
        "state",
        "received_at",
        "accepted_at",
        "request_digest",
        "anonymity",
        "helper",
        "accused",
        "submitted_at",
        "notices",
        "corrections",
        "deemed",
        "reason",
        "handed",
        "warnings",
        "papers",
        "outcome",
        "authority",
        "answered_at",
        "round",
        "evaluations",
        "urged",
        "holders",
        "steps",
        "told",
    }
)
"""A field that is not here becomes empty: what is new is words until it is said not to
be. The digest of the request stays, so that a late repeat makes no second case.
"""


@dataclass(frozen=True)
class Forget:
    """`by`: who orders it; `reason` is listed in city.yaml."""

    by: str
    reason: str


@dataclass(frozen=True)
class KeyGone:
    """The key of the case was destroyed, and the bytes of its files."""


def forget(case: Case | None, ask: Forget, now: datetime) -> Change[Case] | None:
    """Only what nobody of the city owes an answer to; it is not taken up again."""
    before = known(case)
    if before.forgotten:
        return None
    coming_back = _comes_back(before)
    if not is_open("erase", before.state) or coming_back or _nobody_has_it_yet(before):
        raise refusals.still_needed(before.state)
    after = forgotten(before, ask, now)
    facts: list[Payload] = [ContactErased(case_id=after.case_id)]
    if after.state in {"answered", "answered_at_once"}:
        after = after.but(state="closed").noting(Step(code="closed", at=now))
        facts.append(CaseClosed(case_id=after.case_id))
    step = Step(code="erased", at=now, detail=ask.reason)
    return Change(after.noting(step), tuple(facts))


def key_gone(case: Case | None, ask: KeyGone, now: datetime) -> Change[Case] | None:
    """The last of it."""
    before = known(case)
    if before.forgotten is None or before.forgotten.key_gone:
        return None
    done = before.forgotten.model_copy(update={"key_gone": True, "files": ()})
    return Change(before.but(forgotten=done))


def forgotten(case: Case, ask: Forget, at: datetime) -> Case:
    """Without a word; its key is still to be destroyed."""
    empty = {
        name: ""
        if field.is_required()
        else field.get_default(call_default_factory=True)
        for name, field in Case.model_fields.items()
        if name not in KEPT
    }
    notices = tuple(map(_wordless, case.notices))
    files = tuple(each.file for each in case.attachments)
    order = Forgotten(by=ask.by, reason=ask.reason, at=at, files=files)
    return case.but(**empty | {"notices": notices, "forgotten": order})


def _wordless(notice: Notice) -> Notice:
    """Of a pointer the first part alone: what is below `/answers` people have named."""
    defects = tuple(
        Defect(pointer=f"/{defect.pointer.split('/')[1]}", reason=defect.reason)
        for defect in notice.defects
    )
    return notice.model_copy(update={"words": None, "defects": defects})


def _comes_back(case: Case) -> bool:
    """Judged bad, with a name: another round is on its way."""
    judged = case.state == "answered" and case.evaluation
    return bool(judged and judged.named and judged.grade <= BAD)


def _nobody_has_it_yet(case: Case) -> bool:
    """An emergency that was handed over, and nobody there has said yes."""
    handed = case.state == "handed_over" and case.handed
    return bool(handed and handed.confirmed_at is None)
