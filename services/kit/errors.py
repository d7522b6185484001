"""Errors named by the reaction they ask for. Anything else is a bug."""

from contracts.topics import UnknownType, Unreadable

__all__ = ["Lost", "Rejected", "Stale", "Unavailable", "UnknownType", "Unreadable"]


class Rejected(Exception):
    """The domain says no: 4xx for a person, recorded and acked on a stream.

    `reason` is a stable code (it becomes the problem's `type`); `en` and `zh` are one
    plain sentence each, never repeating what was sent; `law` names the rule.
    """

    def __init__(
        self, reason: str, en: str, zh: str, status: int = 409, law: str = ""
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.en = en
        self.zh = zh
        self.status = status
        self.law = law


class Stale(Rejected):
    """Somebody else changed the thing since it was read: 412."""

    def __init__(self) -> None:
        en = "it has changed since you read it; read it again"
        super().__init__("stale", en, "内容已被他人更新,请重新读取", status=412)


class Unavailable(Exception):
    """Something we need is down: retry in place, commit nothing; 503 for a person."""


class Lost(Unavailable):
    """Others kept changing the document for longer than we were willing to race."""
