"""What the shipped data says of agreements, and what is said when it is wrong."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree

import pytest

from services.dispute.city import load_rules
from services.dispute.documents.facts import load_facts
from services.dispute.signing.loading import load_terms

CITY = Path("deploy/config")
RULES = load_rules(CITY, {})


def test_family_and_inheritance_are_signed_in_ink():
    types = load_terms(CITY, RULES).types

    ink = {code for code, kind in types.items() if kind.wet_ink}
    assert ink == {"marriage-family", "inheritance-support"}


def test_whose_agreements_some_court_may_not_confirm():
    asked = load_terms(CITY, RULES).asked

    assert asked == {"marriage-family", "inheritance-support", "land-homestead"}


def test_codes_and_reminders_are_data():
    terms = load_terms(CITY, RULES)

    assert (terms.codes.lives, terms.codes.tries) == (timedelta(minutes=10), 5)
    assert terms.remind_before == timedelta(days=3)
    assert terms.confirm_remind == timedelta(days=7)
    assert (terms.seal.amount, terms.seal.unit) == (2, "working_days")
    assert "not_done" in terms.breaches
    assert terms.early == {"refused"}
    assert terms.excluded >= {"title", "status"}


def test_the_30_days_do_not_end_on_a_rest_day():
    """民法典 203: the 30th day is 3 May 2026, in the holidays around 1 May."""
    effective = datetime(2026, 4, 3, 2, tzinfo=UTC)

    assert (
        load_terms(CITY, RULES).confirm_by(effective).date().isoformat() == "2026-05-06"
    )


def test_what_is_wrong_in_the_data_is_named(tmp_path: Path):
    city = tmp_path / "city"
    copytree(CITY, city)
    path = city / "agreements.yaml"
    path.write_text(path.read_text().replace("duty_reminders:", "reminders:"))

    with pytest.raises(RuntimeError, match=r"agreements.yaml.*duty_reminders"):
        load_terms(city, RULES)
    with pytest.raises(RuntimeError, match=r"city.yaml.*nobody is missing"):
        load_facts(city, "nobody", RULES)
