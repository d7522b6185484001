"""The words of a case go: first from the case, then the key that opens every copy."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

import structlog

from services.intake.contents import Contents
from services.intake.domain.case import Case, known
from services.intake.domain.forgetting import Forget, KeyGone, forget, key_gone
from services.intake.seams import Cases
from services.kit.errors import Unavailable
from services.kit.files.seams import Files
from services.kit.writing.repository import Repository
from services.kit.writing.stored import Stored

PERIOD = timedelta(seconds=5)
AT_MOST = 200

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Erasing:
    """Safe to break off and to repeat; what a crash left, `sweep` ends."""

    repository: Repository[Case]
    contents: Contents
    cases: Cases
    files: Files

    async def erase(self, case_id: str, order: Forget) -> Stored[Case]:
        await self.repository.command(case_id, order, forget)
        return await self.end(case_id)

    async def end(self, case_id: str) -> Stored[Case]:
        """The key first: without it the bytes of a file are noise."""
        await self.contents.destroy(case_id)
        case = known(await self.repository.load(case_id))
        for file in case.forgotten.files if case.forgotten else ():
            await self.files.remove(file)
        return await self.repository.command(case_id, KeyGone(), key_gone)

    async def sweep(self) -> int:
        """Drafts that expired, and whatever was broken off; tells how many."""
        left = await self.cases.to_forget(AT_MOST)
        for case_id in left:
            await self.end(case_id)
        return len(left)


async def sweep_forever(erasing: Erasing) -> None:
    while True:
        full = False
        try:
            full = await erasing.sweep() == AT_MOST
        except Unavailable as error:
            log.warning("keys wait to be destroyed", why=str(error))
        except Exception:
            log.exception("a key could not be destroyed; the next round comes")
        await asyncio.sleep(0 if full else PERIOD.total_seconds())
