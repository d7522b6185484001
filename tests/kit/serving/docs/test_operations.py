"""What the OpenAPI document says of an endpoint follows from the endpoint."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.security import APIKeyHeader

from services.kit.serving.docs.operations import (
    DescribedAPI,
    described,
    operations,
    without_null,
)
from services.kit.serving.principal import Caller, Principal, needs

router = APIRouter(prefix="/v1/bins")
Clerk = Annotated[Principal, Depends(needs("clerk", "operator"))]
LINK = APIKeyHeader(name="X-Bin", scheme_name="bin-link")
Operator = Annotated[Principal, Depends(needs("operator", "auditor"))]


@router.get("/{bin_id}")
async def look(bin_id: str, caller: Clerk, after: int | None = None) -> None:
    """How full a bin is.

    By its last weighing.
    """


@router.post("/{bin_id}/empty-out")
async def empty(bin_id: str, caller: Clerk, other: Operator) -> None:
    """Empties a bin."""


@router.get("")
async def everybodys(caller: Caller) -> None:
    """Every bin."""


@router.get("/map")
async def drawn() -> None:
    """Where they stand."""


@router.get("/mine")
async def mine(link: Annotated[str, Depends(LINK)]) -> None:
    """The bin that a link belongs to."""


def told() -> dict[str, dict]:
    api = DescribedAPI()
    api.include_router(router)
    return {each["operationId"]: each for _, _, each in operations(api.openapi())}


def test_an_operation_is_named_by_its_method_and_path():
    assert set(told()) == {
        "get_bins_bin_id",
        "post_bins_bin_id_empty_out",
        "get_bins",
        "get_bins_map",
        "get_bins_mine",
    }


def test_the_first_line_is_the_summary_and_the_rest_with_the_roles_follows():
    look = told()["get_bins_bin_id"]

    assert look["summary"] == "How full a bin is"
    assert look["description"] == "By its last weighing.\n\nFor `clerk`, `operator`."
    assert look["tags"] == ["bins"]
    assert look["security"] == [{"bearer": ["clerk", "operator"]}]


def test_where_two_ask_both_have_to_agree():
    assert told()["post_bins_bin_id_empty_out"]["security"] == [
        {"bearer": ["operator"]}
    ]


def test_whoever_has_logged_in_and_everybody_are_told_apart():
    assert told()["get_bins"]["security"] == [{"bearer": []}]
    assert told()["get_bins_map"]["security"] == []
    assert told()["get_bins_map"]["description"] == "Without login."


def test_another_way_of_being_known_is_told_as_it_is():
    assert told()["get_bins_mine"]["security"] == [{"bin-link": []}]
    assert told()["get_bins_mine"]["description"] == (
        "For whoever holds the link or key."
    )


def test_a_parameter_is_never_null():
    _, after = told()["get_bins_bin_id"]["parameters"]

    assert after["schema"]["type"] == "integer"
    assert without_null({"anyOf": [{"type": "string"}, {"type": "null"}]}) == {
        "type": "string"
    }


def test_asking_twice_tells_the_same():
    api = DescribedAPI()
    api.include_router(router)

    assert api.openapi() == api.openapi()


def test_an_endpoint_without_a_word_has_an_empty_summary():
    assert described("get", "/v1/bins", {})["summary"] == ""
