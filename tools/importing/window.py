"""The window, as an import sees it: it takes rows, and is waited for when away."""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

LATER = frozenset({429, 502, 503, 504})
FAULT = 500
MOST_FAULTS = 5
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
CURES = {
    401: "the token is not accepted: is this the platform whose key is used?",
    403: "an import needs the role operator",
    404: "this intake takes no imports: is it of the same version?",
}

Row = Mapping[str, Any]
Result = dict[str, Any]


class Refused(RuntimeError):
    """The window does not take what is sent, and would not tomorrow."""


@dataclass(frozen=True)
class Window:
    """`bearer` makes a new token for each request: an import may take days."""

    http: httpx.AsyncClient
    path: str
    bearer: Callable[[], str]
    say: Callable[[str], None]

    async def take(self, rows: Sequence[Row]) -> list[Result]:
        """One result for each row. Waits as long as it takes."""
        text = json.dumps({"rows": rows}, ensure_ascii=False)
        body = text.encode("utf-8", "backslashreplace")
        pause, faults = FIRST_PAUSE, 0
        while True:
            answer = await self._asked(body)
            if answer is not None and answer.status_code == FAULT:
                faults += 1
            if answer is not None and not _waits(answer, faults):
                return _results(answer)
            why = f"answers {answer.status_code}" if answer else "does not answer"
            self.say(f"intake {why}; tried again in {pause:g} s")
            await asyncio.sleep(pause)
            pause = min(LONGEST_PAUSE, pause * 2)

    async def _asked(self, body: bytes) -> httpx.Response | None:
        headers = {
            "Authorization": f"Bearer {self.bearer()}",
            "Content-Type": "application/json",
        }
        try:
            return await self.http.post(self.path, content=body, headers=headers)
        except httpx.TransportError:
            return None


def _waits(answer: httpx.Response, faults: int) -> bool:
    if answer.status_code == FAULT:
        return faults < MOST_FAULTS
    return answer.status_code in LATER


def _results(answer: httpx.Response) -> list[Result]:
    if answer.status_code == 200:
        results: list[Result] = answer.json()["results"]
        return results
    cure = CURES.get(answer.status_code, "")
    try:
        problem = answer.json()
        said = f"{problem['title']} / {problem['title_zh']}"
    except (ValueError, KeyError, TypeError):
        said = f"intake answers {answer.status_code}"
    raise Refused(f"{said}. {cure}" if cure else said)
