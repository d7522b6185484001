"""A topic over HTTP: who may propose it, host it and see it."""

from typing import Any

import pytest
from httpx import AsyncClient

from tests.dispute.deliberating.callers import (
    ELSEWHERE,
    HOST,
    LI_SI,
    PROPOSAL,
    WORDING,
    ZHANG_SAN,
    Clients,
    bearer,
    once,
)
from tests.dispute.deliberating.world import DAY, Square

TOPICS = "/v1/deliberations/topics"


async def test_a_proposal_sent_twice_is_one_topic(http: AsyncClient) -> None:
    send = {"json": PROPOSAL, "headers": once(ZHANG_SAN, "the-same-key")}
    first = await http.post(TOPICS, **send)
    again = await http.post(TOPICS, **send)
    other = await http.post(TOPICS, **send | {"json": PROPOSAL | {"title": "别的"}})

    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert other.status_code == 422


@pytest.mark.parametrize(
    ("caller", "origin", "status"),
    [
        (bearer("w", "resident"), "resident", 201),
        (bearer("w", "resident"), "committee", 403),
        (bearer("w", "resident"), "organisation", 403),
        (bearer("w", "department"), "organisation", 201),
        (HOST, "committee", 201),
        (ELSEWHERE, "committee", 404),
        (bearer("w", "clerk"), "resident", 403),
    ],
)
async def test_everybody_proposes_as_who_they_are(
    http: AsyncClient, caller: dict[str, str], origin: str, status: int
) -> None:
    body = PROPOSAL | {"origin": origin}
    answer = await http.post(TOPICS, json=body, headers=once(caller))

    assert answer.status_code == status, answer.text


async def test_a_wrong_code_is_refused_in_words(http: AsyncClient) -> None:
    body = PROPOSAL | {"category": "astrology"}
    answer = await http.post(TOPICS, json=body, headers=once(ZHANG_SAN))

    assert answer.status_code == 422
    assert "类别" in answer.json()["title_zh"]
    assert "astrology" not in answer.text


@pytest.mark.parametrize(
    "field",
    [{"title": "\u3000\u200b"}, {"text": "a\u202eb"}, {"contact": {"name": "\x07"}}],
)
async def test_what_cannot_be_read_is_refused_in_words(
    http: AsyncClient, field: dict[str, Any]
) -> None:
    answer = await http.post(TOPICS, json=PROPOSAL | field, headers=once(ZHANG_SAN))

    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert error["pointer"].startswith(f"/{next(iter(field))}")
    assert "普通文字" in error["zh"]


async def test_who_proposes_can_be_reached(http: AsyncClient) -> None:
    for contact in ({"name": "张三"}, {"name": "张三", "email": "somewhere"}):
        body = PROPOSAL | {"contact": contact}
        answer = await http.post(TOPICS, json=body, headers=once(ZHANG_SAN))

        assert answer.status_code == 422
        assert "contact" in answer.text


async def test_a_host_sees_the_topics_of_the_area_and_nobody_elses(
    clients: Clients,
) -> None:
    http, id = clients.http, clients.topic_id
    seen = {}
    for name, caller in (("host", HOST), ("elsewhere", ELSEWHERE), ("mine", ZHANG_SAN)):
        rows = (await http.get(TOPICS, headers=caller)).json()
        one = await http.get(clients.at(), headers=caller)
        seen[name] = ([row["topic_id"] for row in rows], one.status_code)
    stranger = await http.get(clients.at(), headers=LI_SI)

    assert seen == {
        "host": ([id], 200),
        "elsewhere": ([], 404),
        "mine": ([id], 200),
    }
    assert stranger.status_code == 404
    assert (await http.get(TOPICS, headers=LI_SI)).json() == []


async def test_who_reads_names_is_written_down(
    clients: Clients, square: Square
) -> None:
    other = await clients.http.get(clients.at("/words"), headers=ELSEWHERE)
    read = await clients.http.get(clients.at("/words"), headers=HOST)

    assert other.status_code == 404
    assert read.json()["originators"][0]["proposal"]["title"] == "烧烤摊太吵"
    assert read.json()["originators"][0]["person"]["name"] == "张三"
    noted = square.hall.readings.noted
    assert [(each.reader, each.case_id) for each in noted] == [
        ("host-1", clients.topic_id)
    ]


async def test_from_the_meeting_to_what_was_promised(
    taken: Clients, square: Square
) -> None:
    at = square.now + DAY
    meeting = {"at": at.isoformat(), "venue": "hall-bingdili"}
    scheduled = await taken.host("POST", "/meeting", meeting)
    assert scheduled.status_code == 201, scheduled.text
    await taken.host("PUT", "/meeting/briefing", {"text": "现状与各方意见"})
    early = await taken.host("POST", "/meeting/held", {"attended": 9})
    assert early.status_code == 409
    square.city.clock.advance(DAY)
    held = {"attended": 23, "minutes": "张三说太吵", "public": "约定十点收摊"}
    assert (await taken.host("POST", "/meeting/held", held)).status_code == 200
    promise = {
        "what": "每晚十点前收摊",
        "department": "urban-mgmt",
        "promised_by": (square.now + 30 * DAY).isoformat(),
    }
    body = {"commitments": [promise, promise | {"department": "housing"}]}
    send = {"Idempotency-Key": "the-promises"}
    made = await taken.host("POST", "/commitments", body, **send)
    again = await taken.host("POST", "/commitments", body, **send)

    assert made.status_code == 201, made.text
    assert again.json() == made.json()
    numbers = {each["case_no"] for each in made.json()["commitments"]}
    assert len(numbers) == 2
    await square.city.settle()
    assert square.said().count("commitment-made") == 2
    page = await taken.page()
    assert page["meetings"][0]["minutes"] == "约定十点收摊"
    assert page["meetings"][0]["venue"]["zh"] == "并蒂里社区议事厅"
    assert [each["case_no"] for each in page["commitments"]] == sorted(numbers)
    assert "张三" not in str(page)
    words = (await taken.http.get(taken.at("/words"), headers=HOST)).json()
    assert words["minutes"] == ["张三说太吵"]


async def test_nobody_overwrites_what_they_have_not_seen(taken: Clients) -> None:
    tag = (await taken.http.get(taken.at(), headers=HOST)).headers["ETag"]
    better = WORDING | {"title": "夜间摊点"}
    first = await taken.host("PUT", "/wording", better, **{"If-Match": tag})
    second = await taken.host(
        "PUT", "/wording", WORDING | {"title": "别的"}, **{"If-Match": tag}
    )

    assert (first.status_code, second.status_code) == (200, 412)


async def test_only_a_host_of_the_area_hosts(clients: Clients) -> None:
    for caller, status in ((LI_SI, 403), (ELSEWHERE, 404), ({}, 401)):
        answer = await clients.http.post(
            clients.at("/take"), json=WORDING, headers=caller
        )
        assert answer.status_code == status


async def test_one_takes_back_ones_own_name(clients: Clients, square: Square) -> None:
    (me,) = (await square.topic(clients.topic_id)).originator_ids
    path = clients.at(f"/originators/{me}")
    stranger = await clients.http.delete(path, headers=LI_SI)
    gone = await clients.http.delete(path, headers=ZHANG_SAN)

    assert stranger.status_code == 404
    assert gone.json() == {"originators": 0}
    words = (await clients.http.get(clients.at("/words"), headers=HOST)).json()
    assert words["originators"] == []


async def test_the_year_is_shown_beside_its_target(
    taken: Clients, square: Square
) -> None:
    at = square.now + DAY
    meeting = {"at": at.isoformat(), "venue": "on-site"}
    await taken.host("POST", "/meeting", meeting)
    path = "/v1/deliberations/target"
    before = (await taken.http.get(path, params={"year": at.year})).json()
    square.city.clock.advance(DAY)
    await taken.host("POST", "/meeting/held", {"attended": 9})
    after = (await taken.http.get(path, params={"year": at.year})).json()
    other = (await taken.http.get(path, params={"year": at.year + 1})).json()

    assert (before["target"], before["held"], before["planned"]) == (8, 0, 1)
    assert (after["held"], after["planned"]) == (1, 0)
    assert (other["held"], other["planned"]) == (0, 0)


@pytest.mark.parametrize(
    ("mine", "asked", "shown"),
    [("990101", "9901", 1), ("990101", "990101001", 1), ("990101", "990102", 0)],
)
async def test_an_area_narrows_and_never_widens(
    clients: Clients, mine: str, asked: str, shown: int
) -> None:
    await clients.propose(area="990102001")
    host = bearer("h", "host", area=mine)
    rows = await clients.http.get(TOPICS, params={"area": asked}, headers=host)

    assert len(rows.json()) == shown


async def test_pages_of_the_public_list(http: AsyncClient) -> None:
    clients = Clients(http)
    ids = []
    for _ in range(3):
        ids.append(await clients.propose())
        await clients.host("POST", "/take", WORDING)
    first = await http.get("/v1/public/topics", params={"limit": 2})
    path = first.headers["Link"].partition(">")[0].lstrip("<")
    second = await http.get(path)

    read = [row["topic_id"] for row in (*first.json(), *second.json())]
    assert read == sorted(ids)
