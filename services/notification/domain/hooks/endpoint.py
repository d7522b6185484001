"""An address of its owner's own system, and whether it takes what it is sent."""

from datetime import datetime, timedelta
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from services.kit.writing.change import Aggregate

State = Literal["active", "paused", "disabled", "deleted"]
"""Paused by its owner; disabled by the city, for a `reason`."""

MOST_SECRETS = 2
CLOCKS_DIFFER = timedelta(seconds=1)
"""Of two machines of the city; and a change is written down within that time."""
WISHES_KEPT, REQUESTS_KEPT = 50, 50


class Secret(BaseModel):
    """`secret_id` follows from the request that asked for it."""

    model_config = ConfigDict(frozen=True)

    secret_id: str
    sealed: str
    until: datetime | None = None
    """None: as long as it is the newest."""

    def signs(self, now: datetime) -> bool:
        return self.until is None or now < self.until


class Wish(BaseModel):
    """What it is sent of all that is said from `since` on; no types: everything."""

    model_config = ConfigDict(frozen=True)

    types: tuple[str, ...] = ()
    since: datetime


class Endpoint(Aggregate):
    """Nothing of it is said on any topic: it is between its owner and the city."""

    endpoint_id: str
    owner: str
    """A department's code, or `partner/` and a partner's."""
    url: str
    wishes: tuple[Wish, ...]
    """The newest last."""
    secrets: tuple[Secret, ...]
    """The newest first."""
    digest: str
    """Of the request that registered it."""
    registered_by: str
    created_at: datetime
    state: State = "active"
    reason: Literal["gone", "failing"] | None = None
    since: datetime
    """In this state."""
    failing_since: datetime | None = None
    told: bool = False
    """That the city has disabled it."""
    requests: tuple[str, ...] = ()
    """The latest that came with a key: `key#digest of the request`."""

    @property
    def types(self) -> tuple[str, ...]:
        return self.wishes[-1].types

    @property
    def held_from(self) -> datetime:
        """Of its newest wish: by then every clock of the city is past `since`."""
        return self.wishes[-1].since + CLOCKS_DIFFER

    def index(self) -> dict[str, Any]:
        return {
            "owner": self.owner,
            "hook_state": self.state,
            "created_at": self.created_at,
            "untold": self.state == "disabled" and not self.told,
        }

    def wants(self, event_type: str, said_at: datetime) -> bool:
        """By what it wished for when that was said, also while nothing is sent.

        So whoever reads everything again comes to what was decided at first.
        """
        held = [wish for wish in self.wishes if wish.since <= said_at]
        if self.state == "deleted" or not held:
            return False
        return not held[-1].types or event_type in held[-1].types

    def wishing(self, types: tuple[str, ...], now: datetime) -> "Endpoint":
        """From a moment on at which every reader knows of it."""
        since = now + CLOCKS_DIFFER
        wishes = (*self.wishes, Wish(types=types, since=since))[-WISHES_KEPT:]
        return self.but(wishes=wishes)

    def heard(self, key: str) -> str | None:
        """The digest of the request that came first under this key."""
        said = dict(each.split("#", 1) for each in self.requests)
        return said.get(key)

    def but(self, **fields: Any) -> "Endpoint":
        return self.model_copy(update=fields)
