"""The content of a task: it travels on its own topic, before the task or after it."""

from typing import Any

from contracts.envelope import Event
from contracts.intake import ContentGranted, ContentRevoked
from contracts.sealed import CaseContent
from tongban_department.errors import NoContentYet, TaskOver
from tongban_department.speaking.bells import Bells
from tongban_department.speaking.keys import Keys
from tongban_department.store.contents import Contents, Revoked


class CaseFiles:
    """Filed as soon as it arrives, also while the handler of the task waits for it."""

    def __init__(self, contents: Contents, keys: Keys, bells: Bells) -> None:
        self._contents = contents
        self._keys = keys
        self._bells = bells

    def hear(self, event: Event[Any]) -> None:
        match event.data:
            case ContentGranted(task_id=task_id, content=sealed):
                self._contents.file(task_id, event.sequence, sealed)
            case ContentRevoked(task_id=task_id):
                self._contents.revoke(task_id, event.sequence)
            case _:
                return
        self._bells.ring(task_id)

    async def content(self, task_id: str, patience: float) -> CaseContent:
        try:
            sealed = await self._bells.until(
                task_id, lambda: self._contents.of(task_id), patience
            )
        except TimeoutError:
            raise NoContentYet(f"of task {task_id}") from None
        except Revoked:
            raise TaskOver(f"task {task_id} has ended") from None
        return self._keys.open(sealed, CaseContent)
