"""Everything that is wrong with a form, all at once, each at its own field."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from services.intake.catalogue import Catalogue
from services.intake.domain.sight import within
from services.intake.receiving.answers import of_answers
from services.intake.receiving.choosing import of_item, of_service
from services.intake.receiving.form import CaseForm
from services.intake.receiving.people.agents import of_files
from services.intake.receiving.people.checks import of_people
from services.kit.serving.principal import Principal
from services.kit.serving.problems import FieldError, Refused
from services.kit.serving.text import of_a_line, of_many_lines

READABLE = 20


def demand_correct(
    form: CaseForm,
    catalogue: Catalogue,
    caller: Principal,
    day: date,
    files: Collection[str] = (),
) -> None:
    """Raises a 422 problem that lists every complaint and repeats nothing.

    `files`: ids of those that were handed over with a draft.
    """
    demand_none(tuple(errors_of(form, catalogue, caller, day, files)))


@dataclass(frozen=True)
class PutRight:
    """A form before and after; `named`: the fields that somebody means to put right."""

    before: CaseForm
    after: CaseForm
    named: Collection[str]
    files: Collection[str] = ()


def demand_corrected(
    form: PutRight, catalogue: Catalogue, caller: Principal, handed_over: date
) -> None:
    """The same, about what is put right, and about what only became wrong by it.

    A case keeps the version of its item that was valid when it was handed over.
    """
    old = {
        (error.pointer, error.code)
        for error in errors_of(form.before, catalogue, caller, handed_over, form.files)
    }
    errors = errors_of(form.after, catalogue, caller, handed_over, form.files)
    demand_none(
        tuple(
            error
            for error in errors
            if error.pointer.split("/")[1] in form.named
            or (error.pointer, error.code) not in old
        )
    )


def errors_of(
    form: CaseForm,
    catalogue: Catalogue,
    caller: Principal,
    day: date,
    files: Collection[str] = (),
) -> Iterator[FieldError]:
    """Answers are held against a form once it is known which, and that they are clean.

    `day`: the versions of items are those valid then.
    """
    of_the_item = list(of_item(form, catalogue, day))
    of_all_answers = list(of_answers(form.answers))
    yield from _of_codes(form, catalogue)
    yield from of_the_item
    yield from of_area(form.area, catalogue, caller)
    yield from of_a_line("/title", form.title)
    yield from of_many_lines("/text", form.text)
    yield from of_all_answers
    if not of_the_item and not of_all_answers:
        yield from of_service(form, catalogue, day)
    yield from of_people(form, catalogue, caller, day)
    if form.agent and caller.has("clerk"):
        yield from of_files(form.agent, files)
    if form.happened_on and form.happened_on > day:
        en, zh = "is still to come: check the date", "日期还没有到,请核对"
        yield FieldError("/happened_on", "future", en, zh)
    yield from _of_the_window(form, caller)


def demand_clean(pointer: str, text: str) -> None:
    """The same for a text of many lines that stands alone."""
    demand_none(tuple(of_many_lines(pointer, text)))


def demand_reason(reason: str, catalogue: Catalogue) -> None:
    """Why an answered matter is not settled: one of the city's reasons."""
    demand_listed("/reason", reason, catalogue.reopen_reasons)


def demand_listed(pointer: str, code: str, codes: Collection[str]) -> None:
    """A code of one of the city's lists."""
    if code not in codes:
        demand_none((FieldError(pointer, "unknown", *listed(codes)),))


def demand_none(errors: tuple[FieldError, ...]) -> None:
    if errors:
        en, zh = "some fields need correcting", "有内容需要更正"
        raise Refused("invalid", en, zh, 422, errors=errors)


def _of_codes(form: CaseForm, catalogue: Catalogue) -> Iterator[FieldError]:
    for name, codes in catalogue.codes.items():
        value = getattr(form, name)
        if value is not None and value not in codes:
            yield FieldError(f"/{name}", "unknown", *listed(codes))
    if form.kind == "request" and form.request_type is None:
        en, zh = "a request needs its type", "诉求须注明类型"
        yield FieldError("/request_type", "missing", en, zh)


def listed(codes: Collection[str]) -> tuple[str, str]:
    """A list that somebody can read; a longer one is found in the catalogue."""
    if len(codes) > READABLE:
        return "is not in this city's catalogue", "不在本市目录中"
    known = ", ".join(sorted(codes))
    return f"must be one of {known}", f"应为以下之一:{known}"


def of_area(area: str, catalogue: Catalogue, caller: Principal) -> Iterator[FieldError]:
    if area not in catalogue.areas:
        en, zh = "is not an area of this city", "不是本市的区划代码"
        yield FieldError("/area", "unknown", en, zh)
    elif caller.has("clerk") and not within(area, caller.area):
        en, zh = "is outside the area you work for", "不在您负责的区域内"
        yield FieldError("/area", "outside", en, zh)


def _of_the_window(form: CaseForm, caller: Principal) -> Iterator[FieldError]:
    """What only a clerk decides, and what cannot both be."""
    if form.answer:
        yield from of_many_lines("/answer", form.answer)
    if caller.has("clerk"):
        if form.answer and form.examine:
            en, zh = (
                "answers it at once or examines it, not both",
                "当场答复与审查只能选一",
            )
            yield FieldError("/examine", "either_or", en, zh)
        return
    for name in ("answer", "examine"):
        if getattr(form, name):
            en, zh = "is for the window to decide", "由窗口工作人员决定"
            yield FieldError(f"/{name}", "for_clerks", en, zh)
