"""Every endpoint, asked by every role and by nobody: no fault, no word too many.

Drawn from the services' own documents, so that an endpoint that is new is asked too.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from schemathesis import Case

from deploy.local.stack import Stack
from services.kit.serving.principal import ROLES, Principal
from services.kit.serving.tokens import issue
from tests.e2e.asking import CHECKS, Door
from tests.e2e.town import Town
from tools.access.installation import SERVICES

NOBODY = "nobody"
WITHOUT_WORDS = (
    NOBODY,
    "dispatcher",
    "supervisor",
    "mediator",
    "body_admin",
    "host",
    "operator",
    "auditor",
    "archivist",
    "partner",
)
"""Who is shown no word of a case that is open."""
NAME, PHONE, TEXT = "诸葛翡翠", "13900006284", "石狮子夜里会挪位置"
PLANTED = (NAME, PHONE, TEXT)
MATTER = {
    "kind": "request",
    "request_type": "complaint",
    "category": "consumer",
    "area": "990101001",
    "channel": "counter",
    "title": TEXT,
    "text": TEXT,
    "applicant": {"name": NAME, "phone": PHONE},
}
PROBLEM = "application/problem+json"
OPEN311 = ("application/json", "application/xml", "text/xml", PROBLEM)


@pytest.fixture(scope="module")
def session() -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.trust_env = False
        yield session


@pytest.fixture(scope="module")
def logins(platform: Stack) -> dict[str, dict[str, str]]:
    """By role, the header that says so; an empty one is nobody's."""
    key = (platform.places.secrets / "tokens.jwk").read_text()

    def login(role: str) -> dict[str, str]:
        office = "market" if role == "department" else None
        who = {"subject": f"{role}-1", "roles": [role], "area": "9901"}
        principal = Principal.model_validate(who | {"department": office})
        return {"authorization": f"Bearer {issue(key, principal)}"}

    return {NOBODY: {}} | {role: login(role) for role in ROLES}


@pytest.fixture(scope="module")
def known(town: Town) -> dict[str, str]:
    """What a path may name: a case whose words nobody here must be shown."""
    case = town.hand_over(MATTER)
    return {"case_id": case.id, "id": case.id}


@pytest.mark.parametrize("service", SERVICES)
def test_every_role_is_answered_as_the_document_says(
    service: str,
    platform: Stack,
    session: requests.Session,
    logins: dict[str, dict[str, str]],
    known: dict[str, str],
) -> None:
    url = platform.ports.url(service)
    door = Door(url, session.get(f"{url}/openapi.json", timeout=20).json())
    wrong: list[str] = []
    statuses: set[int] = set()
    for request in door.drawn():
        request.path_parameters.update(_of_ours(request, known))
        for role, login in logins.items():
            response = door.ask(request, session, login)
            statuses.add(response.status_code)
            wrong += (
                f"{request.method} {request.path} as {role}: {said}"
                for said in _faults(request, response, role)
            )

    assert statuses >= {200, 401, 403}
    assert not wrong, "\n".join(wrong[:20])


def _of_ours(request: Case, known: dict[str, str]) -> dict[str, str]:
    """The case that is there, wherever the path names one."""
    return {name: known[name] for name in request.path_parameters if name in known}


def _faults(request: Case, response: Any, role: str) -> Iterator[str]:
    try:
        request.validate_response(response, checks=CHECKS)
    except AssertionError as error:
        yield f"{response.status_code} {_first_lines(error)}"
    except BaseExceptionGroup as group:
        yield f"{response.status_code} {_first_lines(group.exceptions[0])}"
    kind = response.headers.get("content-type", [""])[0]
    if response.status_code >= 400 and not kind.startswith(_errors_of(request)):
        yield f"{response.status_code} comes as {kind}"
    if role in WITHOUT_WORDS:
        text = response.content.decode(errors="replace")
        yield from (f"shows {word}" for word in PLANTED if word in text)


def _errors_of(request: Case) -> tuple[str, ...]:
    """GeoReport has errors of its own; what is too large is refused before it."""
    return OPEN311 if request.path.startswith("/open311/") else (PROBLEM,)


def _first_lines(error: BaseException) -> str:
    return " ".join(str(error).split())[:300]
