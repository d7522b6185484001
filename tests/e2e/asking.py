"""Requests drawn once from the services' own documents, and asked by anybody."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.transport import Response
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

EXAMPLES: dict[GenerationMode, int] = {
    GenerationMode.POSITIVE: 3,
    GenerationMode.NEGATIVE: 2,
}
"""Of each endpoint: what it says that it takes, and what it does not."""
PATIENCE = 60.0
STREAM = "text/event-stream"
NO_WAITING = {"wait": 0}
"""A long poll would be asked for as long as it may take."""
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@dataclass(frozen=True)
class Door:
    """One service: where it listens, and what it says that it takes."""

    url: str
    document: dict[str, Any]

    def drawn(self) -> Iterator[Case]:
        """The same each time, for every endpoint that ends by itself."""
        schema = schemathesis.openapi.from_dict(self.document)
        for found in schema.get_all_operations():
            operation = found.ok()
            if STREAM not in str(operation.definition.raw.get("responses")):
                for mode, most in EXAMPLES.items():
                    yield from _drawn(operation, mode, most)

    def ask(
        self, request: Case, session: requests.Session, login: dict[str, str]
    ) -> Response:
        """As whoever logs in so, under a new key; not as the draw would have it."""
        request.headers.clear()
        request.headers.update(login | {"idempotency-key": uuid4().hex})
        if "wait" in request.query:
            request.query.update(NO_WAITING)
        return request.call(base_url=self.url, session=session, timeout=PATIENCE)


def _drawn(operation: Any, mode: GenerationMode, most: int) -> list[Case]:
    """Nothing, where an endpoint takes nothing that could be wrong."""
    drawn: list[Case] = []

    @settings(
        max_examples=most,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def draw(case: Case) -> None:
        drawn.append(case)

    try:
        draw()
    except Unsatisfiable:
        if mode is GenerationMode.POSITIVE:
            raise
    return drawn
