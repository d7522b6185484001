"""Who may print a line of the list, and what stands on the paper."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from structlog.testing import capture_logs

from contracts.codes import derived_id
from contracts.dispute import SessionScheduled
from services.kit.running.settings import ServiceSettings
from services.kit.sealing.keys import new_private_jwk, public_jwk
from services.kit.serving.api import service_api
from services.kit.serving.principal import Principal
from services.kit.serving.tokens import issue
from services.kit.testing.clock import MONDAY
from services.notification.api.desk import Desk
from services.notification.api.worklist import router
from services.notification.composing import Printed
from services.notification.domain.message import Message
from services.notification.recipients import Recipient
from tests.notification.test_letters import WANG, letters, text_in
from tests.notification.test_many import MEDIATION
from tests.notification.world import World, accepted

SIGNING = new_private_jwk()
TOKEN = "the-token"
SITTING = SessionScheduled(
    **MEDIATION,
    session_id=derived_id("a sitting"),
    parties=(),
    at=MONDAY + timedelta(days=3),
    venue="by-phone",
)


class ReadLog:
    """Of the store only what is written down."""

    def __init__(self) -> None:
        self.acts: list[tuple[str, str, str]] = []

    async def log_act(self, id: str, by: str, at: datetime, what: str) -> None:
        self.acts.append((id, by, what))


def bearer(subject: str) -> dict[str, str]:
    roles = frozenset({"clerk"})
    token = issue(SIGNING, Principal(subject=subject, roles=roles, area="9901"))
    return {"Authorization": f"Bearer {token}"}


CHEN, LIN = bearer("clerk-chen"), bearer("clerk-lin")


@asynccontextmanager
async def _nothing(api: FastAPI) -> AsyncIterator[None]:
    yield


@pytest.fixture
async def http(world: World, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    (tmp_path / "tokens.jwk").write_text(public_jwk(SIGNING))
    settings = ServiceSettings(service="notification", public_keys=tmp_path)
    api = service_api(settings, "notification", _nothing, router)
    api.state.letters = letters()
    api.state.desk = Desk(
        world.messages,
        world.contacts,
        ReadLog(),  # type: ignore[arg-type]
        world.subscriptions,  # type: ignore[arg-type]
        world.composer,
        world.rules,
        world.city.clock,
    )
    transport = httpx.ASGITransport(api)
    async with httpx.AsyncClient(transport=transport, base_url="http://city") as http:
        http.log = api.state.desk.store.acts  # type: ignore[attr-defined]
        yield http


async def invited(world: World, notice: int, handed: str) -> Message:
    """An invitation of 王五 that a person has to bring."""
    asked = world.invitation(WANG, token=TOKEN).model_copy(update={"notice": notice})
    await world.receive(accepted(), asked)
    await world.send()
    [message] = [m for m in await world.queries.all() if m.audience == "party"]
    assert (message.state, message.channel) == ("handed_to_person", handed)
    return message


def path_of(message: Message) -> str:
    return f"/worklist/{message.message_id}"


async def test_only_who_has_taken_the_line_prints_it(world, http):
    path = path_of(await invited(world, 3, "letter"))
    before = await http.get(f"{path}/letter", headers=CHEN)
    await http.post(f"{path}/take", headers=CHEN)
    other = await http.get(f"{path}/letter", headers=LIN)
    mine = await http.get(f"{path}/letter", headers=CHEN)

    for refused in (before, other):
        assert refused.status_code == 409
        assert refused.json()["type"] == "/problems/not-taken"
    assert f"invitation#{TOKEN}" in text_in(mine.content)


async def test_who_printed_it_is_written_down_without_the_link(world, http):
    message = await invited(world, 3, "letter")
    path = path_of(message)
    await http.post(f"{path}/take", headers=CHEN)
    with capture_logs() as lines:
        await http.get(f"{path}/letter", headers=CHEN)

    assert http.log == [(message.message_id, "clerk-chen", "letter")]
    [line] = [each for each in lines if each["event"] == "letter-printed"]
    assert (line["case_id"], line["by"]) == (message.case_id, "clerk-chen")
    assert TOKEN not in str(lines)


async def test_a_line_that_is_no_letter_is_not_printed(world, http):
    path = path_of(await invited(world, 1, "visit"))
    await http.post(f"{path}/take", headers=CHEN)
    refused = await http.get(f"{path}/letter", headers=CHEN)

    assert refused.status_code == 409
    assert refused.json()["type"] == "/problems/not-a-letter"
    assert http.log == []


async def test_a_line_says_where_the_yes_or_no_is_noted(world, http):
    message = await invited(world, 3, "letter")
    taken = (await http.post(f"{path_of(message)}/take", headers=CHEN)).json()

    assert taken["mediation_id"] == message.values["mediation_id"]
    assert taken["party_id"] == taken["recipient"] == message.recipient


async def of_a_sitting(world: World) -> tuple[Message, Recipient, Printed | None]:
    """The letter about a sitting, to somebody who was invited."""
    asked = world.invitation(WANG, token=TOKEN)
    parties = (asked.party_id,)
    told = SITTING.model_copy(update={"parties": parties})
    await world.receive(accepted(), asked, told)
    messages = await world.queries.all()
    [message] = [m for m in messages if m.template == "session-scheduled"]
    case = await world.composer.case_of(message)
    to = await world.composer.recipient(message, case)
    assert isinstance(to, Recipient)
    return message, to, world.composer.printed(message, case, to)


async def test_no_other_letter_has_the_personal_link(world):
    message, to, said = await of_a_sitting(world)
    assert said
    text = text_in(await letters().print(message, to, said))

    assert said.link == ""
    assert TOKEN not in text
    assert "扫右边的码" not in text
    assert "打电话" in text


async def test_a_code_leads_to_the_page_that_the_letter_names(world):
    await world.receive(world.contact(), accepted())
    [message] = await world.queries.all()
    case = await world.composer.case_of(message)
    said = world.composer.printed(
        message, case, await world.composer.recipient(message, case)
    )

    assert said
    assert said.link == "https://tongban.example/progress"
    assert said.link in said.body
