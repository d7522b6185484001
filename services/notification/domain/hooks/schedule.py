"""When a push that failed is tried again: later and later, for some three days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from contracts.codes import derived_id
from services.notification.domain.hooks.addresses import Network

LARGEST = 0x1_0000_0000


@dataclass(frozen=True)
class Notice:
    """What an owner is told; `{url}` and `{webhook_id}` stand for their webhook's."""

    subject: str
    body: str


@dataclass(frozen=True)
class HookRules:
    """The city's numbers (`notification/webhooks.yaml`).

    `pauses[n]` follows the failure n + 1; after the last one it is given up.
    """

    pauses: tuple[timedelta, ...]
    jitter: float
    """0.1: each pause is up to a tenth shorter or longer."""
    answer_within: timedelta
    disable_after: timedelta
    """Of nothing but failures."""
    longest_retry_after: timedelta
    at_once: int
    """Pushes on their way to one endpoint."""
    endpoints: int
    """Of one department, or partner."""
    old_secret_for: timedelta
    """How long the former secret still signs unless its owner says otherwise."""
    log_for: timedelta
    ports: frozenset[int]
    trusted: tuple[Network, ...]
    notices: Mapping[str, Notice]
    """By the reason why a webhook was disabled."""


def pause_after(
    rules: HookRules, delivery_id: str, failures: int, wished: timedelta | None
) -> timedelta | None:
    """None: it is given up. `wished`: what the receiver said in `Retry-After`.

    What chance decides elsewhere follows here from the delivery, so that deliveries
    that failed together do not come again together.
    """
    if failures > len(rules.pauses):
        return None
    pause = rules.pauses[failures - 1]
    spread = 1 + rules.jitter * (2 * _share(delivery_id, failures) - 1)
    if wished is None:
        return pause * spread
    return max(pause * spread, min(wished, rules.longest_retry_after))


def _share(delivery_id: str, failures: int) -> float:
    """From 0 up to 1."""
    return (UUID(derived_id(delivery_id, str(failures))).int % LARGEST) / LARGEST
