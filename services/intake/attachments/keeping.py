"""A file is kept whole and sealed, or not at all: its case decides which."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import uuid4

import structlog

from contracts.sealed import AttachmentRef
from services.intake.attachments.labels import (
    AttachmentShown,
    label_of,
    sealed_label,
    shown,
)
from services.intake.desk.counter import Counter
from services.intake.domain.case import Case, known
from services.intake.domain.parts import Attachment
from services.intake.domain.window.allowing import demand
from services.intake.domain.window.attaching import (
    Remove,
    demand_room,
    is_there,
    remove,
)
from services.kit.errors import Unavailable
from services.kit.files import refusals
from services.kit.files.arriving import Arrivals
from services.kit.files.examining import Examined, examined
from services.kit.files.seams import Files, Loose
from services.kit.files.sweeping import LEFT_OVER, sweep, sweep_forever
from services.kit.running.clock import Clock
from services.kit.running.failpoints import Failpoints
from services.kit.sealing.digests import Digests
from services.kit.sealing.vault import Vault

AT_ONCE = 2
"""Files that are looked into at the same time; each may need 250 MB. [ours]"""

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Sent:
    """One intention of one person: a file as it came."""

    case_id: str
    attachment_id: str
    name: str
    content: bytes
    if_match: int | None = None


@dataclass(frozen=True)
class Attachments:
    counter: Counter
    files: Files
    vault: Vault
    digests: Digests
    clock: Clock
    failpoints: Failpoints = field(default_factory=Failpoints)
    arrivals: Arrivals = field(default_factory=Arrivals)
    examining: asyncio.Semaphore = field(
        default_factory=lambda: asyncio.Semaphore(AT_ONCE)
    )

    async def demand_place(self, case_id: str, attachment_id: str) -> None:
        """Before a byte is read: whether the case would take it at all."""
        case = await self._case(case_id)
        if case.attachment(attachment_id) is None:
            demand_room(case, 0)

    async def take(self, sent: Sent) -> Attachment:
        """The same for every repeat; a crash on the way leaves at most a loose file."""
        case = await self._case(sent.case_id)
        received = self.digests.of("attachment", sent.content)
        if not is_there(case, sent.attachment_id, received):
            demand_room(case, 0)
            async with self.examining:
                file = await asyncio.to_thread(examined, sent.name, sent.content)
            demand_room(case, len(file.content))
            case = await self._kept(sent, received, file)
        found = case.attachment(sent.attachment_id)
        assert found is not None
        return found

    async def shown(self, case_id: str, attachment: Attachment) -> AttachmentShown:
        return shown(attachment, await label_of(self.vault, case_id, attachment))

    async def listed(self, case: Case) -> list[AttachmentShown]:
        return [await self.shown(case.case_id, each) for each in case.attached]

    async def open(
        self, case: Case, attachment: Attachment
    ) -> tuple[AttachmentRef, AsyncIterator[bytes]]:
        """What it is, and its bytes, each verified before it is given."""
        label = await label_of(self.vault, case.case_id, attachment)
        chunks = await self.vault.opens_file(case.case_id, attachment.file)
        if label is None or chunks is None:
            raise refusals.erased()
        return label, chunks.opened(self.files.read(attachment.file))

    async def remove(
        self, case_id: str, attachment_id: str, if_match: int | None
    ) -> Case:
        """Its bytes go when the case has let it go, if need be after a crash."""
        case = await self._case(case_id)
        found = case.attachment(attachment_id)
        if found is None or found.removed:
            return case
        demand("take_back", case)
        await self.files.begin(found.file, case_id)
        asked = Remove(attachment_id)
        repository = self.counter.repository
        stored = await repository.command(case_id, asked, remove, if_match=if_match)
        self.failpoints.reached("attachment-let-go")
        await self.files.remove(found.file)
        return stored.state

    async def sweep(self, since: timedelta = LEFT_OVER) -> int:
        """Takes away what no case has, and tells of how many it looked at."""
        return await sweep(self.files, self._look_after, since)

    async def sweep_forever(self) -> None:
        await sweep_forever(self.files, self._look_after)

    async def _kept(self, sent: Sent, received: str, file: Examined) -> Case:
        """Loose until the case has it; of two at once the case takes one."""
        name, case_id = str(uuid4()), sent.case_id
        label = await sealed_label(self.vault, case_id, sent.attachment_id, file)
        chunks = await self.vault.seals_file(case_id, name)
        await self.files.begin(name, case_id)
        try:
            await self.files.write(name, chunks.sealed(file.content))
            self.failpoints.reached("attachment-written")
            if not await self.files.renew(name):
                raise Unavailable("the file was swept away before its case had it")
            attachment = Attachment(
                attachment_id=sent.attachment_id,
                file=name,
                size=len(file.content),
                label=label,
                received=received,
                at=self.clock(),
            )
            case = await self.counter.attach(case_id, attachment, sent.if_match)
        finally:
            await self._settled(Loose(name, case_id))
        return case

    async def _settled(self, loose: Loose) -> None:
        """By what the case says, whatever happened; else the sweep does it."""
        self.failpoints.reached("attachment-attached")
        try:
            await self._look_after(loose)
        except Unavailable:
            log.warning("a loose file is left to the sweep")

    async def _look_after(self, loose: Loose) -> None:
        """A draft may expire with all it has: its files are looked after again."""
        case = await self.counter.repository.load(loose.owner)
        had: Sequence[Attachment] = case.attached if case else ()
        if not any(each.file == loose.file for each in had):
            await self.files.remove(loose.file)
        elif case and case.state == "draft":
            await self.files.renew(loose.file)
        else:
            await self.files.settle(loose.file)

    async def _case(self, case_id: str) -> Case:
        return known(await self.counter.repository.load(case_id))
