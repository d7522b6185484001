"""Whoever the city's data name decides whether a department gets more time."""

from collections.abc import Callable

from contracts.routing import ExtensionRequested
from tools.demo.playing.deciding import decided
from tools.demo.playing.people import Caller
from tools.demo.submission import chance

GRANTED = 4
"""Of so many wishes for more time all but one are granted."""

ROLES = {"dispatcher": "dispatcher", "government": "supervisor"}
"""The head of a department is one of its own."""


class Approvers:
    def __init__(self, caller: Callable[..., Caller]) -> None:
        self._caller = caller

    async def decide(self, fact: ExtensionRequested) -> None:
        refused = chance(GRANTED, "extension", fact.task_id)
        body = {"decision": "refused" if refused else "granted"}
        path = f"/v1/tasks/{fact.task_id}/decide-extension"
        await decided(self._of(fact), path, body)

    def _of(self, fact: ExtensionRequested) -> Caller:
        role = ROLES.get(fact.approver)
        if role is None:
            return self._caller("department", fact.department)
        return self._caller(role)
