"""Every way in which words come in over HTTP; a new one is a function and its line.

Each raises unless what it hands over was taken, so that the search is of something.
"""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

from tests.faults.working.matters import (
    AGENT,
    ANSWER,
    ID_NUMBER,
    NAME,
    PHONE,
    STREET,
    TEXT,
    TITLE,
)
from tests.faults.working.window import Window

Way = Callable[[Window], Awaitable[None]]
WHO = {"name": NAME, "phone": PHONE, "id_number": ID_NUMBER}
MATTER: dict[str, Any] = {
    "kind": "request",
    "request_type": "inquiry",
    "category": "consumer",
    "area": STREET,
    "channel": "counter",
    "title": TITLE,
    "text": TEXT,
    "applicant": WHO,
    "answers": {"site": TEXT},
}
DRAFTED = ("kind", "category", "area", "channel", "title", "text", "applicant")
NOTICE = {
    "defects": [
        {"pointer": "/text", "reason": "unreadable"},
        {"pointer": "/answers", "reason": "wrong"},
    ],
    "words": TEXT,
}
CORRECTED = {
    "title": TITLE,
    "applicant": WHO | {"name": AGENT},
    "answers": {"site": TEXT},
}


async def by_a_draft(window: Window) -> None:
    """One that stays, one that is thrown away."""
    form = {name: MATTER[name] for name in DRAFTED}
    for keep in (True, False):
        case = await _taken(window, "POST", "/v1/drafts", form)
        path = f"/v1/drafts/{case}"
        await _taken(window, "PUT", path, form | {"text": TEXT})
        if not keep:
            await _taken(window, "DELETE", path)


async def by_a_correction(window: Window) -> None:
    """The clerk's words, and the applicant's new ones; at once, and after a notice."""
    path = f"/v1/cases/{await _registered(window)}"
    await _taken(window, "POST", f"{path}/correct", {"text": TEXT})
    await _taken(window, "POST", f"{path}/request-correction", NOTICE)
    await _taken(window, "POST", f"{path}/correct", CORRECTED)


async def by_an_answer_at_once(window: Window) -> None:
    """With the form, or after a look at it."""
    await _taken(window, "POST", "/v1/cases", MATTER | {"answer": ANSWER})
    path = f"/v1/cases/{await _registered(window)}"
    await _taken(window, "POST", f"{path}/answer", {"text": ANSWER})


async def of_a_matter_that_is_declined(window: Window) -> None:
    path = f"/v1/cases/{await _registered(window)}"
    why = {"reason": "legal_route", "authority": "court"}
    await _taken(window, "POST", f"{path}/decline", why)


async def of_a_matter_that_is_handed_over(window: Window) -> None:
    """The package is read, which is written down."""
    path = f"/v1/cases/{await _registered(window)}/hand-over"
    await _taken(window, "POST", path, {"reason": "court", "authority": "court"})
    await _taken(window, "GET", path)


async def by_words_of_alarm(window: Window) -> None:
    """An emergency is handed over, and warned of, by its words alone."""
    await _taken(window, "POST", "/v1/cases", MATTER | {"text": f"{TEXT}持刀"})


WAYS: tuple[Way, ...] = (
    by_a_draft,
    by_a_correction,
    by_an_answer_at_once,
    of_a_matter_that_is_declined,
    of_a_matter_that_is_handed_over,
    by_words_of_alarm,
)


async def _registered(window: Window) -> str:
    """A case that the window wants to look at."""
    return await _taken(window, "POST", "/v1/cases", MATTER | {"examine": True})


async def _taken(
    window: Window, method: str, path: str, body: dict[str, Any] | None = None
) -> str:
    """The case's id, where the answer tells it."""
    headers = window.token("clerk") | {"idempotency-key": uuid4().hex}
    url = f"{window.stack.ports.url('intake')}{path}"
    answer = await window.client.request(method, url, json=body, headers=headers)
    assert answer.is_success, f"{path}: {answer.text}"
    return str(answer.json().get("case_id", ""))
