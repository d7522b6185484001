"""A simulated supervisor: ends disputes between departments, and agrees to waiting."""

from contracts.routing import ParkingRequested, TaskReturned
from tools.demo.playing.deciding import decided
from tools.demo.playing.people import Caller
from tools.demo.submission import chance

AGREES = 3
"""To so many wishes for waiting the supervisor agrees but for one."""


class Supervisor:
    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def designate(self, fact: TaskReturned) -> None:
        """Whoever returned it last keeps it."""
        path = f"/v1/tasks/{fact.task_id}/designate"
        await decided(self._caller, path, {"to": fact.department})

    async def parking(self, fact: ParkingRequested) -> None:
        refused = chance(AGREES, "parking", fact.task_id)
        body = {"decision": "refused" if refused else "granted"}
        path = f"/v1/tasks/{fact.task_id}/decide-parking"
        await decided(self._caller, path, body)
