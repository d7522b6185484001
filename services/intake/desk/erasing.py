"""The words of a case go: first from the case, then the key that opens every copy."""

from dataclasses import dataclass
from datetime import timedelta

from services.intake.contents import Contents
from services.intake.domain.case import Case, known
from services.intake.domain.forgetting import Forget, KeyGone, forget, key_gone
from services.intake.seams import Cases
from services.kit.files.seams import Files
from services.kit.running.loops import again_and_again, each_by_itself
from services.kit.writing.repository import Repository
from services.kit.writing.stored import Stored

PERIOD = timedelta(seconds=5)
AT_MOST = 200


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
        """Drafts that expired, and whatever was broken off; tells how many.

        One that fails does not keep the others: it waits for the next round.
        """
        ids = await self.cases.to_forget(AT_MOST)
        return await each_by_itself("case_to_forget", ids, self.end)


async def sweep_forever(erasing: Erasing) -> None:
    await again_and_again("cases_to_forget", erasing.sweep, PERIOD, AT_MOST)
