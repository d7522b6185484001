"""Hands the cases over at the window, eight at once."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from time import monotonic

from tools.checker.records import Told
from tools.demo.playing.people import Caller
from tools.demo.playing.window import examine
from tools.demo.submission import Submission, chance

AT_ONCE = 8
AT_THE_WINDOW = ("registered", "handed_over")
TWICE = 20
"""One submission in so many is sent twice at once, as an impatient browser does."""


@dataclass
class Filed:
    """What clients were told. Times are `monotonic` seconds."""

    told: list[Told] = field(default_factory=list)
    started: dict[str, float] = field(default_factory=dict)
    answered_in: list[float] = field(default_factory=list)
    traces: dict[str, str] = field(default_factory=dict)
    refused: list[tuple[Submission, int, str]] = field(default_factory=list)
    reachable: set[str] = field(default_factory=set)
    waiting: dict[str, str] = field(default_factory=dict)
    """By key, the case that waits for somebody at the window."""
    wrong: set[str] = field(default_factory=set)
    """Keys of submissions that are wrong on purpose."""

    @property
    def surprises(self) -> list[str]:
        """What should have been refused and was not, or the other way round."""
        taken = {told.submission for told in self.told}
        wrong = {
            f"{sub.key} was refused: {status} {reason}"
            for sub, status, reason in self.refused
            if sub.refusal is None
        }
        return sorted(wrong) + [f"{key} was not refused" for key in self.wrong & taken]

    def can_be_asked(self, case_id: str) -> bool:
        """Somebody handed it over here, and left a way to be reached."""
        return case_id in self.reachable

    @property
    def cases(self) -> dict[str, Told]:
        return {told.case_id: told for told in self.told}


async def file_all(
    submissions: Iterable[Submission],
    callers: Mapping[str, Caller],
    filed: Filed,
    step: Callable[[], None],
) -> None:
    """`step` is called after each; `filed` fills while they go."""
    waiting = iter(submissions)

    async def window() -> None:
        for submission in waiting:
            times = 2 if chance(TWICE, "twice", submission.key) else 1
            sendings = (_send(submission, callers, filed) for _ in range(times))
            await asyncio.gather(*sendings)
            await _examine(submission, callers, filed)
            step()

    await asyncio.gather(*(window() for _ in range(AT_ONCE)))


async def _examine(
    submission: Submission, callers: Mapping[str, Caller], filed: Filed
) -> None:
    """Once, however often it was sent."""
    case_id = filed.waiting.pop(submission.key, None)
    if case_id:
        await examine(callers["clerk"], case_id, submission.body)


async def _send(
    submission: Submission, callers: Mapping[str, Caller], filed: Filed
) -> None:
    if submission.refusal:
        filed.wrong.add(submission.key)
    caller, body = callers[submission.role], submission.body
    start = monotonic()
    response = await caller.post("intake", "/v1/cases", body, submission.key)
    if response.status_code >= 300:
        reason = str(response.json().get("type", ""))
        filed.refused.append((submission, response.status_code, reason))
        return
    answer = response.json()
    case_id = answer["case_id"]
    filed.answered_in.append(monotonic() - start)
    filed.started.setdefault(case_id, start)
    filed.traces.setdefault(case_id, response.headers.get("trace-id", ""))
    if submission.reachable:
        filed.reachable.add(case_id)
    if answer["state"] in AT_THE_WINDOW:
        filed.waiting[submission.key] = case_id
    filed.told.append(
        Told(
            submission.key,
            case_id,
            answer["case_no"],
            submission.reachable,
            submission.with_agent,
        )
    )
