"""All that a process holds of the wall."""

from dataclasses import dataclass

from contracts.codes import derived_id
from services.dispute.domain.mediation import Mediation
from services.dispute.wall.erasing import Erasing
from services.dispute.wall.keeping import Keeping
from services.dispute.wall.reading import Reading
from services.dispute.wall.seams import ReadLog, Words
from services.kit.running.clock import Clock
from services.kit.sealing.digests import Digests
from services.kit.sealing.vault import Vault
from services.kit.writing.repository import Repository


@dataclass(frozen=True)
class Wall:
    keeping: Keeping
    reading: Reading
    erasing: Erasing
    log: ReadLog
    digests: Digests

    def digest_of_facts(self, mediation_id: str, text: str) -> str:
        return self.digests.of("undisputed", mediation_id, text)

    def id_of_facts(self, mediation_id: str, digest: str) -> str:
        """The same text is the same document."""
        return derived_id("facts", mediation_id, digest)


def built(
    words: Words,
    log: ReadLog,
    mediations: Repository[Mediation],
    sealing: tuple[Vault, Digests],
    clock: Clock,
) -> Wall:
    vault, digests = sealing
    return Wall(
        keeping=Keeping(words, vault, clock),
        reading=Reading(words, log, vault, clock),
        erasing=Erasing(mediations, words, vault),
        log=log,
        digests=digests,
    )
