"""A simulated dispatcher: names who handles what no rule knows, decides on returns."""

from contracts.routing import TaskReturned, TriageRequested
from tools.demo.playing.people import Caller
from tools.demo.submission import chance, lot

LEADS = ("urban-mgmt", "housing", "civil-affairs", "street-qingshi", "transport")
UPHELD = 2
"""One return in so many is upheld, and the task moves on."""


class Dispatcher:
    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def triage(self, fact: TriageRequested) -> None:
        lead = LEADS[lot(len(LEADS), fact.case_id)]
        helpers = ["hotline-desk"] if chance(3, "helper", fact.case_id) else []
        path = f"/v1/handlings/{fact.case_id}/assign"
        await self._decide(path, {"lead": lead, "co_handlers": helpers})

    async def decide(self, fact: TaskReturned) -> None:
        decision: dict[str, str] = {"decision": "dismissed"}
        if chance(UPHELD, "upheld", fact.task_id):
            others = [code for code in LEADS if code != fact.department]
            to = others[lot(len(others), fact.task_id)]
            decision = {"decision": "upheld", "to": to}
        await self._decide(f"/v1/tasks/{fact.task_id}/decide-return", decision)

    async def _decide(self, path: str, body: object) -> None:
        response = await self._caller.post("routing", path, body)
        if response.is_error:
            reason = response.json().get("type", "")
            raise RuntimeError(f"routing: {response.status_code} {reason}")
