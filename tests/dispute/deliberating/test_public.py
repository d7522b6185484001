"""What residents do with a topic over HTTP, and what everybody sees of it."""

from datetime import timedelta
from typing import Any

import pytest

from tests.dispute.deliberating.callers import (
    HOST,
    LI_SI,
    WORDING,
    ZHANG_SAN,
    Clients,
    bearer,
    once,
)
from tests.dispute.deliberating.world import DAY, Square

SECRETS = ("张三", "139-0000-0001", "烧烤摊太吵", "凌晨", "李四")


async def test_nothing_is_public_before_the_host_has_taken_it(clients: Clients) -> None:
    path = f"/v1/public/topics/{clients.topic_id}"
    assert (await clients.http.get(path)).status_code == 404
    assert (await clients.http.get("/v1/public/topics")).json() == []
    vote = await clients.http.put(clients.at("/support"), headers=LI_SI)
    assert vote.status_code == 404

    await clients.host("POST", "/take", WORDING)

    assert (await clients.http.get(path)).json()["title"] == WORDING["title"]


async def test_the_public_reads_no_name_and_nothing_unreleased(taken: Clients) -> None:
    said = {"kind": "question", "text": "我是李四,能不能早点收摊"}
    await taken.http.post(taken.at("/voices"), json=said, headers=once(LI_SI))
    page = await taken.http.get(f"/v1/public/topics/{taken.topic_id}")
    rows = await taken.http.get("/v1/public/topics", params={"area": "990101"})

    assert rows.json()[0]["topic_id"] == taken.topic_id
    for secret in SECRETS:
        assert secret not in page.text + rows.text
    assert page.json()["voices"] == []


async def test_a_question_is_public_with_its_answer_in_the_hosts_words(
    taken: Clients,
) -> None:
    said = {"kind": "question", "text": "我是李四,能不能早点收摊"}
    send = {"json": said, "headers": once(LI_SI, "one-question")}
    first = await taken.http.post(taken.at("/voices"), **send)
    again = await taken.http.post(taken.at("/voices"), **send)
    assert first.json() == again.json()
    words = (await taken.http.get(taken.at("/words"), headers=HOST)).json()
    assert [voice["text"] for voice in words["voices"]] == [said["text"]]

    shown = {"wording": "能否早些收摊", "answer": "将登记承诺"}
    await taken.host("POST", f"/voices/{first.json()['id']}/release", shown)

    assert (await taken.page())["voices"] == [
        {"kind": "question", "text": "能否早些收摊", "answer": "将登记承诺"}
    ]


async def test_support_counts_once_and_is_taken_back(taken: Clients) -> None:
    path = taken.at("/support")
    for caller in (LI_SI, LI_SI, ZHANG_SAN):
        answer = await taken.http.put(path, headers=caller)
    assert answer.json() == {"mine": True, "supporters": 2}
    assert (await taken.page())["supporters"] == 2

    back = await taken.http.delete(path, headers=LI_SI)

    assert back.json() == {"mine": False, "supporters": 1}
    assert (await taken.http.get(path, headers=LI_SI)).json() == back.json()


async def test_support_decides_nothing(taken: Clients, square: Square) -> None:
    before = square.said()
    for n in range(50):
        await taken.http.put(taken.at("/support"), headers=bearer(f"r{n}", "resident"))

    assert square.said() == before
    assert (await square.topic(taken.topic_id)).state == "taken"


def survey(square: Square) -> dict[str, Any]:
    question = {"text": "几点收摊", "choices": ["九点", "十点", "十一点"]}
    until = (square.now + timedelta(days=14)).isoformat()
    return {"until": until, "questions": [question]}


async def test_each_person_answers_a_survey_once(
    taken: Clients, square: Square
) -> None:
    await taken.host("POST", "/survey", survey(square))
    path = taken.at("/survey/answers")
    statuses = [
        (
            await taken.http.post(path, json={"answers": answers}, headers=caller)
        ).status_code
        for caller, answers in (
            (LI_SI, [2]),
            (LI_SI, [2]),
            (LI_SI, [1]),
            (ZHANG_SAN, [3]),
            (ZHANG_SAN, [4]),
            (ZHANG_SAN, [1, 1]),
        )
    ]
    assert statuses == [201, 201, 409, 201, 422, 422]

    running = (await taken.page())["survey"]
    assert [c["chosen"] for c in running["questions"][0]["choices"]] == [None] * 3
    await taken.host("POST", "/survey/close")
    ended = (await taken.page())["survey"]
    assert ended["answers"] == 2
    assert [c["chosen"] for c in ended["questions"][0]["choices"]] == [0, 1, 1]


@pytest.mark.parametrize("twice", [["九点", "九点"], ["nine", "十点", " NINE "]])
async def test_nobody_is_asked_to_choose_between_the_same_words(
    taken: Clients, square: Square, twice: list[str]
) -> None:
    asked = survey(square)
    asked["questions"].append({"text": "几点开始", "choices": twice})
    answer = await taken.host("POST", "/survey", asked)
    (wrong,) = answer.json()["errors"]

    assert answer.status_code == 422
    assert (wrong["pointer"], wrong["code"]) == ("/questions/1/choices", "same_twice")
    assert (await square.topic(taken.topic_id)).state == "taken"


@pytest.mark.parametrize(
    ("rung", "reason"), [(True, "wrong-state"), (False, "survey-over")]
)
async def test_a_survey_that_has_ended_takes_no_answer(
    taken: Clients, square: Square, rung: bool, reason: str
) -> None:
    await taken.host("POST", "/survey", survey(square))
    square.city.clock.advance(14 * DAY)
    if rung:
        await square.city.ring()
    answer = await taken.http.post(
        taken.at("/survey/answers"), json={"answers": [1]}, headers=LI_SI
    )

    assert answer.status_code == 409
    assert answer.json()["type"] == f"/problems/{reason}"
