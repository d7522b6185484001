"""The app as a channel: what it takes is there for whoever looks."""

from contracts.sealed import Plaintext
from services.kit.sealing.vault import Vault
from services.kit.writing.repository import Repository
from services.notification.channels.channel import Accepted, Letter, Receipt
from services.notification.domain.attempt import message_of, round_of
from services.notification.inbox.box import Deposit, Inbox, deposit


class Words(Plaintext):
    """What an item says, once it is open."""

    subject: str
    body: str


class InApp:
    """`letter.to` is an inbox. Read is delivered: that is said when it is read."""

    name = "in_app"

    def __init__(self, inboxes: Repository[Inbox], vault: Vault) -> None:
        self.inboxes = inboxes
        self.vault = vault
        self.stopped = False
        """Whoever follows an inbox comes back to another process."""

    async def send(self, letter: Letter, reference: str) -> Accepted:
        words = Words(subject=letter.subject, body=letter.body)
        message_id, _ = message_of(reference)
        round = round_of(reference)
        sealed = await self.vault.seal(letter.to, words)
        command = Deposit(letter.to, message_id, sealed, round)
        await self.inboxes.command(letter.to, command, deposit)
        return Accepted()

    async def receipt(self, reference: str) -> Receipt:
        return Receipt("accepted")

    def stop(self) -> None:
        self.stopped = True

    async def close(self) -> None:
        """It holds no connection of its own."""
