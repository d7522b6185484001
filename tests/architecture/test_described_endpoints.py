"""Every endpoint of every service is told to outsiders, whole and in words."""

from importlib import import_module

import pytest
from fastapi import FastAPI

from services.kit.running.logs import Lines
from services.kit.serving.docs.operations import operations
from services.kit.serving.problems import MEDIA_TYPE
from tests.architecture.source import ROOT, service_names
from tests.kit.running.lines import without_handlers


@pytest.fixture(params=service_names())
def document(request) -> dict:
    """The OpenAPI document of a service that is not running."""
    name = request.param
    kind = f"{name.title()}Settings"
    settings = getattr(import_module(f"services.{name}.settings"), kind)
    with without_handlers(Lines):
        made = import_module(f"services.{name}.app").create_app(
            settings(city=ROOT / "deploy" / "config")
        )
    assert isinstance(made, FastAPI)
    return made.openapi()


def test_each_has_a_summary_a_description_and_a_tag(document):
    silent = [
        f"{method} {path}"
        for method, path, operation in operations(document)
        if not all(operation[word] for word in ("summary", "description", "tags"))
    ]

    assert silent == [], "give them a docstring"


def test_a_summary_is_one_line(document):
    for _, path, operation in operations(document):
        assert len(operation["summary"]) <= 88, path


def test_each_has_a_name_of_its_own(document):
    names = [operation["operationId"] for _, _, operation in operations(document)]

    assert len(set(names)) == len(names)
    assert all(name.isidentifier() for name in names)


def test_each_says_that_it_may_refuse_and_how(document):
    for _, path, operation in operations(document):
        for status in ("4XX", "5XX"):
            assert MEDIA_TYPE in operation["responses"][status]["content"], path


def test_each_says_what_it_answers(document):
    for _, path, operation in operations(document):
        (good,) = [status for status in operation["responses"] if status[0] == "2"]
        answers = operation["responses"][good]["content"].values()
        assert [answer for answer in answers if answer["schema"]], path


FOR_RESIDENTS = {
    "/v1/progress/{case_no}",
    "/v1/invitations/answer",
    "/v1/items",
    "/v1/items/{code}",
    "/v1/public/topics",
    "/v1/public/topics/{topic_id}",
    "/v1/deliberations/target",
}
FOR_PROVIDERS = {"/v1/receipts/{channel}"}
"""They sign what they say: docs/sms-gateway.md."""
FOR_PARTNERS = {
    "/open311/v2/discovery.{format}",
    "/open311/v2/services.{format}",
    "/open311/v2/services/{service_code}.{format}",
}
"""What the city offers; for anything else a partner needs its key."""


def test_only_those_meant_for_outsiders_ask_for_no_login(document):
    open_to_all = {
        path
        for _, path, each in operations(document)
        if each["security"] == [] and "api_key" not in _parameters(each)
    }

    assert open_to_all <= FOR_RESIDENTS | FOR_PARTNERS | FOR_PROVIDERS


def _parameters(operation: dict) -> set[str]:
    return {parameter["name"] for parameter in operation.get("parameters", ())}
