"""What a department, or somebody with its password, may put on its own topic."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from contracts.codes import derived_id
from contracts.department import TaskReply
from contracts.envelope import Event, event
from contracts.routing import ReplyRejected
from contracts.topics import encode
from tests.faults.looking.evidence import events_on
from tests.faults.working.city import City
from tests.faults.working.post import Post

LAST = 99_999_999


def about_nothing(department: str, what: str) -> Event[TaskReply]:
    """A reply on a task that never was, of a case that never was."""
    case_id, task_id = derived_id("case", what), derived_id("task", what)
    return reply(department, case_id, task_id, action="acknowledge")


def reply(department: str, case_id: str, task_id: str, **said: Any) -> Event[TaskReply]:
    about = {"case_id": case_id, "task_id": task_id, "department": department}
    fact = TaskReply.model_validate(about | said)
    source = f"/departments/{department}/{uuid4().hex}"
    return event(fact, source, 1, datetime.now(UTC), None)


def forged(letter: Event[TaskReply], source: str) -> Event[TaskReply]:
    """In another's name, and as the last word it will ever say."""
    return event(letter.data, source, LAST, letter.time, None)


class Outsider:
    """A department's own login; nothing it sends is checked on the way."""

    def __init__(self, city: City, code: str) -> None:
        self.code = code
        self._post = Post(city.installation.login(code))

    async def send(self, *letters: Event[Any]) -> None:
        for letter in letters:
            await self.send_bytes(letter.subject.encode(), encode(letter))

    async def send_bytes(self, key: bytes | None, value: bytes) -> None:
        await self._post.send(f"departments.{self.code}.replies", key, value)

    async def close(self) -> None:
        await self._post.close()


async def rejections(city: City, *departments: str) -> dict[UUID, list[ReplyRejected]]:
    """What departments were answered in their feeds, by the reply that it is about."""
    feeds = (f"departments.{code}.tasks" for code in departments)
    found: dict[UUID, list[ReplyRejected]] = {}
    for said in await events_on(city.stack, *feeds):
        if isinstance(said.data, ReplyRejected):
            found.setdefault(said.data.reply_id, []).append(said.data)
    return found
