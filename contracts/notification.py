"""Who has been told, and who could not be."""

from typing import ClassVar
from uuid import UUID

from contracts.codes import Code, MessageId
from contracts.envelope import Payload


class OfMessage(Payload):
    """A fact about one message: about which event, to whom (never by name), how."""

    message_id: MessageId
    about: UUID
    """The id of the event the message tells of."""
    template: Code
    audience: Code
    channel: Code


class MessageQueued(OfMessage):
    """The message waits for its channel: a provider, quiet hours, or a turn."""

    TYPE: ClassVar[str] = "tongban.notification.message-queued.v1"


class MessageSent(OfMessage):
    """A provider has accepted the message."""

    TYPE: ClassVar[str] = "tongban.notification.message-sent.v1"


class MessageDelivered(OfMessage):
    """It has reached who it is for, as the provider or a person says."""

    TYPE: ClassVar[str] = "tongban.notification.message-delivered.v1"


class MessageFailed(OfMessage):
    """The message will never reach them on this channel; the next one is tried."""

    TYPE: ClassVar[str] = "tongban.notification.message-failed.v1"

    reason: Code


class MessageHandedToPerson(OfMessage):
    """No electronic way is left: somebody calls or visits, so that nobody is lost."""

    TYPE: ClassVar[str] = "tongban.notification.message-handed-to-person.v1"
