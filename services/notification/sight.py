"""Which messages somebody of the city's staff may see."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.kit.serving.principal import Principal, Role
from services.notification.domain.audience import EVERYBODY, NOT_FOR_CLERKS
from services.notification.domain.message import Message

SEEN_BY: Mapping[Role, frozenset[str]] = {
    "clerk": EVERYBODY - NOT_FOR_CLERKS,
    "supervisor": NOT_FOR_CLERKS,
    "operator": EVERYBODY,
}
"""By role, whose messages; a supervisor sees no resident's telephone number."""

BRINGERS: tuple[Role, ...] = ("clerk", "supervisor")
"""Who has a work list: what no machine could bring, somebody of them does."""


@dataclass(frozen=True)
class Sight:
    caller: Principal

    @property
    def area(self) -> str:
        return self.caller.area

    @property
    def hidden(self) -> frozenset[str]:
        """Audiences whose messages are to this reader as if there were none."""
        roles = self.caller.roles & SEEN_BY.keys()
        return EVERYBODY.difference(*(SEEN_BY[role] for role in roles))

    def sees(self, message: Message) -> bool:
        within = self.caller.sees(message.area or None)
        return within and message.audience not in self.hidden
