"""Everything that is wrong with a form, all at once, each at its own field."""

from collections.abc import Collection, Iterator

from services.intake.catalogue import Catalogue
from services.intake.domain.sight import within
from services.intake.receiving.answers import of_answers
from services.intake.receiving.form import CaseForm
from services.intake.receiving.people import of_people
from services.kit.serving.principal import Principal
from services.kit.serving.problems import FieldError, Refused
from services.kit.serving.text import of_a_line, of_many_lines

OWN_ITEMS = {"service": {"service"}, "request": {"request"}}
"""Which items a kind of case may name; others may name any."""

READABLE = 20


def demand_correct(form: CaseForm, catalogue: Catalogue, caller: Principal) -> None:
    """Raises a 422 problem that lists every complaint and repeats nothing."""
    errors = (
        *_of_codes(form, catalogue),
        *_of_item(form, catalogue),
        *_of_area(form, catalogue, caller),
        *of_a_line("/title", form.title),
        *of_many_lines("/text", form.text),
        *of_answers(form.answers),
        *of_people(form),
        *_of_oneself(form, caller),
    )
    _demand_none(errors)


def demand_clean(pointer: str, text: str) -> None:
    """The same for a text of many lines that stands alone."""
    _demand_none(tuple(of_many_lines(pointer, text)))


def demand_reason(reason: str, catalogue: Catalogue) -> None:
    """Why an answered matter is not settled: one of the city's reasons."""
    if reason not in catalogue.reopen_reasons:
        said = _listed(catalogue.reopen_reasons)
        _demand_none((FieldError("/reason", "unknown", *said),))


def _demand_none(errors: tuple[FieldError, ...]) -> None:
    if errors:
        en, zh = "some fields need correcting", "有内容需要更正"
        raise Refused("invalid", en, zh, 422, errors=errors)


def _of_codes(form: CaseForm, catalogue: Catalogue) -> Iterator[FieldError]:
    for name, codes in catalogue.codes.items():
        value = getattr(form, name)
        if value is not None and value not in codes:
            yield FieldError(f"/{name}", "unknown", *_listed(codes))
    if form.kind == "request" and form.request_type is None:
        en, zh = "a request needs its type", "诉求须注明类型"
        yield FieldError("/request_type", "missing", en, zh)


def _listed(codes: Collection[str]) -> tuple[str, str]:
    """A list that somebody can read; a longer one is found in the catalogue."""
    if len(codes) > READABLE:
        return "is not in this city's catalogue", "不在本市目录中"
    known = ", ".join(sorted(codes))
    return f"must be one of {known}", f"应为以下之一:{known}"


def _of_item(form: CaseForm, catalogue: Catalogue) -> Iterator[FieldError]:
    if form.item is None:
        return
    if form.kind == "dispute" and form.item in catalogue.dispute_types:
        return
    item = catalogue.items.get(form.item)
    if item is None:
        en, zh = "is not in this city's catalogue", "本市目录中没有该事项"
        yield FieldError("/item", "unknown", en, zh)
    elif not catalogue.belongs(form.category, item.category):
        en, zh = "belongs to another category", "该事项属于其他分类"
        yield FieldError("/item", "other_category", en, zh)
    elif item.kind not in OWN_ITEMS.get(form.kind, {item.kind}):
        en, zh = "belongs to another kind of case", "该事项属于其他类别"
        yield FieldError("/item", "other_kind", en, zh)


def _of_area(
    form: CaseForm, catalogue: Catalogue, caller: Principal
) -> Iterator[FieldError]:
    if form.area not in catalogue.areas:
        en, zh = "is not an area of this city", "不是本市的区划代码"
        yield FieldError("/area", "unknown", en, zh)
    elif caller.has("clerk") and not within(form.area, caller.area):
        en, zh = "is outside the area you work for", "不在您负责的区域内"
        yield FieldError("/area", "outside", en, zh)


def _of_oneself(form: CaseForm, caller: Principal) -> Iterator[FieldError]:
    """Whoever acts for somebody else shows a mandate at the counter."""
    if form.agent and not caller.has("clerk"):
        en = "you register for yourself here; an agent goes to a counter"
        zh = "自助登记仅限本人,代办请到窗口"
        yield FieldError("/agent", "for_oneself_only", en, zh)
