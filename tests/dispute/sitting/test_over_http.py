"""The wall as people meet it: a link, a login, and what each of them is shown."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.dispute.sitting.room import Room
from tests.dispute.sitting.served import (
    CHEN,
    CHIEF,
    LIN,
    NOBODY,
    Served,
    bearer,
    served,
)

OFFER, NOISE, SEEN = "我愿意出三千元", "我家夜里睡不着", "孩子身上有伤"
MINE, THEIRS = "/v1/my-mediation/words", "words"
DANGER = {"kind": "minor_harmed", "to": "line_110", "text": SEEN}


@pytest.fixture
async def at(room: Room, tmp_path: Path) -> AsyncIterator[Served]:
    async with served(room, tmp_path) as at:
        yield at


def _texts(answer) -> set[str]:
    assert answer.status_code == 200, answer.text
    return {word["text"] for word in answer.json()["words"]}


async def _said(at: Served, who: dict, kind: str, text: str) -> str:
    answer = await at.post(MINE, {"kind": kind, "text": text}, who)
    assert answer.status_code == 201, answer.text
    assert text not in answer.text
    return answer.json()["word_id"]


async def test_each_side_reads_its_own_and_the_mediator_both(at: Served) -> None:
    await _said(at, at.zhang, "statement", NOISE)
    offer = await _said(at, at.li, "proposal", OFFER)
    assert _texts(await at.get(THEIRS, CHEN)) == {NOISE, OFFER}
    assert _texts(await at.get(MINE, at.zhang)) == {NOISE}

    shown = await at.post(f"{MINE}/{offer}/show", {}, at.li)
    assert shown.status_code == 200, shown.text
    assert _texts(await at.get(MINE, at.zhang)) == {NOISE, OFFER}


@pytest.mark.parametrize("who", [LIN, NOBODY, CHIEF, bearer("a", "supervisor")])
async def test_no_colleague_and_no_chief_reads_them(at: Served, who: dict) -> None:
    await _said(at, at.zhang, "statement", NOISE)
    for path in (THEIRS, "facts"):
        assert (await at.get(path, who)).status_code == 403
    kept = {"kind": "minutes", "text": "都到了"}
    assert (await at.post(THEIRS, kept, who)).status_code == 403
    assert at.room.log.noted == []


async def test_the_chosen_mediator_of_another_area_is_unknown_here(at: Served) -> None:
    elsewhere = bearer("demo-mediator", area="990102")

    assert (await at.get(THEIRS, elsewhere)).status_code == 404


async def test_a_link_that_nobody_has_opens_nothing(at: Served) -> None:
    for headers in ({}, {"X-Party-Token": "no-such-token"}):
        assert (await at.get(MINE, headers)).status_code == 404


async def test_each_view_carries_the_sentence_and_its_law(at: Served) -> None:
    for path, who in ((THEIRS, CHEN), (MINE, at.zhang)):
        caution = (await at.get(path, who)).json()["caution"]
        assert "让步" in caution["zh"]
        assert "在线调解规则 18" in caution["law"]


async def test_nobody_on_the_way_keeps_a_copy(at: Served) -> None:
    for path, who in ((THEIRS, CHEN), (MINE, at.zhang)):
        assert (await at.get(path, who)).headers["cache-control"] == "no-store"


async def test_a_party_does_not_learn_to_whom_else_something_was_shown(
    at: Served,
) -> None:
    offer = await _said(at, at.li, "proposal", OFFER)
    await at.post(f"{MINE}/{offer}/show", {}, at.li)
    (own,) = (await at.get(MINE, at.li)).json()["words"]
    (shown,) = (await at.get(MINE, at.zhang)).json()["words"]

    assert (own["mine"], len(own["shown_to"])) == (True, 1)
    assert (shown["mine"], shown["shown_to"]) == (False, None)


async def test_the_same_key_keeps_one_text(at: Served) -> None:
    body = {"kind": "statement", "text": NOISE}
    first, again = [await at.post(MINE, body, at.zhang, "key-of-zhang") for _ in "ab"]
    other = await at.post(MINE, body | {"text": OFFER}, at.zhang, "key-of-zhang")
    of_li = await at.post(MINE, body, at.li, "key-of-zhang")

    assert first.json() == again.json()
    assert (other.status_code, of_li.status_code) == (422, 201)
    assert of_li.json()["word_id"] != first.json()["word_id"]
    assert OFFER not in other.text


@pytest.mark.parametrize("text", ["", "长" * 20_001, "a\u0000b", "a\u202eb"])
async def test_a_text_that_paper_could_not_hold_is_refused(at, text) -> None:
    for path, who, more in (
        (MINE, at.zhang, {"kind": "statement"}),
        (THEIRS, CHEN, {"kind": "minutes"}),
        ("dangers", CHEN, DANGER),
    ):
        answer = await at.post(path, more | {"text": text}, who)
        assert answer.status_code == 422, path
        assert answer.json()["errors"][0]["pointer"] == "/text"
    assert at.room.words.kept == {}


async def test_a_longest_text_fits(at: Served) -> None:
    await _said(at, at.zhang, "statement", "长" * 20_000)

    assert _texts(await at.get(MINE, at.zhang)) == {"长" * 20_000}


async def test_page_by_page(at: Served) -> None:
    for text in (NOISE, OFFER, SEEN):
        await _said(at, at.zhang, "statement", text)
        at.room.world.city.clock.advance(timedelta(seconds=1))
    first = await at.get(f"{MINE}?limit=2", at.zhang)
    rest = await at.get(first.links["next"]["url"], at.zhang)

    assert (_texts(first), _texts(rest)) == ({NOISE, OFFER}, {SEEN})


async def test_a_party_sees_who_has_read_its_words(at: Served) -> None:
    said = await _said(at, at.zhang, "statement", NOISE)
    await at.get(MINE, at.zhang)
    await at.get(THEIRS, CHEN)
    (read,) = (await at.get("/v1/my-mediation/readings", at.zhang)).json()["reads"]
    of_li = await at.get("/v1/my-mediation/readings", at.li)

    assert (read["role"], read["reader"]) == ("mediator", "chen-he")
    assert read["words"] == [said]
    assert of_li.json()["reads"] == []
    everything = (await at.get("readings", CHIEF)).json()["reads"]
    assert {each["role"] for each in everything} == {"party", "mediator"}


async def test_a_report_is_seen_by_all_and_read_by_two(at: Served) -> None:
    made = await at.post("dangers", DANGER, CHEN)
    assert (made.status_code, made.json()["law"]) == (201, "未成年人保护法 11")
    path = f"dangers/{made.json()['report_id']}"
    assert [(await at.get(path, who)).json()["text"] for who in (CHEN, CHIEF)] == [
        SEEN
    ] * 2
    assert (await at.get(path, LIN)).status_code == 404

    for view in ("words", "readings"):
        answer = await at.get(f"/v1/my-mediation/{view}", at.li)
        assert [each["law"] for each in answer.json()["reported"]] == [
            "未成年人保护法 11"
        ]
        assert SEEN not in answer.text
    assert (await at.get("/v1/my-mediation", at.li)).json()["reported"]


async def test_what_would_endanger_somebody_is_seen_by_no_party(at: Served) -> None:
    hidden = DANGER | {"withheld": "endangers_somebody"}
    made = await at.post("dangers", hidden, CHIEF)
    for view in ("/v1/my-mediation", MINE, "/v1/my-mediation/readings"):
        assert (await at.get(view, at.li)).json()["reported"] == []
    await at.post(f"dangers/{made.json()['report_id']}/tell", {}, CHIEF)

    assert (await at.get(MINE, at.li)).json()["reported"]


async def test_a_report_sent_twice_is_one(at: Served) -> None:
    answers = [await at.post("dangers", DANGER, CHEN, "a-report") for _ in "ab"]

    assert answers[0].json() == answers[1].json()
    assert len((await at.get("dangers", CHEN)).json()) == 1
    assert (await at.get("dangers", LIN)).status_code == 403


async def test_facts_go_on_record_with_the_consent_of_all(at: Served) -> None:
    put = await at.put("facts", {"text": "漏水始于一月"}, CHEN)
    assert put.status_code == 200, put.text
    mine = (await at.get("/v1/my-mediation/facts", at.zhang)).json()
    assert (mine["text"], mine["recorded"]) == ("漏水始于一月", False)
    consent = {"digest": mine["digest"], "agrees": True}
    path = "/v1/my-mediation/facts/consent"
    first, second = [await at.post(path, consent, who) for who in (at.zhang, at.li)]

    assert (first.json()["recorded"], second.json()["recorded"]) == (False, True)
    assert len(second.json()["agreed"]) == 1
    assert len((await at.get("facts", CHEN)).json()["agreed"]) == 2
    anew = await at.put("facts", {"text": "漏水始于二月"}, CHEN)
    assert anew.json()["type"] == "/problems/facts-recorded"


async def test_a_child_speaks_but_shows_and_agrees_by_its_guardian(at: Served) -> None:
    zhang, li = (await at.room.mediation).parties
    child = zhang.model_copy(update={"needs_guardian": True})
    await at.room.become(parties=(child, li))
    said = await _said(at, at.zhang, "proposal", OFFER)
    put = (await at.put("facts", {"text": "漏水始于一月"}, CHEN)).json()
    consent = {"digest": put["digest"], "agrees": True}
    answers = [
        await at.post(f"{MINE}/{said}/show", {}, at.zhang),
        await at.post("/v1/my-mediation/facts/consent", consent, at.zhang),
    ]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert all("guardian-needed" in answer.json()["type"] for answer in answers)


async def test_no_facts_yet_are_not_found(at: Served) -> None:
    assert (await at.get("facts", CHEN)).status_code == 404
    assert (await at.get("/v1/my-mediation/facts", at.li)).status_code == 404


async def test_a_sitting_from_plan_to_attendance(at: Served) -> None:
    zhang, li = [p.party_id for p in (await at.room.mediation).parties]
    body = {
        "parties": [zhang, li],
        "at": "2026-03-03T10:00:00+08:00",
        "venue": "online",
    }
    planned = await at.post("sessions", body, CHEN)
    assert planned.status_code == 201, planned.text
    path = f"sessions/{planned.json()['session_id']}"
    moved = await at.post(f"{path}/move", body | {"venue": "by-phone"}, CHEN)
    at.room.world.city.clock.advance(timedelta(days=2))
    came = {"attendance": {zhang: "itself", li: "absent"}}
    await at.post(f"{path}/hold", came, CHEN)
    (mine,) = (await at.get("/v1/my-mediation/sessions", at.zhang)).json()

    assert (moved.json()["times"], mine["venue"]["name"]) == (2, "电话调解")
    assert mine["attendance"] == {zhang: "itself"}
    (theirs,) = (await at.get("sessions", CHEN)).json()
    assert theirs["attendance"] == came["attendance"]


async def test_a_sitting_of_one_party_is_not_shown_to_the_other(at: Served) -> None:
    zhang, _ = [p.party_id for p in (await at.room.mediation).parties]
    body = {
        "parties": [zhang],
        "at": "2026-03-03T10:00:00+08:00",
        "venue": "centre-room-2",
    }
    await at.post("sessions", body, CHEN)

    assert len((await at.get("/v1/my-mediation/sessions", at.zhang)).json()) == 1
    assert (await at.get("/v1/my-mediation/sessions", at.li)).json() == []
    overview = [await at.get("/v1/my-mediation", who) for who in (at.zhang, at.li)]
    assert [each.json()["meets_at"] for each in overview] == [
        "2026-03-03T02:00:00Z",
        None,
    ]


async def test_a_sitting_is_called_off(at: Served) -> None:
    zhang, li = [p.party_id for p in (await at.room.mediation).parties]
    body = {"parties": [zhang, li], "at": "2026-03-03T02:00:00Z", "venue": "online"}
    session_id = (await at.post("sessions", body, CHEN)).json()["session_id"]
    off = await at.post(f"sessions/{session_id}/cancel", {}, CHEN)
    (mine,) = (await at.get("/v1/my-mediation/sessions", at.zhang)).json()

    assert off.json()["cancelled_at"]
    assert mine["cancelled_at"] == off.json()["cancelled_at"]
    assert (await at.get("/v1/my-mediation", at.zhang)).json()["meets_at"] is None
    theirs = await at.post(f"sessions/{session_id}/cancel", {}, LIN)
    assert theirs.status_code == 403


async def test_erased_words_are_said_to_be(at: Served) -> None:
    await _said(at, at.zhang, "statement", NOISE)
    await at.room.end()
    await at.room.world.city.ring()
    at.room.world.city.clock.advance(timedelta(days=3 * 365))
    await at.room.world.city.ring()
    await at.room.wall.erasing.sweep()
    (word,) = (await at.get(MINE, at.zhang)).json()["words"]

    assert (word["text"], word["erased"]) == (None, True)
