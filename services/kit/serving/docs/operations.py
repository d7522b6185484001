"""The OpenAPI document, as people and code generators want it."""

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from fastapi import FastAPI

from services.kit.serving.principal import ANY_OF, LOGIN

Json = dict[str, Any]
NAME = LOGIN.scheme_name

WORDS = """\
Errors are problem documents (RFC 9457) with a stable `type` and a sentence in English
and Chinese. Lists have a `Link` with `rel="next"` while there is more. Send an
`Idempotency-Key` with a `POST`, and the same one when you try again; send `If-Match`
with the `ETag` that you have seen, and nobody overwrites what they have not.
What this service says on Kafka, and hears, is at [docs/events](docs/events).
"""
WITH_LINK = "For whoever holds the link or key."
UNSTABLE = {"v1"}
NO_WORD = re.compile(r"\W+")


class DescribedAPI(FastAPI):
    """Operations are named by method and path: what a contract is, and stays."""

    def openapi(self) -> Json:
        """A copy: what FastAPI keeps stays as it made it."""
        told = deepcopy(super().openapi())
        for method, path, operation in operations(told):
            operation.update(described(method, path, operation))
        tags = {tag for _, _, each in operations(told) for tag in each["tags"]}
        return told | {"tags": [{"name": tag} for tag in sorted(tags)]}


def operations(document: Json) -> Iterator[tuple[str, str, Json]]:
    """Method, path, and what is said of it."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


def described(method: str, path: str, operation: Json) -> Json:
    """The first line of an endpoint's docstring is its summary."""
    summary, _, more = operation.get("description", "").partition("\n")
    for parameter in operation.get("parameters", ()):
        parameter["schema"] = without_null(parameter["schema"])
    roles, links = roles_of(operation), links_of(operation)
    words = [more.strip(), WITH_LINK if links else _for_whom(roles)]
    return {
        "operationId": "_".join([method, *_words(path)]),
        "tags": _words(path)[:1],
        "summary": summary.removesuffix("."),
        "description": "\n\n".join(word for word in words if word),
        "security": links or ([] if roles is None else [{NAME: roles}]),
    }


def without_null(schema: Json) -> Json:
    """A parameter is there or it is not; none can be null."""
    kinds = [part for part in schema.get("anyOf", ()) if part != {"type": "null"}]
    if len(kinds) != 1:
        return schema
    others = {word: said for word, said in schema.items() if word != "anyOf"}
    only: Json = kinds[0]
    return only | others


def links_of(operation: Json) -> list[Json]:
    """Ways of being known that are no login; the scheme's own words say which."""
    return [each for each in operation.get("security", ()) if NAME not in each]


def roles_of(operation: Json) -> list[str] | None:
    """Who may: any of these; nobody named: whoever has logged in; None: everybody.

    Where an endpoint asks twice, both have to agree.
    """
    logins = [each for each in operation.get("security", ()) if NAME in each]
    if not logins:
        return None
    asked = [need.split(ANY_OF) for each in logins for need in each[NAME]]
    return [
        role
        for role in (asked[0] if asked else ())
        if all(role in each for each in asked)
    ]


def _for_whom(roles: list[str] | None) -> str:
    if roles is None:
        return "Without login."
    named = ", ".join(f"`{role}`" for role in roles)
    return f"For {named}." if named else "For whoever has logged in."


def _words(path: str) -> list[str]:
    steps = (NO_WORD.sub("_", step).strip("_") for step in path.split("/"))
    return [step for step in steps if step and step not in UNSTABLE]
