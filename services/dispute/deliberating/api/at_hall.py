"""Who stands before the hall, and which topic they may see."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request, Response

from contracts.codes import CaseId
from services.dispute.deliberating.domain.refusals import unknown_topic
from services.dispute.deliberating.domain.topic import Topic
from services.dispute.deliberating.hall import Hall
from services.dispute.deliberating.shown import TopicView, shown
from services.kit.running.telemetry import about_case
from services.kit.serving.etags import etag
from services.kit.serving.principal import Caller, Principal, needs
from services.kit.writing.change import Decide
from services.kit.writing.stored import Stored


def hall_of(request: Request) -> Hall:
    hall: Hall = request.app.state.hall
    return hall


TheHall = Annotated[Hall, Depends(hall_of)]
Host = Annotated[Principal, Depends(needs("host"))]
Resident = Annotated[Principal, Depends(needs("resident"))]


@dataclass(frozen=True)
class Seen:
    """A topic that this host may see."""

    id: str
    stored: Stored[Topic]
    hall: Hall
    reader: str

    @property
    def topic(self) -> Topic:
        return self.stored.state

    async def command(
        self, command: Any, decide: Decide[Topic, Any], if_match: int | None = None
    ) -> "Seen":
        stored = await self.hall.topics.command(
            self.id, command, decide, if_match=if_match
        )
        return Seen(self.id, stored, self.hall, self.reader)

    async def tagged(self, response: Response) -> TopicView:
        response.headers["ETag"] = etag(self.stored.version)
        return await shown(self.hall, self.stored)


async def read(id: str, hall: Hall) -> Stored[Topic]:
    stored = await hall.topics.read(id)
    if stored is None:
        raise unknown_topic()
    about_case(id)
    return stored


async def of_area(topic_id: CaseId, hall: TheHall, caller: Host) -> Seen:
    """A topic of another area is as unknown as one that never was."""
    stored = await read(topic_id, hall)
    if not caller.sees(stored.state.area):
        raise unknown_topic()
    return Seen(topic_id, stored, hall, caller.subject)


async def of_host_or_mine(topic_id: CaseId, hall: TheHall, caller: Caller) -> Seen:
    """One's own, and those of a host's area."""
    stored = await read(topic_id, hall)
    mine = stored.state.proposer == hall.people.proposer(caller.subject)
    hosts = caller.has("host") and caller.sees(stored.state.area)
    if not (mine or hosts):
        raise unknown_topic()
    return Seen(topic_id, stored, hall, caller.subject)


async def public(topic_id: CaseId, hall: TheHall) -> Topic:
    """What is not public is as unknown as what never was."""
    topic = (await read(topic_id, hall)).state
    if not topic.public:
        raise unknown_topic()
    return topic


OfMyArea = Annotated[Seen, Depends(of_area)]
OfMine = Annotated[Seen, Depends(of_host_or_mine)]
Public = Annotated[Topic, Depends(public)]
