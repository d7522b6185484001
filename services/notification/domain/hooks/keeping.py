"""What becomes of an endpoint: by its owner's word, and by how it answers."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.kit.errors import Rejected
from services.kit.writing.change import Change
from services.notification.domain.hooks.endpoint import (
    MOST_SECRETS,
    REQUESTS_KEPT,
    Endpoint,
    Secret,
    State,
)


@dataclass(frozen=True)
class Edit:
    """None: as it is."""

    url: str | None
    types: tuple[str, ...] | None


@dataclass(frozen=True)
class Heard:
    """Something that was asked for under a key of the asker's."""

    key: str
    digest: str


@dataclass(frozen=True)
class Rotate:
    """`keep`: for how long the former secret signs beside the new one."""

    secret: Secret
    keep: timedelta


@dataclass(frozen=True)
class Failing:
    """A push to `url` failed."""

    url: str
    disable_after: timedelta


def unknown() -> Rejected:
    """Also for what is another's, and for what was deleted."""
    en = "you have no such webhook"
    return Rejected("unknown-webhook", en, "没有该推送地址", status=404)


def register(
    endpoint: Endpoint | None, command: Endpoint, now: datetime
) -> Change[Endpoint] | None:
    """A repeat finds what the first request made."""
    return Change(command) if endpoint is None else None


def edit(
    endpoint: Endpoint | None, command: Edit, now: datetime
) -> Change[Endpoint] | None:
    """What waits goes to the new address, which has not failed yet."""
    there = _there(endpoint)
    edited = there
    if command.url not in (None, there.url):
        edited = there.but(url=command.url, failing_since=None)
    if command.types is not None and command.types != there.types:
        edited = edited.wishing(command.types, now)
    return Change(edited) if edited != there else None


def hear(
    endpoint: Endpoint | None, command: Heard, now: datetime
) -> Change[Endpoint] | None:
    """The first request under a key is what that key stands for."""
    there = _there(endpoint)
    if there.heard(command.key) is not None:
        return None
    requests = (*there.requests, f"{command.key}#{command.digest}")
    return Change(there.but(requests=requests[-REQUESTS_KEPT:]))


def rotate(
    endpoint: Endpoint | None, command: Rotate, now: datetime
) -> Change[Endpoint] | None:
    """The newest signs, and beside it the one before, for a while: no third."""
    there = _there(endpoint)
    if any(secret.secret_id == command.secret.secret_id for secret in there.secrets):
        return None
    newest = there.secrets[0]
    former = newest.model_copy(update={"until": now + command.keep})
    secrets = (command.secret, *([former] if former.signs(now) else []))
    return Change(there.but(secrets=secrets[:MOST_SECRETS]))


def pause(
    endpoint: Endpoint | None, command: None, now: datetime
) -> Change[Endpoint] | None:
    there = _there(endpoint)
    if there.state == "disabled":
        en = "it is disabled already: `enable` it once it can answer again"
        raise Rejected("webhook-disabled", en, "该地址已停用,修复后请重新启用")
    return None if there.state == "paused" else _moved(there, "paused", now)


def enable(
    endpoint: Endpoint | None, command: None, now: datetime
) -> Change[Endpoint] | None:
    """What has waited goes out."""
    there = _there(endpoint)
    return None if there.state == "active" else _moved(there, "active", now)


def delete(
    endpoint: Endpoint | None, command: None, now: datetime
) -> Change[Endpoint] | None:
    """Its secrets and its address go; that it was there stays."""
    there = _there(endpoint)
    return _moved(there.but(url="", secrets=()), "deleted", now)


def went_well(
    endpoint: Endpoint | None, url: str, now: datetime
) -> Change[Endpoint] | None:
    """`url`, here and below: what has answered; a former address is none of ours."""
    if endpoint is None or endpoint.url != url or endpoint.failing_since is None:
        return None
    return Change(endpoint.but(failing_since=None))


def went_wrong(
    endpoint: Endpoint | None, failing: Failing, now: datetime
) -> Change[Endpoint] | None:
    """After days of nothing but failures it is disabled; what waits goes on waiting."""
    if endpoint is None or not _answers_at(endpoint, failing.url):
        return None
    if endpoint.failing_since is None:
        return Change(endpoint.but(failing_since=now))
    if now - endpoint.failing_since < failing.disable_after:
        return None
    return _moved(endpoint, "disabled", now, "failing")


def gone(endpoint: Endpoint | None, url: str, now: datetime) -> Change[Endpoint] | None:
    """It has answered 410: nothing is sent there until its owner says so."""
    if endpoint is None or not _answers_at(endpoint, url):
        return None
    return _moved(endpoint, "disabled", now, "gone")


def told(
    endpoint: Endpoint | None, since: datetime, now: datetime
) -> Change[Endpoint] | None:
    """Its owner knows that it has been disabled since then."""
    if endpoint is None or endpoint.told or endpoint.since != since:
        return None
    return Change(endpoint.but(told=True))


def _answers_at(endpoint: Endpoint, url: str) -> bool:
    return endpoint.state == "active" and endpoint.url == url


def _there(endpoint: Endpoint | None) -> Endpoint:
    if endpoint is None or endpoint.state == "deleted":
        raise unknown()
    return endpoint


def _moved(
    endpoint: Endpoint, state: State, now: datetime, reason: str | None = None
) -> Change[Endpoint]:
    fresh = {
        "state": state,
        "since": now,
        "reason": reason,
        "failing_since": None,
        "told": False,
    }
    return Change(endpoint.but(**fresh))
