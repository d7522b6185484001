"""What could never work stops the start, with the file, the item and the place."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.intake.catalogue.offered import entry, form, items

TEXT = {"type": "string", "title": "甲", "x-title-en": "A", "maxLength": 9}
PERIOD = {"valid_from": "2026-01-01", "valid_until": "2026-06-30"}


def field(**changed: Any) -> dict[str, Any]:
    """An entry with one more field, as changed; None takes a word away."""
    said = {
        name: value for name, value in (TEXT | changed).items() if value is not None
    }
    return {"form": form(a=said)}


def listed(**changed: Any) -> dict[str, Any]:
    said = TEXT | {"type": "array", "maxItems": 3, "items": TEXT} | changed
    del said["maxLength"]
    return {"form": form(a={k: v for k, v in said.items() if v is not None})}


WRONG = [
    ({"code": "Bench permit"}, "code: String should match pattern"),
    ({"category": "moon"}, "category: city.yaml has no category moon"),
    ({"limit": "soon"}, "limit: limits.yaml has no limit soon"),
    ({"limit": None}, "limit: is missing"),
    ({"areas": ["110101"]}, "areas: city.yaml has no area 110101"),
    ({"version": 0}, "version: Input should be greater than or equal to 1"),
    ({"valid_from": "soon"}, "valid_from: Input should be a valid date"),
    ({"valid_until": "2025-01-01"}, "valid_until: is before valid_from"),
    ({"who": "cats"}, "who: Input should be"),
    ({"fee": {"amount_fen": 5}}, "fee/source: Field required"),
    ({"colour": "red"}, "colour: Extra inputs are not permitted"),
    ({"form": None}, "form: is missing"),
    ({"kind": "request"}, "form: only a service has one"),
    (
        {
            "materials": [
                {
                    "code": "m",
                    "name": "证",
                    "name_en": "m",
                    "shape": "copy",
                    "held_by": "moon",
                    "source": "ours",
                }
            ]
        },
        "materials/m/held_by: city.yaml has no office moon",
    ),
    ({"form": {"type": "thing"}}, "form/type: 'thing' is not valid"),
    ({"form": {"type": "array"}}, "form: type: must be object"),
    ({"form": {"type": "object"}}, "form: properties: there has to be one at least"),
    ({"form": form() | {"additionalProperties": True}}, "form: additionalProperties:"),
    ({"form": form() | {"required": ["b"]}}, "form: required: there is no property b"),
    ({"form": form() | {"oneOf": []}}, "form/oneOf: [] should be non-empty"),
    ({"form": form() | {"if": {}}}, "form: if: there are no words for this keyword"),
    ({"form": form() | {"examples": []}}, "form: examples: there has to be one"),
    (
        {"form": form() | {"examples": [{"place": "x" * 10}]}},
        "form/examples/0/place: maxLength is not kept",
    ),
    (field(title=None), "form/properties/a: title: is missing"),
    (field(title=" "), "form/properties/a: title: is missing"),
    (field(**{"x-title-en": None}), "form/properties/a: x-title-en: is missing"),
    (field(type=["string", "null"]), "form/properties/a: type: must be one of string"),
    (field(type="null"), "form/properties/a: type: must be one of string"),
    (field(maxLength=None), "form/properties/a: maxLength: is missing"),
    (field(maxLength=-1), "form/properties/a/maxLength: -1 is less than the minimum"),
    (field(format="poem"), "form/properties/a: format: must be one of credit-code, da"),
    (field(minimum=3), "form/properties/a: minimum: there are no words for this"),
    (field(pattern="x"), "form/properties/a: x-hint: must say what the pattern asks"),
    (field(pattern="("), """form/properties/a/pattern: '(' is not a 'regex'"""),
    (field(enum=["b"]), "form/properties/a: x-labels: must name each value of enum"),
    (
        field(enum=["b"], **{"x-labels": {"b": {"zh": "乙"}}}),
        "form/properties/a: x-labels: must name each value of enum",
    ),
    (field(**{"x-prefill": "the moon"}), "a: x-prefill: there is no such source"),
    (field(**{"x-prefill": "applicant.id_number"}), "x-prefill: there is no such sou"),
    (
        field(type="boolean", maxLength=None, const=False),
        "form/properties/a: const: must be true",
    ),
    (listed(maxItems=None), "form/properties/a: maxItems: is missing"),
    (listed(items=None), "form/properties/a/items: type: must be one of"),
    (
        listed(items={"type": "object", "title": "乙", "x-title-en": "B"}),
        "form/properties/a/items: properties: there has to be one at least",
    ),
]


@pytest.mark.parametrize(("changed", "complaint"), WRONG)
def test_a_wrong_entry_is_named(tmp_path: Path, changed, complaint: str):
    with pytest.raises(RuntimeError) as refused:
        items(tmp_path, market=[entry(**changed)])

    said = str(refused.value)
    assert re.search(r"/market\.yaml: [Bb]ench.permit: ", said)
    assert complaint in said


@pytest.mark.parametrize("name", ["valid_from", "description", "name_en", "who"])
def test_a_service_is_told_whole(tmp_path: Path, name: str):
    item = {key: value for key, value in entry().items() if key != name}

    with pytest.raises(RuntimeError, match=f"bench-permit: {name}: is missing"):
        items(tmp_path, market=[item])


@pytest.mark.parametrize(
    ("older", "newer", "complaint"),
    [
        ({}, {"version": 2, "valid_from": "2026-07-01"}, "version 1 is valid on that"),
        (
            PERIOD,
            {"version": 2, "valid_from": "2026-06-30"},
            "version 2: valid_from: version 1 is valid on that day too",
        ),
        (
            PERIOD,
            {"version": 1, "valid_from": "2026-07-01"},
            "version 1 is there twice",
        ),
    ],
)
def test_on_no_day_are_two_versions_valid(tmp_path: Path, older, newer, complaint):
    with pytest.raises(RuntimeError, match=f"one.yaml: bench-permit: .*{complaint}"):
        items(tmp_path, one=[entry(**older), entry(**newer)])


def test_versions_may_follow_each_other_in_one_file(tmp_path: Path):
    newer = entry(version=2, valid_from="2026-07-01")
    found = items(tmp_path, one=[newer, entry(**PERIOD)])

    assert [item.version for item in found["bench-permit"]] == [1, 2]


def test_an_item_stands_in_one_file(tmp_path: Path):
    files = {"market": [entry(**PERIOD)], "traffic": [entry(version=2)]}

    with pytest.raises(RuntimeError, match=r"traffic.yaml: bench-permit: is in .*mark"):
        items(tmp_path, **files)


def test_everything_wrong_is_told_at_once(tmp_path: Path):
    wrong = [entry(category="moon"), entry(code="other", limit="soon")]

    with pytest.raises(RuntimeError, match=r"no category moon.*no limit soon"):
        items(tmp_path, one=wrong)


@pytest.mark.parametrize("text", ["items: 3", "{", "[]", "items: [a]"])
def test_what_is_no_list_of_items_is_refused(tmp_path: Path, text: str):
    (tmp_path / "broken.yaml").write_text(text)

    with pytest.raises(RuntimeError, match=r"broken\.yaml: "):
        items(tmp_path)


def test_a_city_offers_something(tmp_path: Path):
    with pytest.raises(RuntimeError, match="one file of items at least"):
        items(tmp_path)
