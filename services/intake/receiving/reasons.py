"""Whether what the window says of a case is listed, and leads somewhere."""

from collections.abc import Iterator, Mapping

from services.intake.catalogue import Catalogue, Item, WindowReason
from services.intake.receiving.checks import demand_none, listed
from services.intake.receiving.form import DeclineForm, HandOverForm, NoticeForm
from services.intake.receiving.pointers import is_there
from services.kit.serving.problems import FieldError
from services.kit.serving.text import of_many_lines

BY_TIME = "not_corrected"
"""Given when nobody corrects, and by nobody."""
PARTS = ("title", "text", "applicant", "agent", "answers", "attachments", "materials")


def demand_declinable(form: DeclineForm, catalogue: Catalogue) -> None:
    reasons = {c: r for c, r in catalogue.decline_reasons.items() if c != BY_TIME}
    demand_none(tuple(_of_reason(form.reason, form.authority, reasons)))


def demand_transferable(form: HandOverForm, catalogue: Catalogue) -> None:
    reasons = catalogue.hand_over_reasons
    demand_none(tuple(_of_reason(form.reason, form.authority, reasons)))


def demand_notice(form: NoticeForm, catalogue: Catalogue, item: Item | None) -> None:
    """`item`: what the case asks for; only fields that its form has are pointed at."""
    demand_none(tuple(_of_notice(form, catalogue, item)))


def _of_reason(
    reason: str, authority: str | None, reasons: Mapping[str, WindowReason]
) -> Iterator[FieldError]:
    known = reasons.get(reason)
    if known is None:
        yield FieldError("/reason", "unknown", *listed(reasons))
        return
    if known.authorities and authority is None:
        en, zh = listed(known.authorities)
        yield FieldError(
            "/authority",
            "missing",
            f"say where to go instead: {en}",
            f"请写明应去哪里:{zh}",
        )
    elif authority is not None and authority not in known.authorities:
        words = ("is named by no such reason: leave it out", "此理由无需填写去处")
        said = listed(known.authorities) if known.authorities else words
        yield FieldError("/authority", "unknown", *said)


def _of_notice(
    form: NoticeForm, catalogue: Catalogue, item: Item | None
) -> Iterator[FieldError]:
    for place, defect in enumerate(form.defects):
        at = f"/defects/{place}"
        if defect.reason not in catalogue.correction_reasons:
            words = listed(catalogue.correction_reasons)
            yield FieldError(f"{at}/reason", "unknown", *words)
        if defect.pointer.split("/")[1] not in PARTS:
            yield FieldError(f"{at}/pointer", "unknown", *listed(PARTS))
        elif not is_there(defect.pointer, item):
            en = "is not in this form: point at a field, paper or file, or at /answers"
            zh = "表格中没有这一项,请指向其中的字段、材料或附件,或 /answers"
            yield FieldError(f"{at}/pointer", "no_field", en, zh)
    if form.words:
        yield from of_many_lines("/words", form.words)
