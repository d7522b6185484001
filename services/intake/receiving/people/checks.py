"""Everything about people that is wrong in a form, each at its own field."""

from collections.abc import Iterator
from datetime import date

from services.intake.catalogue import Catalogue
from services.intake.receiving.form import CaseForm
from services.intake.receiving.people.agents import of_agent
from services.intake.receiving.people.guardians import Guardianship, guardianship
from services.intake.receiving.people.persons import of_parties, of_person
from services.intake.receiving.people.secrecy import (
    of_helper,
    of_preferences,
    of_report,
    of_secrecy,
)
from services.kit.serving.principal import Principal
from services.kit.serving.problems import FieldError


def of_people(
    form: CaseForm, catalogue: Catalogue, caller: Principal, today: date
) -> Iterator[FieldError]:
    for place, person in form.people.items():
        yield from of_person(f"/{place}", person, today)
    if form.kind == "dispute" and "parties" in form.answers:
        yield from of_parties(form.answers["parties"])
    guarded = guardianship_of(form, catalogue, today)
    yield from of_agent(form, guarded, caller)
    yield from of_secrecy(form)
    yield from of_report(form, catalogue.organisations)
    yield from of_helper(form)
    yield from of_preferences(form)


def guardianship_of(form: CaseForm, catalogue: Catalogue, today: date) -> Guardianship:
    """Whether a guardian is needed for this matter, and what is reported instead."""
    harm = catalogue.harm.told(form.category, form.title, form.text)
    return guardianship(form.applicant, harm, today)
