"""People find what they need by the words they have for it."""

from datetime import date

import pytest

from services.intake.catalogue.searching import Wanted, search, words_of
from tests.intake.catalogue.offered import entry, offering, shipped

TODAY = date(2026, 11, 28)


def codes(words: str = "", **narrowed) -> list[str]:
    wanted = Wanted(words=words_of(words), **narrowed)
    return [found.code for found in search(shipped(), wanted, TODAY)]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("高龄津贴", "elder-allowance"),
        ("低保", "minimum-living"),
        ("公租房", "public-rental"),
        ("驾照", "licence-renewal"),
        ("lift", "lift-installation"),
        ("FOOD licence", "food-licence"),
        ("school ENROLMENT", "school-enrolment"),
        ("老年 乘车", "bus-card"),
        ("乘车,老年", "bus-card"),
        ("随迁子女", "school-enrolment"),
        ("工程预算", "repair-fund"),
        ("water", "water"),
    ],
)
def test_by_name_description_category_or_material_in_two_languages(words, first):
    assert codes(words)[0] == first


def test_several_words_narrow():
    assert set(codes("补贴 残疾人")) < set(codes("补贴"))


def test_what_has_the_words_in_its_name_comes_first():
    found = search(shipped(), Wanted(words=("补贴",)), TODAY)
    names = [item.name for _, _, item in found]
    inside = ["补贴" in name for name in names]

    assert set(inside) == {True, False}
    assert inside == sorted(inside, reverse=True)


def test_what_fits_equally_well_stands_by_code():
    assert codes() == sorted(shipped().items)


@pytest.mark.parametrize("words", ["月亮船票", "津贴 月亮", "'; DROP", ".*"])
def test_nothing_found_is_an_empty_list(words):
    assert codes(words) == []


def test_only_separators_are_no_words():
    assert codes(" ,。 \t") == codes()


def test_the_category_counts_with_all_below_it():
    found = codes(category="labour")

    assert {"pension-transfer", "remote-treatment", "flexible-insurance"} <= set(found)
    assert "food-licence" not in found


@pytest.mark.parametrize(
    ("area", "there"),
    [("990102101001", True), ("990102101", True), ("990102", False), ("9901", False)],
)
def test_an_item_with_a_place_is_found_there_only(area, there):
    assert ("house-site" in codes(area=area)) == there


def test_an_item_without_a_place_is_found_everywhere():
    assert "bus-card" in codes(area="990102101001")


def test_what_is_for_both_is_for_each():
    people, firms = set(codes(who="person")), set(codes(who="organisation"))

    assert {"food-licence", "bus-card"} <= people
    assert "food-licence" in firms
    assert "bus-card" not in firms


def test_a_kind_is_asked_for():
    assert "water" not in codes(kind="service")
    assert "bus-card" not in codes(kind="request")


def test_only_what_is_valid_today_is_found(tmp_path):
    catalogue = offering(
        tmp_path,
        entry(code="gone", valid_until="2026-02-01"),
        entry(code="coming", valid_from="2027-01-01"),
        entry(code="here"),
    )

    found = search(catalogue, Wanted(), TODAY)

    assert [each.code for each in found] == ["here"]
