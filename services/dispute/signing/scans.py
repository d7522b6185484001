"""What was signed in ink, and what shows that a duty was done: sealed files."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import uuid4

import structlog

from contracts.sealed import AttachmentRef
from services.dispute.domain.agreeing.agreement import Scan
from services.dispute.domain.mediation import Mediation
from services.dispute.wall.keys import paper_key
from services.kit.errors import Rejected, Unavailable
from services.kit.files import refusals
from services.kit.files.arriving import Arrivals
from services.kit.files.examining import examined
from services.kit.files.seams import Files, Loose
from services.kit.files.sweeping import LEFT_OVER, sweep, sweep_forever
from services.kit.sealing.vault import Vault
from services.kit.writing.repository import Repository
from services.kit.writing.stored import Stored

ANY_KIND = ("",)
PICTURED = ("application/pdf", "image/")
"""What shows a signature."""
AT_ONCE = 2
"""Files that are looked into at the same time; each may need 250 MB. [ours]"""

log = structlog.get_logger(__name__)
Recorded = Callable[[Scan], Awaitable[Stored[Mediation]]]


@dataclass(frozen=True)
class Sent:
    """A file as it came; its id follows from the request."""

    scan_id: str
    name: str
    content: bytes
    kinds: tuple[str, ...] = ANY_KIND
    """How the media types begin that serve for it."""


@dataclass(frozen=True)
class Scans:
    mediations: Repository[Mediation]
    files: Files
    vault: Vault
    arrivals: Arrivals = field(default_factory=Arrivals)
    examining: asyncio.Semaphore = field(
        default_factory=lambda: asyncio.Semaphore(AT_ONCE)
    )

    async def keep(
        self, mediation_id: str, sent: Sent, record: Recorded
    ) -> Stored[Mediation]:
        """Loose until `record` has put it into its mediation, whatever happens."""
        async with self.examining:
            file = await asyncio.to_thread(examined, sent.name, sent.content)
        if not file.media_type.startswith(sent.kinds):
            raise not_a_picture()
        ref = AttachmentRef(
            attachment_id=sent.scan_id,
            name=file.name,
            media_type=file.media_type,
            size=len(file.content),
            sha256=file.sha256,
        )
        key = paper_key(mediation_id)
        scan = Scan(
            scan_id=sent.scan_id,
            file=str(uuid4()),
            label=await self.vault.seal(key, ref),
            size=ref.size,
        )
        chunks = await self.vault.seals_file(key, scan.file)
        await self.files.begin(scan.file, mediation_id)
        try:
            await self.files.write(scan.file, chunks.sealed(file.content))
            if not await self.files.renew(scan.file):
                raise Unavailable("the scan was swept away before it was recorded")
            return await record(scan)
        finally:
            await self._settled(Loose(scan.file, mediation_id))

    async def open(
        self, mediation_id: str, scan: Scan
    ) -> tuple[AttachmentRef, AsyncIterator[bytes]]:
        """What it is, and its bytes, each verified before it is given."""
        key = paper_key(mediation_id)
        label = await self.vault.open(key, scan.label, AttachmentRef)
        chunks = await self.vault.opens_file(key, scan.file)
        if label is None or chunks is None:
            raise refusals.erased()
        return label, chunks.opened(self.files.read(scan.file))

    async def sweep(self, since: timedelta = LEFT_OVER) -> int:
        """Takes away what no mediation has, and tells of how many it looked at."""
        return await sweep(self.files, self._look_after, since)

    async def sweep_forever(self) -> None:
        await sweep_forever(self.files, self._look_after)

    async def _settled(self, loose: Loose) -> None:
        try:
            await self._look_after(loose)
        except Unavailable:
            log.warning("a loose scan is left to the sweep")

    async def _look_after(self, loose: Loose) -> None:
        """By what its mediation says, which keeps those of earlier drafts too."""
        mediation = await self.mediations.load(loose.owner)
        agreement = mediation.agreement if mediation else None
        scans = agreement.scans if agreement else ()
        if any(scan.file == loose.file for scan in scans):
            await self.files.settle(loose.file)
        else:
            await self.files.remove(loose.file)


def not_a_picture() -> Rejected:
    return Rejected(
        "not-a-picture",
        "what was signed in ink is shown by a PDF or a picture: scan or photograph it",
        "纸质签名请上传 PDF 或者图片",
        415,
    )
