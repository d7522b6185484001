"""On the day words are to go their keys are destroyed, and with them every copy."""

from dataclasses import dataclass
from datetime import timedelta

from services.dispute.domain.mediation import Mediation
from services.dispute.domain.sitting.keeping import KeysGone, keys_gone
from services.dispute.wall.keys import keys_of_record, keys_of_words
from services.dispute.wall.seams import Words
from services.kit.running.loops import again_and_again, each_by_itself
from services.kit.sealing.vault import Vault
from services.kit.writing.repository import Repository

PERIOD = timedelta(seconds=5)
AT_MOST = 200


@dataclass(frozen=True)
class Erasing:
    """Safe to break off and to repeat."""

    mediations: Repository[Mediation]
    words: Words
    vault: Vault

    async def sweep(self) -> int:
        """Tells how many mediations it took the words from; one that fails waits."""
        ids = await self.words.to_forget(AT_MOST)
        return await each_by_itself("words_to_erase", ids, self.end)

    async def end(self, id: str) -> None:
        mediation = await self.mediations.load(id)
        if mediation is None:
            return
        record = mediation.sitting.kept.record_erased
        keys = keys_of_words(mediation, await self.words.authors(id))
        for key in (*keys, *keys_of_record(mediation)) if record else keys:
            await self.vault.destroy(key)
        await self.mediations.command(id, KeysGone(record), keys_gone)


async def sweep_forever(erasing: Erasing) -> None:
    await again_and_again("words_to_erase", erasing.sweep, PERIOD, AT_MOST)
