"""Answers that the form itself tells already: nobody types them twice."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from services.intake.catalogue import Catalogue
from services.intake.receiving.choosing import chosen
from services.intake.receiving.form import CaseForm
from services.intake.receiving.people.guardians import birth_date

Told = Callable[[CaseForm, Catalogue], str | None]


def prefilled(form: CaseForm, catalogue: Catalogue, day: date) -> CaseForm:
    """What was left out and is told elsewhere in the form; what was said stays.

    `day`: the version of the item is the one valid then, unless one is named.
    """
    item = chosen(form, catalogue, day)
    if form.kind != "service" or item is None or item.form is None:
        return form
    told = {}
    for name, field in item.form["properties"].items():
        tell = OF_THE_CASE.get(field.get("x-prefill", ""))
        value = tell(form, catalogue) if tell else None
        if value and _is_left_out(form.answers.get(name)):
            told[name] = value
    return form.model_copy(update={"answers": form.answers | told}) if told else form


def _is_left_out(answer: Any) -> bool:
    return answer is None or (isinstance(answer, str) and not answer.strip())


def _of_applicant(name: str) -> Told:
    return lambda form, _: getattr(form.applicant, name, None)


def _of_agent(name: str) -> Told:
    return lambda form, _: getattr(form.agent, name, None)


def _born(form: CaseForm, _: Catalogue) -> str | None:
    born = birth_date(form.applicant) if form.applicant else None
    return born.isoformat() if born else None


def _area(form: CaseForm, catalogue: Catalogue) -> str | None:
    known = form.area in catalogue.areas
    return catalogue.area(form.area, "zh") if known else None


OF_THE_CASE: Mapping[str, Told] = {
    "applicant.name": _of_applicant("name"),
    "applicant.phone": _of_applicant("phone"),
    "applicant.email": _of_applicant("email"),
    "applicant.birth_date": _born,
    "agent.name": _of_agent("name"),
    "agent.phone": _of_agent("phone"),
    "case.area": _area,
}
"""By source: what the form says of it, if it does."""
