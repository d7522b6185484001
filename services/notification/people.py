"""Who is one person, across cases: by keyed hash alone.

A person is a name at a number or an address. Two who share one telephone are two: what
one of them is told is not told in the other's message, nor read out to the other.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from contracts.sealed import (
    ContactCard,
    OriginatorCard,
    PartyCard,
    Person,
    Plaintext,
)
from services.kit.sealing.digests import Digests
from services.notification.domain.audience import AGENT, APPLICANT
from services.notification.numbers import number_of

Keys = Mapping[str, tuple[str, ...]]
"""By recipient: what every other message to that person is found by."""


@dataclass(frozen=True)
class People:
    digests: Digests

    def keys_of(self, contact_id: str, card: Plaintext) -> Keys:
        """Of everybody on the card who is told anything by it.

        A code for signing waits for nobody, so that nobody need be found by it.
        """
        found = {
            recipient: tuple(self._keys(person))
            for recipient, person in _on(contact_id, card)
        }
        return {recipient: keys for recipient, keys in found.items() if keys}

    def _keys(self, person: Person) -> Iterator[str]:
        name = _plain(person.name)
        if number := number_of(person.phone):
            yield self.digests.of("told", name, number)
        if person.email:
            yield self.digests.of("told", name, _plain(person.email))


def _on(contact_id: str, card: Plaintext) -> Iterator[tuple[str, Person]]:
    """Whoever speaks for a case is told of what it raised under the case's own id."""
    match card:
        case ContactCard(applicant=applicant, agent=agent):
            by_role = {APPLICANT: applicant, AGENT: agent}
            by_role[contact_id] = applicant or agent
            for recipient, person in by_role.items():
                if person:
                    yield recipient, person
        case PartyCard(person=person) | OriginatorCard(person=person):
            yield contact_id, person
        case _:
            return


def _plain(text: str) -> str:
    """However it was typed: full width, spaces, capitals."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
