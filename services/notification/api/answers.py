"""What people said when they were told by hand: sealed, and gone with their key."""

from contracts.sealed import Plaintext
from services.kit.sealing.vault import KeyDestroyed, Vault
from services.notification.domain.message import Message


class Answer(Plaintext):
    text: str


async def sealed(vault: Vault, message: Message, text: str) -> str | None:
    """None: whoever said it was erased, and what they say is kept no more."""
    try:
        return await vault.seal(_under(message), Answer(text=text))
    except KeyDestroyed:
        return None


async def opened(vault: Vault, message: Message) -> str | None:
    kept = message.errand and message.errand.answer
    if not kept:
        return None
    answer = await vault.open(_under(message), kept, Answer)
    return answer.text if answer else None


def _under(message: Message) -> str:
    """What an office says of a case goes with the case."""
    return message.contact_id or message.case_id
