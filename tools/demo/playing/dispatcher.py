"""A simulated dispatcher: says who handles what no rule knows, and decides."""

from collections import Counter

from contracts.routing import TaskReturned, TriageRequested
from tools.demo.playing.deciding import decided
from tools.demo.playing.habits import story_of
from tools.demo.playing.people import Caller
from tools.demo.playing.supervisor import Supervisor
from tools.demo.submission import chance, lot

LEADS = ("urban-mgmt", "housing", "civil-affairs", "street-qingshi", "transport")
UPHELD = 2
"""One return in so many is upheld, and the task moves on."""

TOO_MANY = 2
"""With the second return of a case the dispatcher's decisions are over (潍坊 22)."""


class Dispatcher:
    """The last word on a return that comes again is the supervisor's."""

    def __init__(self, caller: Caller, supervisor: Supervisor) -> None:
        self._caller = caller
        self._supervisor = supervisor
        self._returns: Counter[str] = Counter()

    async def triage(self, fact: TriageRequested) -> None:
        lead = LEADS[lot(len(LEADS), fact.case_id)]
        helpers = ["hotline-desk"] if chance(3, "helper", fact.case_id) else []
        path = f"/v1/handlings/{fact.case_id}/assign"
        await decided(self._caller, path, {"lead": lead, "co_handlers": helpers})

    async def returned(self, fact: TaskReturned) -> None:
        self._returns[fact.case_id] += 1
        if self._returns[fact.case_id] >= TOO_MANY:
            await self._supervisor.designate(fact)
            return
        decision: dict[str, str] = {"decision": "dismissed"}
        twice = story_of(fact.case_id) == "returned-twice"
        if twice or chance(UPHELD, "upheld", fact.task_id):
            others = [code for code in LEADS if code != fact.department]
            to = others[lot(len(others), fact.task_id)]
            decision = {"decision": "upheld", "to": to}
        path = f"/v1/tasks/{fact.task_id}/decide-return"
        await decided(self._caller, path, decision)
