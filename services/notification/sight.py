"""Which messages somebody of the city's staff may see."""

from dataclasses import dataclass

from services.kit.serving.principal import Principal
from services.notification.domain.audience import NOT_FOR_CLERKS
from services.notification.domain.message import Message


@dataclass(frozen=True)
class Sight:
    caller: Principal

    @property
    def area(self) -> str:
        return self.caller.area

    @property
    def hidden(self) -> frozenset[str]:
        """Audiences whose messages are to this reader as if there were none."""
        return frozenset() if self.caller.has("operator") else NOT_FOR_CLERKS

    def sees(self, message: Message) -> bool:
        within = self.caller.sees(message.area or None)
        return within and message.audience not in self.hidden
