"""What a line asks its store, in memory."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime

from services.kit.testing.platform import MemoryPlatform
from services.kit.writing.repository import Repository
from services.notification.domain.contact import Contact
from services.notification.domain.course.company import Neighbour
from services.notification.domain.message import Message, whom


@dataclass
class MemoryQueries:
    messages: Repository[Message]
    contacts: Repository[Contact]
    city: MemoryPlatform

    async def all(self) -> list[Message]:
        ids = self.messages.documents.ids  # type: ignore[attr-defined]
        loaded = [await self.messages.load(id) for id in ids]
        return [message for message in loaded if message]

    async def due(self, line: str, limit: int) -> list[str]:
        return [m.message_id for m in await self._due() if m.line == line][:limit]

    async def due_at_desk(self, served: Collection[str], limit: int) -> list[str]:
        due = await self._due()
        return [m.message_id for m in due if m.line not in served][:limit]

    async def _due(self) -> list[Message]:
        now = self.city.clock()
        due = [m for m in await self.all() if m.due_at and m.due_at <= now]
        return sorted(due, key=lambda message: message.due_at or now)

    async def same_person(self, contact_id: str, recipient: str) -> set[str]:
        mine = await self.contacts.load(contact_id)
        keys = set(mine.people.get(recipient, ()) if mine else ())
        ids = self.contacts.documents.ids  # type: ignore[attr-defined]
        known = [await self.contacts.load(id) for id in ids]
        return {whom(contact_id, recipient)} | {
            whom(contact.contact_id, other)
            for contact in known
            if contact
            for other, theirs in contact.people.items()
            if keys.intersection(theirs)
        }

    async def around(
        self, to: Collection[str], channel: str, since: datetime
    ) -> list[Neighbour]:
        found = sorted(
            (message.created_at, message.message_id, message)
            for message in await self.all()
            if message.to in to
            and message.line == channel
            and (message.state in ("queued", "sending") or _sent(message, since))
        )
        known = {field.name for field in fields(Neighbour)}
        return [Neighbour(**each.model_dump(include=known)) for *_, each in found]

    async def waiting(self, case_id: str) -> list[str]:
        return [
            message.message_id
            for message in await self.all()
            if message.case_id == case_id and message.state == "waiting_for_contact"
        ]

    async def by_hand(self, contact_id: str) -> list[str]:
        return [
            message.message_id
            for message in await self.all()
            if message.contact_id == contact_id and message.state == "handed_to_person"
        ]

    async def contacts_of(self, case_id: str) -> list[str]:
        ids = self.contacts.documents.ids  # type: ignore[attr-defined]
        loaded = [await self.contacts.load(id) for id in ids]
        return [c.contact_id for c in loaded if c and c.case_id == case_id]


def _sent(message: Message, since: datetime) -> bool:
    return message.sent_at is not None and message.sent_at > since
