"""Where all want it, the rest gets a mediation: the same people, with new links."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from contracts.sealed import Agent, AnswerText, Evidence, Person, Plaintext
from services.dispute.domain.joining.acting import with_agent
from services.dispute.domain.mediation import Mediation
from services.dispute.domain.party import Party
from services.dispute.domain.rest.continuing import (
    Continue,
    Continued,
    continue_rest,
    continued,
    party_of_rest,
    rest_id,
)
from services.dispute.domain.rules import Rules
from services.dispute.invitations import Invitations
from services.dispute.wishes import wishes_of
from services.kit.running.loops import again_and_again, each_by_itself
from services.kit.sealing.vault import Vault
from services.kit.writing.repository import Repository

PERIOD = timedelta(seconds=5)
AT_MOST = 100


@dataclass(frozen=True)
class Continuing:
    """Safe to break off and to repeat: the first one opened is the one there is."""

    mediations: Repository[Mediation]
    rules: Rules
    vault: Vault
    invitations: Invitations

    async def open(self, id: str) -> None:
        """Where names were erased meanwhile nobody can go on: the rest ends."""
        before = await self.mediations.load(id)
        if before is None or before.rest is None or not before.rest.to_continue:
            return
        rest = rest_id(id)
        parties = [await self._party(before, rest, each) for each in before.present]
        known = tuple(party for party in parties if party)
        if len(known) < len(parties):
            await self.mediations.command(id, Continued(None), continued)
            return
        disclosure = await self._sealed(before, rest, before.disclosure, AnswerText)
        opening = Continue(before, known, disclosure)
        await self.mediations.command(rest, opening, partial(continue_rest, self.rules))
        await self.mediations.command(id, Continued(rest), continued)

    async def _party(self, before: Mediation, rest: str, party: Party) -> Party | None:
        person = await self._opened(before, party.card, Person)
        if person is None:
            return None
        id = party_of_rest(rest, party.party_id)
        named = await self.invitations.party(rest, id, person, role=party.role)
        wishes = await wishes_of(self.vault, before.mediation_id, party)
        if party.wishes:
            named = await self.invitations.wishing(rest, named, person, wishes)
        agent = await self._opened(before, party.agent, Agent)
        if agent:
            said = party.agent_digest, wishes.language
            acting = await self.invitations.acting(rest, agent, *said)
            named = with_agent(named, acting)
        consent = await self._sealed(before, rest, party.consent, Evidence)
        by = tuple(party_of_rest(rest, each) for each in party.represented_by)
        taken_over = {
            "represented_by": by,
            "consent": consent,
            "accepts": True,
            "notices": 1,
            "challenges": party.challenges,
            "wants_open": party.wants_open,
            "needs_guardian": party.needs_guardian or named.needs_guardian,
        }
        return named.model_copy(update=taken_over)

    async def _opened(
        self, before: Mediation, sealed: str | None, kind: type[Any]
    ) -> Any:
        if sealed is None:
            return None
        return await self.vault.open(before.mediation_id, sealed, kind)

    async def _sealed(
        self, before: Mediation, rest: str, sealed: str | None, kind: type[Plaintext]
    ) -> str | None:
        """The same words under the key of the rest."""
        words = await self._opened(before, sealed, kind)
        return await self.vault.seal(rest, words) if words else None


Waiting = Callable[[int], Awaitable[Sequence[str]]]


async def sweep(continuing: Continuing, waiting: Waiting) -> None:
    """Opens what a crash has left unopened."""
    await each_by_itself("rest_to_open", await waiting(AT_MOST), continuing.open)


async def sweep_forever(continuing: Continuing, waiting: Waiting) -> None:
    one_round = partial(sweep, continuing, waiting)
    await again_and_again("rests_to_open", one_round, PERIOD)
