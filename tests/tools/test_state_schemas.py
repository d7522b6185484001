"""Stored states are promises too: to the process of yesterday and of tomorrow."""

from typing import Any, ClassVar, Literal

import pytest

from services.kit.writing.change import Aggregate
from tools import state_schemas
from tools.state_schemas import promise, refuse


class Bin(Aggregate):
    place: str
    state: Literal["empty", "full"] = "empty"


def emptied(bin: dict[str, Any]) -> dict[str, Any]:
    return bin


def lifting(schema: int, *steps: int) -> dict[str, Any]:
    class Lifted(Aggregate):
        SCHEMA: ClassVar[int] = schema
        UPCASTERS: ClassVar = dict.fromkeys(steps, emptied)
        street: str

    return promise(Lifted)


def test_a_new_field_needs_a_raised_schema_or_an_older_process_erases_it():
    class Longer(Bin):
        emptied: int = 0

    class Raised(Longer):
        SCHEMA: ClassVar[int] = 2
        UPCASTERS: ClassVar = {1: emptied}

    (said,) = refuse(promise(Bin), promise(Longer))
    assert "older process would erase" in said
    assert refuse(promise(Bin), promise(Raised)) == []


def test_other_words_about_a_state_are_no_change():
    class Told(Bin):
        """The same, told in other words."""

    assert refuse(promise(Bin), promise(Told)) == []


def test_a_new_field_without_a_default_is_refused():
    class Longer(Bin):
        emptied: int

    assert refuse(promise(Bin), promise(Longer)) == [
        "emptied: a new field is required, and old messages lack it"
    ]


def test_a_field_lost_or_a_value_more_is_refused():
    class Other(Aggregate):
        state: Literal["empty", "full", "gone"] = "empty"

    assert refuse(promise(Bin), promise(Other)) == [
        "place: the field was removed",
        "state: the value 'gone' is new, and older readers refuse it",
    ]


def test_anything_goes_under_a_raised_schema_with_its_upcaster():
    assert refuse(promise(Bin), lifting(2, 1)) == []


@pytest.mark.parametrize(("schema", "steps"), [(2, ()), (3, (2,)), (3, (1,))])
def test_a_raised_schema_needs_every_upcaster(schema, steps):
    (said,) = refuse(promise(Bin), lifting(schema, *steps))[:1]

    assert said.startswith("no upcaster lifts a state of schema")


def test_a_schema_never_goes_back():
    assert refuse(lifting(2, 1), lifting(1)) == ["SCHEMA went back from 2 to 1"]


def test_aggregates_are_found_where_services_define_them():
    found = {
        kind.__name__
        for service in state_schemas.service_names()
        for kind in state_schemas.aggregates_of(service)
    }

    assert {"Case", "Handling", "Mediation", "Message"} <= found
    assert "kit" not in state_schemas.service_names()


def test_the_command_refuses_writes_and_then_agrees(monkeypatch, tmp_path, capsys):
    class Longer(Bin):
        emptied: int

    stored = {"Bin": promise(Bin)}
    monkeypatch.setattr(state_schemas, "SERVICES", tmp_path)
    monkeypatch.setattr(state_schemas, "service_names", lambda: ["bins"])
    monkeypatch.setattr(state_schemas, "promises", lambda service: stored)

    assert state_schemas.main(["--check"]) == 1
    assert state_schemas.main([]) == 0
    assert state_schemas.main(["--check"]) == 0
    stored["Bin"] = promise(Longer)
    assert state_schemas.main([]) == 1
    assert "Raise Bin.SCHEMA by one" in capsys.readouterr().err
