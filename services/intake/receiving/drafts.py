"""A form that is not whole yet: what can be checked of it, and when it is whole."""

from collections.abc import Collection, Iterator
from typing import Any

from pydantic import ValidationError

from services.intake.catalogue import Catalogue
from services.intake.receiving.answers import of_answers
from services.intake.receiving.checks import demand_none, of_area
from services.intake.receiving.form import CaseForm, DraftForm
from services.kit.serving.fields import complaints
from services.kit.serving.principal import Principal
from services.kit.serving.problems import FieldError

FIELDS = frozenset(CaseForm.model_fields)
MOST_ACCUSED = 20
FOR_CLERKS = frozenset({"answer", "examine", "agent"})
"""What a clerk who hands the draft in would otherwise say without knowing it."""
OF_THE_DRAFT = ("kind", "category", "channel")


def demand_begun(form: DraftForm, catalogue: Catalogue, caller: Principal) -> None:
    """Raises a 422 problem about what a draft cannot be kept with."""
    demand_none(tuple(_errors(form, catalogue, caller)))


def whole_form(fields: dict[str, Any]) -> CaseForm:
    """The draft as the form it was meant for; a 422 problem names what is missing."""
    try:
        return CaseForm.model_validate(fields)
    except ValidationError as error:
        told = [
            {**each, "loc": ("body", *each["loc"])}
            for each in error.errors(include_url=False, include_input=False)
        ]
        demand_none(tuple(complaints(told, _names())))
        raise


def accused_in(
    fields: dict[str, Any], organisations: Collection[str]
) -> tuple[str, ...]:
    """Offices of the city that a report begun names: it is kept from them already."""
    accused = fields.get("accused")
    named = accused.get("organisations") if isinstance(accused, dict) else None
    given = named[:MOST_ACCUSED] if isinstance(named, list) else []
    codes = (each for each in given if isinstance(each, str))
    return tuple(code for code in codes if code in organisations)


def _errors(
    form: DraftForm, catalogue: Catalogue, caller: Principal
) -> Iterator[FieldError]:
    for name in OF_THE_DRAFT:
        if getattr(form, name) not in catalogue.codes[name]:
            en, zh = "is not in this city's catalogue", "不在本市目录中"
            yield FieldError(f"/{name}", "unknown", en, zh)
    yield from of_area(form.area, catalogue, caller)
    fields = form.fields
    if not FIELDS.issuperset(fields):
        en, zh = "only fields of the form can be kept", "只能保存表单中的内容"
        yield FieldError("", "extra_forbidden", en, zh)
    if not caller.has("clerk"):
        for name in FOR_CLERKS.intersection(fields):
            en, zh = "is for the window to fill in", "由窗口工作人员填写"
            yield FieldError(f"/{name}", "for_clerks", en, zh)
    for name in FIELDS.intersection(fields):
        yield from of_answers(fields[name], f"/{name}")


def _names() -> frozenset[str]:
    """Names of our own fields: the only ones that an error may repeat."""
    schema = CaseForm.model_json_schema()
    inner = (part.get("properties", {}) for part in schema.get("$defs", {}).values())
    return frozenset(FIELDS.union(*inner))
