"""What an operator does about messages that could not be written."""

from services.kit.running.clock import Clock
from services.kit.writing.documents import Documents
from services.kit.writing.stored import state_from, version_of, write_of
from services.notification.domain.message import Message
from services.notification.domain.resending import retry


async def try_again(documents: Documents, id: str, clock: Clock) -> bool:
    """Within seconds, by whoever sends; nothing is told, so nothing is published.

    False: it does not wait for that any more, or somebody changes it right now.
    """
    document = await documents.find(id)
    message = state_from(document, Message) if document else None
    change = retry(message, None, clock())
    if change is None:
        return False
    write = write_of(document, change.state, (), None)
    return await documents.swap(id, version_of(document), write)
