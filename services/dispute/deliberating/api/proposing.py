"""Somebody asks the city to deliberate."""

from functools import partial
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, ConfigDict, StringConstraints

from contracts.codes import AreaCode, Code
from contracts.sealed import Person
from services.dispute.deliberating.api.at_hall import Seen, TheHall
from services.dispute.deliberating.api.plain import Line, Text
from services.dispute.deliberating.domain.raising.proposing import Propose, propose
from services.dispute.deliberating.domain.refusals import unknown_topic
from services.dispute.deliberating.people import Proposal
from services.dispute.deliberating.shown import TopicView
from services.kit.errors import Rejected
from services.kit.serving.idempotency import Submitted
from services.kit.serving.principal import Principal, needs

router = APIRouter()
Proposing = Annotated[Principal, Depends(needs("resident", "department", "host"))]
Origin = Literal["resident", "committee", "organisation"]


Phone = Annotated[str, StringConstraints(pattern=r"^[+\d][\d -]{4,31}$")]


Email = Annotated[Line, StringConstraints(pattern=r"^[^\s@]+@[^\s@]+\.[^\s@]+$")]


class Contact(BaseModel):
    """How whoever proposes it is told of every step; seen by the host alone."""

    model_config = ConfigDict(extra="forbid")

    name: Line
    phone: Phone | None = None
    email: Email | None = None


class TopicIn(BaseModel):
    """`origin`: a host enters what a committee member or an organisation proposes."""

    model_config = ConfigDict(extra="forbid")

    origin: Origin = "resident"
    category: Code
    area: AreaCode
    title: Line
    text: Text
    contact: Contact
    language: Literal["zh", "en"] = "zh"


@router.post("/deliberations/topics", status_code=201)
async def post_topic(
    body: TopicIn,
    hall: TheHall,
    caller: Proposing,
    submission: Submitted,
    response: Response,
) -> TopicView:
    """Proposes a topic; the host screens it, and the proposer is told of every step."""
    _check_origin(caller, body)
    _check_reachable(body.contact)
    people, who = hall.people, caller.subject
    id = people.topic_id(submission.id)
    known = await hall.topics.read(id)
    if known is not None:
        submission.must_be(known.state.digest)
        return await Seen(id, known, hall, who).tagged(response)
    person = Person(**body.contact.model_dump())
    words = Proposal(title=body.title, text=body.text, language=body.language)
    command = Propose(
        topic_id=id,
        origin=body.origin,
        category=body.category,
        area=body.area,
        proposer=people.proposer(who),
        digest=submission.digest,
        newcomer=await people.newcomer(id, who, person, words),
    )
    decide = partial(propose, hall.norms)
    stored = await hall.topics.command(id, command, decide)
    return await Seen(id, stored, hall, who).tagged(response)


def _check_origin(caller: Principal, body: TopicIn) -> None:
    if caller.has("host"):
        if not caller.sees(body.area):
            raise unknown_topic()
        return
    own = {"resident": "resident", "organisation": "department"}
    role = own.get(body.origin)
    if role is None or role not in caller.roles:
        raise Rejected(
            "origin-not-yours",
            "`origin` says who proposes it: a resident, or an organisation by its own"
            " login; for others the host enters it",
            "origin 应与登录身份一致:居民填 resident,单位填 organisation;"
            "委员等由主持人代为登记",
            status=403,
        )


def _check_reachable(contact: Contact) -> None:
    if not (contact.phone or contact.email):
        raise Rejected(
            "contact-needed",
            "`contact`: give a phone number or an e-mail address, by which you are told"
            " of every step",
            "请在 contact 中填写电话或者电子邮箱,以便告知您每一步进展",
            status=422,
        )
