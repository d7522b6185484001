"""How to reach the people of a case, or one party: known here only, and only sealed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from contracts.dispute import OriginatorLeft
from contracts.intake import CaseAccepted, CaseRegistered, ContactErased
from contracts.routing import TaskAssigned
from services.kit.writing.change import Aggregate, Change

COMMITMENT = "commitment"
"""A kind of case that nobody handed over at the window: it has no applicant."""


Names = CaseRegistered | CaseAccepted | TaskAssigned
"""Facts that tell a case's number, kind and, nearly always, area."""


def _as_it_is(state: dict[str, Any]) -> dict[str, Any]:
    return state


class Contact(Aggregate):
    """`contact_id` is the case's id, a party's, an originator's, or a signing code's.

    The case's own facts (number, area, kind) and its contact come in either order.
    """

    SCHEMA: ClassVar[int] = 4
    UPCASTERS: ClassVar[Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]]] = {
        1: _as_it_is,
        2: _as_it_is,
        3: _as_it_is,
    }

    contact_id: str
    case_id: str
    card: str | None = None
    """Of the kind that its reader knows, sealed at rest under `contact_id`."""
    expires_at: datetime | None = None
    """From then on the card is good for nothing, and is not kept."""
    case_no: str | None = None
    area: str = ""
    kind: str = ""
    erased: bool = False
    """For ever: a card that comes after it is not kept."""
    opted_out: tuple[str, ...] = ()
    """Channels by which they are told only what the law says they must be."""
    people: Mapping[str, tuple[str, ...]] = {}
    """By recipient, keyed hashes: who of another case is the same person."""

    @property
    def has_applicant(self) -> bool:
        return self.kind != COMMITMENT

    def may_be_told(self, channel: str, legal: bool, case: "Contact") -> bool:
        """Somebody is behind it still, and has not opted out of that channel."""
        is_wanted = legal or channel not in self.unwanted(case)
        known = self.card is not None and not self.erased
        return known and not case.erased and is_wanted

    def unwanted(self, case: "Contact | None") -> tuple[str, ...]:
        """What was said of the case counts for a party that is the same person."""
        if case is None or not (self._keys & case._keys):
            return self.opted_out
        return tuple(sorted({*self.opted_out, *case.opted_out}))

    @property
    def _keys(self) -> frozenset[str]:
        return frozenset(key for keys in self.people.values() for key in keys)

    @property
    def wake_at(self) -> datetime | None:
        return self.expires_at if self.card else None

    def index(self) -> dict[str, Any]:
        named = {"case_id": self.case_id, "case_no": self.case_no}
        return named | {"people": sorted(self._keys)}

    def without_people(self, **fields: Any) -> "Contact":
        """What leads to them goes in the same write as their card."""
        return self.model_copy(update={"card": None, "people": {}, **fields})


@dataclass(frozen=True)
class Card:
    contact_id: str
    case_id: str
    sealed: str
    expires_at: datetime | None = None
    people: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def keep_card(
    contact: Contact | None, card: Card, now: datetime
) -> Change[Contact] | None:
    """The newest card counts, until they are erased, or it has expired."""
    late = card.expires_at is not None and card.expires_at <= now
    if late or (contact and contact.erased):
        return None
    known = contact or Contact(contact_id=card.contact_id, case_id=card.case_id)
    kept = {"card": card.sealed, "expires_at": card.expires_at}
    return Change(known.model_copy(update=kept | {"people": card.people}))


def expire(contact: Contact, now: datetime) -> Change[Contact]:
    """A code that serves no more lies nowhere any more."""
    return Change(contact.without_people())


def keep_case(
    contact: Contact | None, fact: CaseRegistered | CaseAccepted, now: datetime
) -> Change[Contact] | None:
    """The acceptance nearly always says what the registration has said."""
    after = _of_case(contact, fact)
    return None if after == contact else Change(after)


def keep_task(
    contact: Contact | None, fact: TaskAssigned, now: datetime
) -> Change[Contact] | None:
    """A task names its case as well: the first to tell, whatever comes first."""
    if contact and contact.case_no:
        return None
    return Change(_of_case(contact, fact))


@dataclass(frozen=True)
class OptOut:
    """From these channels, and no others."""

    channels: tuple[str, ...]


def opt_out(
    contact: Contact | None, command: OptOut, now: datetime
) -> Change[Contact] | None:
    """Recorded as it was said last; a repeat changes nothing."""
    channels = tuple(sorted(set(command.channels)))
    if contact is None or contact.opted_out == channels:
        return None
    return Change(contact.model_copy(update={"opted_out": channels}))


def erase(
    contact: Contact | None, fact: ContactErased, now: datetime
) -> Change[Contact]:
    """Of the case, or of a party: nobody is behind it any more."""
    known = contact or Contact(contact_id=fact.case_id, case_id=fact.case_id)
    return Change(known.without_people(erased=True))


def unlearn(
    contact: Contact | None, command: None, now: datetime
) -> Change[Contact] | None:
    """Their card came while they were being erased."""
    if contact is None or (contact.erased and contact.card is None):
        return None
    return Change(contact.without_people(erased=True))


def leave(
    contact: Contact | None, fact: OriginatorLeft, now: datetime
) -> Change[Contact]:
    """Somebody who raised a topic wants to hear nothing more of it."""
    known = contact or Contact(contact_id=fact.originator_id, case_id=fact.case_id)
    return Change(known.without_people(erased=True))


def _of_case(contact: Contact | None, fact: Names) -> Contact:
    known = contact or Contact(contact_id=fact.case_id, case_id=fact.case_id)
    area = fact.area or known.area
    case = {"case_no": fact.case_no, "area": area, "kind": fact.kind}
    return known.model_copy(update=case)
