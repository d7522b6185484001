"""What a department's program may be told, named by what it can do about it."""

from uuid import UUID

from contracts.routing import ReplyRejected

FOR_GOOD = frozenset(
    {
        "unknown-task",
        "unknown-action",
        "another-department",
        "forged-source",
        "forged-subject",
        "wrong-state",
        "unreadable",
    }
)
"""Reasons that saying the same again does not change; the others are tried again."""


class Rejected(Exception):
    """Routing has said no to a reply; nothing has changed.

    `reason` is a stable code, `zh` and `en` say it in a sentence: show that to whoever
    replied. Saying it once more is a new reply; `is_for_good`: it would not help.
    """

    def __init__(self, fact: ReplyRejected) -> None:
        super().__init__(f"{fact.reason}: {fact.words_en}")
        self.reply_id = fact.reply_id
        self.reason = fact.reason
        self.zh = fact.words_zh
        self.en = fact.words_en

    @property
    def is_for_good(self) -> bool:
        return self.reason in FOR_GOOD


class NotKnownYet(Exception):
    """Nobody has answered a reply in time: it may have been done, or not have arrived.

    It is kept. `Department.again(reply_id)` sends it again with the same id, as often
    as you like: it counts once.
    """

    def __init__(self, reply_id: UUID) -> None:
        super().__init__(f"not known yet; send reply {reply_id} again with the same id")
        self.reply_id = reply_id


class NoContentYet(Exception):
    """The content of a task has not come in time: it travels on a topic of its own."""


class TaskOver(Exception):
    """The task has ended and its content was revoked: nothing is owed any more."""


class CannotGoOn(RuntimeError):
    """Somebody has to cure it, then the program is started again.

    The words name the cure. A handler that raises it has not failed: the program ends,
    the event is not acknowledged, and the next start goes on from it.
    """


class LoginRefused(CannotGoOn):
    """Kafka does not let this login do what the program needs."""


class StoreInUse(CannotGoOn):
    """Another program works with the same store."""


class KeyNotHeld(CannotGoOn):
    """A content was sealed for a key (`kid`) that is not among the private ones."""

    def __init__(self, kid: str) -> None:
        super().__init__(
            f"sealed for a key you do not hold (kid {kid}): put the .jwk of the city's "
            "newest parcel in place, beside every older key of yours (a JWK set, "
            "newest first), and start again; nothing was lost"
        )
        self.kid = kid


class Unsent(Exception):
    """Kafka has not taken a message within the time allowed; it may take it later."""
