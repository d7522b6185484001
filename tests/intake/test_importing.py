"""Rows of a file at the window: each is a case once, or told what is wrong with it."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from contracts.codes import derived_id
from contracts.intake import CaseRecorded
from services.intake.receiving.rows import MOST_ROWS
from services.kit.writing.documents import Write
from tests.intake.catalogue.offered import example
from tests.intake.world import World, bearer, clerk, form

OPERATOR = "operator/9901/"
ASKED, ANSWERED = "2020-03-02T09:00:00+08:00", "2020-03-05T10:30:00+08:00"


def row(id: str = "1", **changed: Any) -> dict[str, Any]:
    more = {name: changed.pop(name) for name in OF_A_ROW & changed.keys()}
    matter = form(applicant={"name": "李四"}, channel="web") | changed
    return {"id": id, "form": matter} | more


OF_A_ROW = {"received_at", "answered_at", "answer"}


def over(id: str = "1", **changed: Any) -> dict[str, Any]:
    """Something that was answered long ago."""
    told = {"received_at": ASKED, "answered_at": ANSWERED, "answer": "已经清运。"}
    return row(id, **told | changed)


async def send(world: World, *rows: dict, by: str = OPERATOR, name="board", dry=False):
    path = f"/v1/imports/{name}/rows" + ("?dry_run=true" if dry else "")
    answer = await world.http.post(path, json={"rows": rows}, headers=bearer(by))
    await world.city.settle()
    return answer


async def results(world: World, *rows: dict, **how: Any) -> list[dict[str, Any]]:
    answer = await send(world, *rows, **how)
    assert answer.status_code == 200, answer.text
    return answer.json()["results"]


def said(result: dict[str, Any]) -> dict[str, str]:
    return {error["pointer"]: error["code"] for error in result["errors"]}


async def test_a_row_becomes_a_case_that_lives(world: World):
    [made] = await results(world, row(received_at=ASKED))
    case = await world.case(made["case_id"])

    assert (made["result"], made["history"]) == ("created", False)
    assert (case.state, case.case_no) == ("accepted", made["case_no"])
    assert case.case_no.startswith("20260302"), "numbers are of the day of import"
    assert case.received_at.isoformat() == "2020-03-02T01:00:00+00:00"
    assert world.said() == ["case-registered", "case-accepted"]


async def test_a_row_with_an_answer_is_history_and_nobody_is_told(world: World):
    [made] = await results(world, over(applicant={"name": "李四", "phone": "12345"}))
    case = await world.case(made["case_id"])

    assert (made["history"], case.state, case.wake_at) == (True, "closed", None)
    assert case.answered_at is not None
    assert case.answered_at.isoformat() == "2020-03-05T02:30:00+00:00"
    assert await world.contents.answer(case) == "已经清运。"
    [fact] = world.city.facts
    assert isinstance(fact, CaseRecorded)


async def test_a_row_is_held_against_what_was_valid_when_it_was_received(world: World):
    """In March 2026 version 1 of this item is, from July on version 2."""
    march, answers = "2026-03-02T09:00:00+08:00", example("elder-allowance", 1)
    named = {"kind": "service", "request_type": None, "category": "welfare"}
    asked = named | {"item": "elder-allowance", "answers": answers}
    world.city.clock.advance(timedelta(days=200))
    [made] = await results(world, row(received_at=march, examine=True, **asked))
    late, early = await results(
        world,
        row("2", **asked),
        row("3", received_at=march, **asked | {"answers": example(asked["item"], 2)}),
    )

    assert (await world.case(made["case_id"])).item_version == 1
    assert {late["result"], early["result"]} == {"rejected"}
    put_right = await world.ask(made["case_id"], "correct", {"title": "高龄津贴"})
    assert put_right.status_code == 200, put_right.text


async def test_the_same_row_again_is_no_news(world: World):
    [first] = await results(world, over())
    [again] = await results(world, over())

    assert again == first | {"result": "repeat"}
    assert world.said() == ["case-recorded"]


async def test_the_same_row_at_once_is_one_case(world: World):
    twice = await asyncio.gather(*(results(world, row(), row()) for _ in range(3)))
    told = [result["result"] for results in twice for result in results]

    assert sorted(told) == ["created", *["repeat"] * 5]
    assert len(world.repository.documents.ids) == 1


async def test_a_row_that_changed_is_refused_and_nothing_of_it_is_kept(world: World):
    [first] = await results(world, row())
    [other] = await results(world, row(title="另一件事"))
    [dated] = await results(world, row(received_at=ASKED))

    assert said(other) == said(dated) == {"/id": "changed"}
    content = await world.contents.read(await world.case(first["case_id"]))
    assert content is not None
    assert content.title == form()["title"]


async def test_what_a_form_leaves_out_is_what_it_stands_for(world: World):
    await results(world, row())
    [again] = await results(world, row(urgency="normal", agent=None))

    assert again["result"] == "repeat"


async def test_the_same_id_in_another_import_is_another_case(world: World):
    [one] = await results(world, row())
    [other] = await results(world, row(), name="paper")

    assert one["case_id"] != other["case_id"]
    assert one["case_id"] == derived_id("board", "1", "imported-row")


async def test_a_wrong_row_is_told_every_fault_and_spoils_no_other(world: World):
    wrong = row("2", area="990109", category="nothing", title="a\x07b")
    long = row("3", text="长" * 20_001)
    made, refused, cut, shapeless = await results(
        world, row("1"), wrong, long, {"form": 7}
    )

    assert made["result"] == "created"
    assert said(refused) == {
        "/form/area": "unknown",
        "/form/category": "unknown",
        "/form/title": "control_characters",
    }
    assert said(cut) == {"/form/text": "string_too_long"}
    assert "20000" in cut["errors"][0]["en"]
    assert said(shapeless) == {"/id": "missing", "/form": "model_attributes_type"}
    assert len(world.repository.documents.ids) == 1


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"answer": None}, {"/answer": "missing"}),
        ({"answered_at": None}, {"/answered_at": "missing"}),
        ({"received_at": None}, {"/received_at": "missing"}),
        ({"received_at": "2020-03-06T00:00:00Z"}, {"/answered_at": "before_receipt"}),
        ({"answered_at": "2030-01-01T00:00:00Z"}, {"/answered_at": "in_the_future"}),
        ({"answered_at": "2020-03-05T10:30:00"}, {"/answered_at": "timezone_aware"}),
        ({"answer": "a\x00b"}, {"/answer": "control_characters"}),
        ({"answer": "长" * 20_001}, {"/answer": "string_too_long"}),
    ],
)
async def test_history_has_its_dates_in_their_order(world: World, changed, wrong):
    [refused] = await results(world, over(**changed))

    assert said(refused) == wrong
    assert world.repository.documents.ids == []


async def test_a_dry_run_says_the_same_and_writes_nothing(world: World):
    rows = [row("1"), over("2"), row("3", area="0000")]
    foreseen = await results(world, *rows, dry=True)
    assert world.repository.documents.ids == []
    made = await results(world, *rows)

    assert [each["result"] for each in foreseen] == [each["result"] for each in made]
    again = await results(world, row("1"), over("2", title="另一件"), dry=True)
    assert [each["result"] for each in again] == ["repeat", "rejected"]


async def test_nothing_that_a_row_holds_comes_back_or_lies_in_the_clear(world: World):
    planted = "种下的词"
    rows = [over(planted, title=planted), row("2", kind=planted, title=planted)]
    answer = await send(world, *rows, {planted: planted})

    stored = b"".join(world.repository.documents._stored.values())
    letters = b"".join(value for _, value in world.city.bus.letters)
    assert planted not in answer.text
    assert planted.encode() not in stored + letters


@pytest.mark.parametrize("by", [clerk(), "resident//", "supervisor/9901/"])
async def test_only_an_operator_imports(world: World, by: str):
    answer = await send(world, row(), by=by)

    assert answer.json()["type"] == "/problems/role-required"


async def test_an_operator_of_a_district_imports_for_that_district(world: World):
    [made, refused] = await results(
        world, row("1"), row("2", area="990102001"), by="operator/990101/"
    )

    assert made["result"] == "created"
    assert said(refused) == {"/form/area": "outside"}


async def test_too_many_rows_none_or_a_strange_name_are_refused_whole(world: World):
    many = [row(str(number)) for number in range(MOST_ROWS + 1)]
    refused = [
        await send(world, *many),
        await send(world),
        await send(world, row(), name="张三"),
    ]

    assert [answer.status_code for answer in refused] == [422, 422, 422]
    assert world.repository.documents.ids == []


async def test_a_crash_in_the_middle_is_harmless(world: World, monkeypatch):
    swap, count = world.repository.documents.swap, iter(range(99))

    async def power_cut(id: str, version: int, write: Write) -> bool:
        if next(count) == 1:
            raise ConnectionAbortedError
        return await swap(id, version, write)

    rows = [row(str(number)) for number in range(3)]
    with monkeypatch.context() as patched:
        patched.setattr(world.repository.documents, "swap", power_cut)
        first = await results(world, *rows)
    again = await results(world, *rows)

    assert [each["result"] for each in first] == ["created", "rejected", "created"]
    assert said(first[1]) == {"": "internal"}
    assert [each["result"] for each in again] == ["repeat", "created", "repeat"]
