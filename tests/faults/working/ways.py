"""Every way in which words come in over HTTP; a new one is a function and its line.

Each raises unless what it hands over was taken, so that the search is of something.
"""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode
from uuid import uuid4

from services.intake.open311.keys import key_digest, new_key
from services.intake.open311.seams import Partner
from services.intake.open311.store import MongoPartners
from services.kit.sealing.digests import Digests
from tests.faults.working.matters import (
    ADDRESS,
    AGENT,
    ANSWER,
    ID_NUMBER,
    MANDATE,
    NAME,
    PHONE,
    STREET,
    TEXT,
    TITLE,
)
from tests.faults.working.window import Window
from tools.cli.databases import database

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
ASKED, ANSWERED = "2020-03-02T09:00:00+08:00", "2020-03-05T09:00:00+08:00"
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


async def by_an_agent(window: Window) -> None:
    """With what shows their right, and where both live."""
    shown = {"kind": "document", "number": MANDATE}
    lives = {"phone": PHONE, "address": ADDRESS}
    agent = {"name": AGENT, "authority": "written_mandate", "evidence": [shown]} | lives
    who = {"applicant": WHO | {"address": ADDRESS}, "agent": agent}
    await _taken(window, "POST", "/v1/cases", MATTER | who)


async def by_a_file(window: Window) -> None:
    """By what it is called, and by what is in it."""
    path = f"/v1/cases/{await _registered(window)}/attachments"
    name = f"attachment; filename*=UTF-8''{quote(TITLE)}.txt"
    headers = window.token("clerk") | {"idempotency-key": uuid4().hex}
    url = f"{window.stack.ports.url('intake')}{path}"
    answer = await window.client.post(
        url, content=TEXT.encode(), headers=headers | {"content-disposition": name}
    )
    assert answer.is_success, answer.text


async def by_an_import(window: Window) -> None:
    """What lives, what is over, and what is refused."""
    form = MATTER | {"channel": "paper"}
    over = {"received_at": ASKED, "answered_at": ANSWERED, "answer": ANSWER}
    rows = [
        {"id": "1", "form": form},
        {"id": "2", "form": form} | over,
        {"id": "3", "form": form | {"category": TITLE}},
    ]
    url = f"{window.stack.ports.url('intake')}/v1/imports/{uuid4().hex}/rows"
    headers = window.token("operator")
    answer = await window.client.post(url, json={"rows": rows}, headers=headers)
    results = [each["result"] for each in answer.json()["results"]]
    assert results == ["created", "created", "rejected"], answer.text


async def by_open311(window: Window) -> None:
    """A partner's request, and one of its questions."""
    key = await _partner(window)
    url = f"{window.stack.ports.url('intake')}/open311/v2/requests.json"
    sent = {
        "api_key": key,
        "service_code": "sanitation-garbage",
        "address_id": STREET,
        "address_string": ADDRESS,
        "description": TEXT,
        "last_name": NAME,
        "phone": PHONE,
    }
    form = {"content-type": "application/x-www-form-urlencoded"}
    posted = await window.client.post(url, content=urlencode(sent), headers=form)
    asked = await window.client.get(url, params={"api_key": key})
    assert posted.is_success, posted.text
    assert asked.json(), asked.text


WAYS: tuple[Way, ...] = (
    by_a_draft,
    by_a_correction,
    by_an_answer_at_once,
    of_a_matter_that_is_declined,
    of_a_matter_that_is_handed_over,
    by_words_of_alarm,
    by_an_agent,
    by_a_file,
    by_an_import,
    by_open311,
)


async def _partner(window: Window) -> str:
    """The api_key of a new one."""
    here, key, code = window.installation, new_key(), f"ways-{uuid4().hex[:8]}"
    own = (here.places.secrets / "intake" / "digests.key").read_text().strip()
    partner = Partner(code, key_digest(Digests(own), key), datetime.now(UTC))
    async with database(here, "intake") as found:
        assert await MongoPartners(found).add(partner)
    return key


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
