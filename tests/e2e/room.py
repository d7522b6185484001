"""A mediation on the running platform in which everybody says what must not leave."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx

from deploy.local.waiting import until
from tests.e2e.town import PATIENCE, Case, Town

ZHANG_SAYS = "紫檀木的算盘压住了祖传的债条"
LI_SAYS = "雨燕衔走了檐下最后一块青砖"
ZHANG_OFFERS = "愿以七匹枣红马换一扇朝南的窗"
LI_OFFERS = "愿让出半亩荷塘抵去旧账"
MINUTES = "双方背对背时都提到了瓷枕"
SHARED = "下次会面各带一把竹椅"
FACTS = "琥珀色的水渍始于谷雨那天"
REPORT = "阁楼上传来孩子的哭声"
IN_PASSING = "误填在栏目里的月牙泉"
"""Sent where it does not belong, so that it is refused."""
PLANTED = (
    ZHANG_SAYS,
    LI_SAYS,
    ZHANG_OFFERS,
    LI_OFFERS,
    MINUTES,
    SHARED,
    FACTS,
    REPORT,
    IN_PASSING,
)
MEDIATOR = {"roles": ["mediator"], "subject": "demo-mediator"}
COLLEAGUE = {"roles": ["mediator"], "subject": "lin-an"}
CHIEF = {"roles": ["body_admin"], "subject": "the-chief"}
MINE = "/v1/my-mediation"


class Room:
    """`zhang` and `li` are known by the addresses that their letters came to."""

    def __init__(self, town: Town) -> None:
        self.town = town
        run = uuid4().hex[:12]
        self.zhang, self.li = (f"{who}-{run}@wall.example" for who in ("zhang", "li"))
        self.refusals: list[httpx.Response] = []

    def begin(self) -> None:
        """Both say yes, leave it to the body, and its mediator takes it."""
        case = self._case()
        for address in (self.zhang, self.li):
            body = {"token": self.town.token_for(address), "accepts": True}
            _taken(self.town.post("dispute", "/v1/invitations/answer", body))
        self.case_id = case.id
        query = f"/v1/mediations?case_id={case.id}"
        (row,) = self.town.get("dispute", query, **MEDIATOR).json()
        self.id = row["mediation_id"]
        for address in (self.zhang, self.li):
            wish = {"mediators": []}
            _taken(self.town.by_link(address, f"{MINE}/preference", wish))
        _taken(self.ask("appoint", {"mediator": "chen-he"}, CHIEF))
        _taken(self.ask("confirm", {}))

    def speak(self) -> None:
        """Everything that people say, in every way in which they may say it."""
        zhang, li = self._parties()
        self._say(self.zhang, "statement", ZHANG_SAYS)
        self._say(self.zhang, "proposal", ZHANG_OFFERS)
        self._say(self.li, "statement", LI_SAYS)
        offer = self._say(self.li, "proposal", LI_OFFERS)
        _taken(self.town.by_link(self.li, f"{MINE}/words/{offer}/show", {}))
        at = (datetime.now(UTC) + timedelta(days=20)).isoformat()
        meeting = {"parties": [zhang, li], "at": at, "venue": "hall-bingdili"}
        _taken(self.ask("sessions", meeting))
        _taken(self.ask("words", {"kind": "minutes", "text": MINUTES}))
        shared = {"kind": "minutes", "text": SHARED, "show_to": [li]}
        _taken(self.ask("words", shared))
        _taken(
            self.town.put("dispute", self.path("facts"), {"text": FACTS}, **MEDIATOR)
        )
        danger = {"kind": "minor_harmed", "to": "line_110", "text": REPORT}
        _taken(self.ask("dangers", danger))

    def slip(self) -> None:
        """What is refused holds words too, in the wrong place or in too many."""
        said = {"kind": "statement", "text": IN_PASSING}
        wrong = (
            said | {"kind": IN_PASSING},
            said | {"text": IN_PASSING * 3_000},
            said | {"text": f"{IN_PASSING}\u0007"},
            said | {"answers": IN_PASSING},
            {IN_PASSING: IN_PASSING},
        )
        for body in wrong:
            self.refusals += [
                self.town.by_link(self.zhang, f"{MINE}/words", body),
                self.ask("words", body | {"show_to": [IN_PASSING]}),
                self.ask("dangers", body | {"to": IN_PASSING}),
                self.ask("words", body, COLLEAGUE),
            ]
        consent = {"digest": IN_PASSING, "agrees": True}
        self.refusals += [
            self.town.by_link(self.li, f"{MINE}/facts/consent", consent),
            self.town.put("dispute", self.path("facts"), wrong[2], **MEDIATOR),
            self.look("words", COLLEAGUE),
            self.look("words", CHIEF),
        ]

    def ask(
        self, path: str, body: dict[str, Any], who: dict[str, Any] = MEDIATOR
    ) -> httpx.Response:
        return self.town.post("dispute", self.path(path), body, **who)

    def look(self, path: str, who: dict[str, Any] = MEDIATOR) -> httpx.Response:
        return self.town.get("dispute", self.path(path), **who)

    def mine(self, address: str, path: str) -> httpx.Response:
        return self.town.seen_by_link(address, f"{MINE}/{path}")

    def path(self, path: str) -> str:
        return f"/v1/mediations/{self.id}/{path}"

    def _case(self) -> Case:
        people = {"name": "张三", "phone": "13900000001", "email": self.zhang}
        other = {"name": "李四", "email": self.li}
        return self.town.hand_over(
            {
                "kind": "dispute",
                "category": "other",
                "area": "990101001",
                "channel": "counter",
                "title": "邻里的事",
                "text": "想请综治中心来调解。",
                "applicant": people,
                "answers": {"parties": [other]},
            }
        )

    def _parties(self) -> list[str]:
        """Zhang's id and Li's: each is told the other's."""
        others = [
            self.mine(who, "words").json()["others"] for who in (self.li, self.zhang)
        ]
        return [each for (each,) in others]

    def _say(self, address: str, kind: str, text: str) -> str:
        said = {"kind": kind, "text": text}
        answer = _taken(self.town.by_link(address, f"{MINE}/words", said))
        return str(answer.json()["word_id"])


def texts(answer: httpx.Response) -> set[str]:
    return {word["text"] for word in _taken(answer).json()["words"]}


def _taken(answer: httpx.Response) -> httpx.Response:
    assert answer.is_success, answer.text
    return answer


def mediated(town: Town) -> Room:
    room = Room(town)
    room.begin()
    room.speak()
    room.slip()
    return room


def until_erased(room: Room) -> bool:
    def erased() -> bool:
        return texts(room.look("words")) == {None}

    return until(erased, PATIENCE)
