"""Where a case is put right: what changes is told apart from what stays."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contracts.sealed import CaseContent
from services.intake.catalogue import Item
from services.intake.contents import Contents
from services.intake.desk.scales import Scales
from services.intake.domain.case import Case
from services.intake.domain.likeness import Marks
from services.intake.domain.parts import Defect
from services.intake.domain.window.correcting import (
    Correct,
    RequestCorrection,
    correct,
    request_correction,
)
from services.intake.likeness.finding import Finder
from services.intake.receiving.checks import PutRight
from services.intake.receiving.drafts import whole_form
from services.intake.receiving.form import CaseForm, CorrectionForm, NoticeForm
from services.intake.receiving.pointers import safe
from services.kit.running.clock import Clock
from services.kit.sealing.vault import KeyDestroyed
from services.kit.writing.repository import Repository
from services.kit.writing.stored import Stored

PEOPLE = ("/applicant", "/agent", "/preferences")
"""What notification has to be told anew."""
WORDS = {"title", "text", "applicant", "agent", "preferences", "accused", "answers"}


@dataclass(frozen=True)
class Corrections:
    repository: Repository[Case]
    contents: Contents
    scales: Scales
    clock: Clock
    finder: Finder

    async def request(
        self, case: Case, form: NoticeForm, if_match: int | None
    ) -> Stored[Case]:
        until = self.scales.deadlines.corrected_by(self.clock())
        words = form.words and await self.contents.keep_text(case.case_id, form.words)
        ask = RequestCorrection(
            defects=tuple(Defect(**each.model_dump()) for each in form.defects),
            words=words,
            due_at=until.at,
            provisional=until.provisional,
        )
        return await self.repository.command(
            case.case_id, ask, request_correction, if_match=if_match
        )

    async def whole(
        self, case: Case, form: CorrectionForm, item: Item | None
    ) -> "Corrected":
        """The form as it would be; `KeyDestroyed` when the content was erased."""
        content = await self.contents.read(case)
        if content is None:
            raise KeyDestroyed
        return Corrected(case, content, form, item)

    async def correct(
        self, corrected: "Corrected", if_match: int | None
    ) -> Stored[Case]:
        case = corrected.case
        whole = corrected.form
        code = await self.contents.code(case)
        weighed = self.scales.weigh(whole, self.clock())
        contact = self.contents.contact(case.case_no, code or "", whole)
        ask = Correct(
            content=await self.contents.keep(case.case_id, case.case_no, whole),
            contact=contact if corrected.people_changed else None,
            changed=corrected.changed,
            examine_by=self.scales.deadlines.examined_by(self.clock()),
            version=case.corrections,
            marks=await self._marks(case, whole),
            warnings=weighed.told,
            emergency=weighed.emergency,
        )
        return await self.repository.command(
            case.case_id, ask, correct, if_match=if_match
        )

    async def _marks(self, case: Case, form: CaseForm) -> Marks:
        """By what it is found from now on; what it repeats was said before."""
        at = case.received_at
        trace = await self.finder.trace(case.case_id, form, case.owner, at)
        known = {"persons": tuple(trace.persons), "likeness": trace.likeness}
        return case.marks.model_copy(update=known)


class Corrected:
    """The form that was handed over, with what is put right in it."""

    def __init__(
        self,
        case: Case,
        content: CaseContent,
        form: CorrectionForm,
        item: Item | None,
    ) -> None:
        self.case = case
        before = _form_of(case, content)
        self.form = whole_form(_with(before, form.fields))
        self.put_right = PutRight(
            before=CaseForm.model_validate(before),
            after=self.form,
            named=frozenset(form.fields),
            files=case.attachment_ids,
        )
        changes = _changes(before, self.form.model_dump(mode="json"))
        self.changed = tuple(dict.fromkeys(safe(each, item) for each in changes))

    @property
    def people_changed(self) -> bool:
        return any(each.startswith(PEOPLE) for each in self.changed)


def _with(before: dict[str, Any], sent: dict[str, Any]) -> dict[str, Any]:
    """A part that is there already keeps what was not sent of it; null empties."""
    return before | {name: _put(before.get(name), new) for name, new in sent.items()}


def _put(part: Any, new: Any) -> Any:
    if not isinstance(part, dict):
        return new
    return {name: value for name, value in (part | new).items() if value is not None}


def _form_of(case: Case, content: CaseContent) -> dict[str, Any]:
    codes = (
        "kind",
        "request_type",
        "item",
        "item_version",
        "category",
        "area",
        "channel",
        "urgency",
        "anonymity",
        "language",
    )
    words = content.model_dump(mode="json", include=WORDS, exclude_none=True)
    return {name: getattr(case, name) for name in codes} | words


def _changes(before: Any, after: Any, at: str = "") -> Iterator[str]:
    """Pointers of the innermost values that differ; a list is one value."""
    if not isinstance(before, dict) or not isinstance(after, dict):
        if before != after:
            yield at
        return
    for name in before.keys() | after.keys() if at else before.keys():
        escaped = str(name).replace("~", "~0").replace("/", "~1")
        yield from _changes(before.get(name), after.get(name), f"{at}/{escaped}")
