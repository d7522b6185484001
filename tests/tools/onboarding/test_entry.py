"""A department's line in `city.yaml`."""

from dataclasses import replace
from pathlib import Path

import pytest

from services.kit.errors import Rejected
from services.kit.running.city_data import from_yaml
from tools.onboarding.entry import OUR_OWN, Entry, added, row_of, without

CITY = Path("deploy/config/city.yaml").read_text()
MUSEUM = Entry("museum", "博物馆", "body", email="m@qinghe.example")


def refused(text: str, entry: Entry) -> Rejected:
    with pytest.raises(Rejected) as raised:
        added(text, entry)
    return raised.value


def test_a_new_department_is_one_more_line_and_nothing_else():
    changed = added(CITY, MUSEUM)

    assert from_yaml(changed)["organisations"][-1]["code"] == "museum"
    assert len(changed.splitlines()) == len(CITY.splitlines()) + 1
    assert set(CITY.splitlines()) < set(changed.splitlines())


def test_the_same_entry_again_changes_nothing():
    once = added(CITY, MUSEUM)

    assert added(once, MUSEUM) == once


def test_another_entry_under_a_known_code_is_refused_by_what_differs():
    once = added(CITY, MUSEUM)

    said = refused(once, replace(MUSEUM, duty24=True, name="别馆"))

    assert said.reason == "known-otherwise"
    assert "another name, duty24" in said.en


def test_a_department_that_leaves_takes_its_line_and_nothing_else():
    assert without(added(CITY, MUSEUM), "museum") == CITY
    assert without(CITY, "museum") == CITY


def test_an_entry_of_several_lines_goes_as_a_whole():
    line = next(row for row in CITY.splitlines() if "{code: petition," in row)
    spread = CITY.replace(
        line, "  - code: petition\n    name: 信访局\n    kind: bureau"
    )

    left = without(spread, "petition")

    assert left == CITY.replace(line + "\n", "")


def test_a_community_works_under_the_street_of_its_area():
    entry = Entry("new-village", "新村村民委员会", "community", area="990102101001")

    assert row_of(added(CITY, entry), "new-village")["parent"] == "town-liushu"


def test_a_parent_is_one_that_is_there():
    unit = Entry("east-brigade", "东大队", "bureau", parent="urban-mgmt")

    assert row_of(added(CITY, unit), "east-brigade")["parent"] == "urban-mgmt"
    assert refused(CITY, replace(unit, parent="nobody")).reason == "unknown-parent"


@pytest.mark.parametrize("code", sorted(OUR_OWN))
def test_the_platform_s_own_names_are_no_codes(code):
    assert refused(CITY, Entry(code, "名", "body")).reason == "reserved-code"


@pytest.mark.parametrize("code", ["hous", "housing-2", "auditors"])
def test_a_code_that_begins_another_or_with_another_is_refused(code):
    said = refused(CITY, Entry(code, "名", "body"))

    assert said.reason == "nested-code"
    assert code in said.en


@pytest.mark.parametrize(
    ("entry", "reason", "cure"),
    [
        (Entry("Bad Code", "名", "bureau"), "bad-code", "for example museum"),
        (Entry("zoo", "名", "street", area="110101"), "unknown-area", "990101001"),
        (Entry("zoo", " ", "bureau"), "bad-name", "--name"),
        (Entry("zoo", "名\n字", "bureau"), "bad-name", "one line"),
        (Entry("zoo", "名", "bureau", name_en=""), "bad-name", "--name"),
        (Entry("zoo", "名", "bureau", email="zoo"), "bad-email", "zoo@city.example"),
        (Entry("zoo", "名", "bureau", email="a@b, c@d"), "bad-email", "address"),
        (Entry("zoo", "名", "street"), "serves-nobody", "--area"),
        (Entry("zoo", "名", "community"), "no-street", "--area"),
        (Entry("zoo", "名", "community", area="990102"), "no-street", "name another"),
    ],
)
def test_what_cannot_be_is_refused_with_its_cure(entry, reason, cure):
    said = refused(CITY, entry)

    assert said.reason == reason
    assert cure in said.en
    assert said.zh
