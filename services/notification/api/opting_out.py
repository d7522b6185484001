"""People who do not want to be told by some channel."""

from fastapi import APIRouter
from pydantic import BaseModel, Field

from contracts.codes import Code
from services.kit.errors import Rejected
from services.kit.serving.principal import Principal
from services.notification.api.desk import AtDesk, Clerk, Desk
from services.notification.domain.contact import Contact, OptOut, opt_out

router = APIRouter()


class OptOuts(BaseModel):
    """By none of these channels; an empty list: by any again."""

    channels: tuple[Code, ...] = Field(max_length=10)


@router.get("/contacts/{contact_id}/opt-outs")
async def read_opt_outs(contact_id: str, desk: AtDesk, caller: Clerk) -> OptOuts:
    """By which channels the people of a case, or a party, do not want to be told."""
    contact = await _seen(desk, contact_id, caller)
    return OptOuts(channels=contact.opted_out)


@router.put("/contacts/{contact_id}/opt-outs")
async def keep_opt_outs(
    contact_id: str, said: OptOuts, desk: AtDesk, caller: Clerk
) -> OptOuts:
    """Of a case (its id) or a party; what the law says they must be told is told."""
    await _seen(desk, contact_id, caller)
    _check(desk, said)
    await desk.store.log_act(contact_id, caller.subject, desk.clock(), "opt-out")
    done = await desk.contacts.command(contact_id, OptOut(said.channels), opt_out)
    return OptOuts(channels=done.state.opted_out)


async def _seen(desk: Desk, contact_id: str, caller: Principal) -> Contact:
    contact = await desk.contacts.load(contact_id)
    case = await desk.contacts.load(contact.case_id) if contact else None
    if contact is None or not caller.sees((case and case.area) or None):
        raise Rejected(
            "unknown-contact",
            "nobody of that id is known",
            "未找到该联系人",
            status=404,
        )
    return contact


def _check(desk: Desk, said: OptOuts) -> None:
    known = sorted(desk.rules.channels)
    if not set(said.channels) <= set(known):
        named = ", ".join(known)
        raise Rejected(
            "unknown-channel",
            f"`channels`: the city tells people by {named}",
            f"channels:本市使用的渠道为 {named}",
            status=422,
        )
