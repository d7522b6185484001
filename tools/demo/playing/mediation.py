"""A simulated mediator, and the parties, who answer by the link in their letter."""

import asyncio
import mailbox
import re
from pathlib import Path
from typing import Any

from httpx import Response

from contracts.dispute import MediationOpened
from tools.demo.playing.people import Caller
from tools.demo.submission import chance, lot

LOOK_EVERY = 1.0
ALONE_FOR = 4
"""Looks after which a mediation with one side gets another one named."""

NOBODY_FOR = 30
"""Looks after which nobody will come any more: whoever asked left no name."""

SILENT_FOR = 60
"""Looks after which the mediator takes silence for an answer."""

REFUSES = 5
"""One party in so many does not want to mediate."""

FAILS = 4
"""One mediation in so many ends without an agreement."""

LINK = re.compile(r"/invitation#([\w-]+)")
OVER = ("agreed", "partly_agreed", "ended")
INK_ONLY = "/ink-only"
REASONS = ("too_far_apart", "self_settled", "stopped_by_party")


ROSTERED = "chen-he"
"""Who the simulated mediator is by the city's roster."""

CHOOSES = 2
"""One case in so many has parties who name a mediator; the others leave it open."""


class Mediator:
    """And the body's administrator, who appoints whom the parties left to the body."""

    def __init__(self, caller: Caller, body: Caller) -> None:
        self._caller = caller
        self._body = body

    async def mediate(self, fact: MediationOpened) -> None:
        """From the opening to an agreement, or to the reason why there is none."""
        path = f"/v1/mediations/{fact.mediation_id}"
        looks = 0
        while True:
            view = (await self._caller.get("dispute", path)).json()
            if view["state"] in OVER or await self._acted(path, view, looks):
                return
            looks += 1
            await asyncio.sleep(LOOK_EVERY)

    async def _acted(self, path: str, view: dict[str, Any], looks: int) -> bool:
        """True: the mediation is over by this."""
        id, state = view["mediation_id"], view["state"]
        if state == "selecting" and view["mediator"] is None:
            appointed = {"mediator": ROSTERED}
            await self._done(f"{path}/appoint", appointed, by=self._body)
        if state == "selecting" and view["mediator"] == ROSTERED:
            await self._done(f"{path}/confirm", {})
        if state == "mediating" and chance(FAILS, "fails", id):
            return await self._end(path, REASONS[lot(len(REASONS), id)])
        if state == "mediating":
            terms = {
                "terms": "双方各让一步,当场履行完毕。",
                "performed_at_once": True,
                "partly": chance(5, "partly", id),
            }
            return await self._agree(path, terms)
        if state == "opened" and len(view["parties"]) > 1:
            await self._ask_each_alone(path)
        if state == "opened" and not view["parties"] and looks >= NOBODY_FOR:
            return await self._end(path, "withdrawn")
        if state == "opened" and len(view["parties"]) == 1 and looks >= ALONE_FOR:
            return await self._name_the_other(path, id)
        if looks >= SILENT_FOR:
            return await self._end(path, "unreachable")
        return False

    async def _name_the_other(self, path: str, id: str) -> bool:
        """The content has come, and told of one side only: the mediator asks around."""
        person = {"name": "对方当事人", "email": f"other-{id[:8]}@party.example"}
        await self._done(f"{path}/parties", {"person": person}, f"party-{id}")
        return False

    async def _ask_each_alone(self, path: str) -> None:
        """What has to be asked before anybody is invited; here nobody is in danger."""
        unasked = (await self._caller.get("dispute", f"{path}/parties")).json()
        answers = dict.fromkeys(unasked["unasked"], False)
        if answers:
            await self._done(f"{path}/screening", {"answers": answers})

    async def _agree(self, path: str, terms: dict[str, Any]) -> bool:
        """By word of mouth; what needs ink, these parties settle among themselves."""
        response = await self._caller.post("dispute", f"{path}/agree", terms, None)
        if response.is_success:
            return True
        if response.json()["type"].endswith(INK_ONLY):
            return await self._end(path, "self_settled")
        return self._may_be_tried_again(path, response)

    async def _end(self, path: str, reason: str) -> bool:
        return await self._done(f"{path}/end", {"reason": reason})

    async def _done(
        self, path: str, body: Any, key: str | None = None, by: Caller | None = None
    ) -> bool:
        """False when it has changed meanwhile: the next look will tell."""
        caller = by or self._caller
        response = await caller.post("dispute", path, body, key)
        return response.is_success or self._may_be_tried_again(path, response)

    def _may_be_tried_again(self, path: str, response: Response) -> bool:
        """False: it has changed meanwhile, and the next look will tell."""
        if response.status_code not in (409, 412):
            raise RuntimeError(f"dispute: {path} {response.status_code}")
        return False


class Parties:
    """They read their letters in the mail server's folder, and answer each once."""

    def __init__(self, caller: Caller, maildir: Path) -> None:
        self._caller = caller
        self._new = maildir / "new"
        self._read: set[str] = set(self._names())

    async def answer_forever(self) -> None:
        while True:
            for letter in self._unread():
                await self._answer(letter)
            await asyncio.sleep(LOOK_EVERY)

    async def _answer(self, letter: bytes) -> None:
        mail = mailbox.MaildirMessage(letter)
        payload = mail.get_payload(decode=True)
        found = LINK.search(payload.decode() if isinstance(payload, bytes) else "")
        if found:
            body = {"token": found[1], "accepts": not _refuses(mail["To"])}
            await self._caller.post("dispute", "/v1/invitations/answer", body)
            if body["accepts"]:
                await self._wish(found[1], mail["Subject"])

    async def _wish(self, token: str, subject: str) -> None:
        """Both sides of a case want the same, or leave it to the body."""
        wanted = [ROSTERED] if chance(CHOOSES, "chooses", subject) else []
        path, body = "/v1/my-mediation/preference", {"mediators": wanted}
        await self._caller.by_link(token).post("dispute", path, body)

    def _unread(self) -> list[bytes]:
        unread = sorted(self._names() - self._read)
        self._read.update(unread)
        return [(self._new / name).read_bytes() for name in unread]

    def _names(self) -> set[str]:
        if not self._new.exists():
            return set()
        return {path.name for path in self._new.iterdir()}


def _refuses(address: str) -> bool:
    """Only the other side; who asked for mediation is willing."""
    return address.endswith("@party.example") and chance(REFUSES, "refuses", address)
