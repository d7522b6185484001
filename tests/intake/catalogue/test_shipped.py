"""The items of 清河市: enough of them, each whole, and none asking for too much."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from services.intake.catalogue import Item
from services.intake.catalogue.forms import FORMATS, PREFILLS
from services.intake.receiving import fitting
from services.intake.receiving.prefilling import OF_THE_CASE
from services.kit.running.city_data import from_yaml
from tests.intake.catalogue.offered import CITY, called, services, shipped

FIELDS_OF_LIFE = {
    "civil-affairs",
    "social-security",
    "housing",
    "market",
    "traffic",
    "education",
    "health",
    "agriculture",
}
LEAST_SERVICES = 32
TODAY = date(2026, 11, 28)
each_service = pytest.mark.parametrize("item", [*services()], ids=called)


def fields(schema: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, field in schema.get("properties", {}).items():
        yield name, field
        yield from fields(field)
        yield from fields(field.get("items", {}))


def test_every_field_of_life_has_services_of_its_own():
    files = {path.stem: path for path in (CITY / "items").glob("*.yaml")}

    assert set(files) == FIELDS_OF_LIFE | {"requests"}
    for name in FIELDS_OF_LIFE:
        assert len({*_codes(files[name])}) >= 3, name


def test_there_are_enough_services():
    assert len({item.code for item in services()}) >= LEAST_SERVICES


def test_some_have_an_older_version_and_some_a_place():
    older = [item for item in services() if item.valid_until]

    assert len(older) >= 2
    assert all(item.valid_until and item.valid_until < TODAY for item in older)
    assert len([item for item in services() if item.areas]) >= 3


def test_everything_is_offered_today():
    for code in shipped().items:
        assert shipped().item(code, None, TODAY), code


@each_service
def test_a_form_is_a_json_schema_and_its_examples_fit(item: Item):
    assert item.form
    Draft202012Validator.check_schema(item.form)
    for example in item.form["examples"]:
        assert list(fitting.of_fit(item, example)) == []


@each_service
def test_nothing_at_all_does_not_fit(item: Item):
    assert item.form
    errors = list(fitting.of_fit(item, {}))

    assert {error.code for error in errors} == {"missing"}
    named = {f"/answers/{name}" for name in item.form["required"]}
    assert {error.pointer for error in errors} == named


@each_service
def test_a_value_of_the_wrong_type_is_told_by_its_title(item: Item):
    assert item.form
    for name, field in item.form["properties"].items():
        wrong = [] if field["type"] == "object" else {"planted-7": "planted-7"}
        (error,) = fitting.of_fit(item, item.form["examples"][0] | {name: wrong})
        assert (error.pointer, error.code) == (f"/answers/{name}", "type")
        assert f"“{field['title']}”" in error.zh
        assert f'"{field["x-title-en"]}"' in error.en


@each_service
def test_every_field_has_words_in_both_languages(item: Item):
    assert item.form
    for name, field in fields(item.form):
        assert not field["title"].isascii(), name
        assert field["x-title-en"].isascii(), name


@each_service
def test_no_form_asks_for_a_number_that_no_department_may_see(item: Item):
    assert item.form
    assert not [
        name for name, field in fields(item.form) if "身份证号" in field["title"]
    ]


@each_service
def test_a_licence_is_examined_before_it_is_accepted(item: Item):
    assert item.examined == item.limit.startswith("licence")


@each_service
def test_it_asks_for_materials_and_says_who_has_them(item: Item):
    assert item.materials
    assert all(material.name and material.name_en for material in item.materials)


def test_every_format_has_words():
    assert set(fitting.FORMATS) == set(FORMATS.checkers)


def test_every_source_of_a_prefill_is_explained():
    told = (CITY / "items/README.md").read_text()

    assert [source for source in PREFILLS if f"`{source}`" not in told] == []


def test_the_window_reads_every_source_that_is_in_the_case():
    assert {each for each in PREFILLS if not each.startswith("register:")} == {
        *OF_THE_CASE
    }


def _codes(path: Path) -> list[str]:
    return [row["code"] for row in from_yaml(path.read_text())["items"]]
