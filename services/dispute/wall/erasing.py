"""On the day words are to go their keys are destroyed, and with them every copy."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

import structlog

from services.dispute.domain.mediation import Mediation
from services.dispute.domain.sitting.keeping import KeysGone, keys_gone
from services.dispute.wall.keys import keys_of
from services.dispute.wall.seams import Words
from services.kit.errors import Unavailable
from services.kit.sealing.vault import Vault
from services.kit.writing.repository import Repository

PERIOD = timedelta(seconds=5)
AT_MOST = 200

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Erasing:
    """Safe to break off and to repeat."""

    mediations: Repository[Mediation]
    words: Words
    vault: Vault

    async def sweep(self) -> int:
        """Tells how many mediations it took the words from; one that fails waits."""
        done = 0
        for id in await self.words.to_forget(AT_MOST):
            try:
                await self.end(id)
                done += 1
            except Unavailable:
                raise
            except Exception:
                log.exception("the words of a mediation were not erased", mediation=id)
        return done

    async def end(self, id: str) -> None:
        mediation = await self.mediations.load(id)
        if mediation is None:
            return
        record = mediation.sitting.kept.record_erased
        keys = keys_of(mediation, await self.words.authors(id))
        for key in (*keys, id) if record else keys:
            await self.vault.destroy(key)
        await self.mediations.command(id, KeysGone(record), keys_gone)


async def sweep_forever(erasing: Erasing) -> None:
    while True:
        full = False
        try:
            full = await erasing.sweep() == AT_MOST
        except Unavailable as error:
            log.warning("keys of the wall wait to be destroyed", why=str(error))
        except Exception:
            log.exception("a key of the wall was not destroyed; the next round comes")
        await asyncio.sleep(0 if full else PERIOD.total_seconds())
