"""What the service works with over HTTP; made when it starts."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from services.kit.running.clock import Clock
from services.kit.serving.principal import Principal, needs
from services.kit.writing.repository import Repository
from services.notification.composing import Composer
from services.notification.delivery.house import House
from services.notification.delivery.office import Office
from services.notification.delivery.rules import Rules
from services.notification.domain.contact import Contact
from services.notification.domain.message import Message
from services.notification.papers.letter import Letters
from services.notification.sight import BRINGERS
from services.notification.store import MessageStore
from services.notification.subscriptions import Subscriptions


@dataclass(frozen=True)
class Desk:
    messages: Repository[Message]
    contacts: Repository[Contact]
    store: MessageStore
    subscriptions: Subscriptions
    composer: Composer
    rules: Rules
    clock: Clock

    @property
    def house(self) -> House:
        return House(self.messages, self.composer, self.store, self.rules, self.clock)


def desk_of(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


def office_of(request: Request) -> Office:
    office: Office = request.app.state.office
    return office


def letters_of(request: Request) -> Letters:
    letters: Letters = request.app.state.letters
    return letters


AtDesk = Annotated[Desk, Depends(desk_of)]
AtPress = Annotated[Letters, Depends(letters_of)]
InOffice = Annotated[Office, Depends(office_of)]
Reader = Annotated[Principal, Depends(needs("operator", "clerk"))]
Clerk = Annotated[Principal, Depends(needs("clerk"))]
Bringer = Annotated[Principal, Depends(needs(*BRINGERS))]
Operator = Annotated[Principal, Depends(needs("operator"))]
