"""What else a correction changes: how people are found, and written to."""

from tests.intake.world import World, bearer, clerk


async def test_whoever_is_corrected_is_still_written_to_in_their_language(world: World):
    case_id = (await world.registered(examine=True, language="en"))["case_id"]

    new = {"name": "张三", "email": "other@people.example"}
    await world.ask(case_id, "correct", {"applicant": new})

    assert [card.language for card in world.contacts()] == ["en", "en"]


async def test_who_is_corrected_is_found_by_the_new_number_alone(world: World):
    case_id = (await world.registered(examine=True))["case_id"]
    new = {"name": "张三", "phone": "139-0000-0009"}
    await world.ask(case_id, "correct", {"applicant": new})

    found = [await _found(world, phone) for phone in (new["phone"], "139-0000-0001")]
    assert found == [[case_id], []]


async def test_a_correction_may_not_make_another_field_wrong(world: World):
    case_id = (await world.registered(examine=True, preferences={"channels": ["sms"]}))[
        "case_id"
    ]

    alone = {"applicant": {"name": "张三", "phone": None}}
    answer = await world.ask(case_id, "correct", alone)

    assert answer.status_code == 422
    assert [e["pointer"] for e in answer.json()["errors"]] == [
        "/preferences/channels/0"
    ]


async def _found(world: World, phone: str) -> list[str]:
    path, headers = "/v1/people/look-up", bearer(clerk())
    answer = await world.http.post(path, json={"phone": phone}, headers=headers)
    return [row["case_id"] for row in answer.json()]
