"""Minutes of a joint meeting: sealed at rest, read by those who decide, erasable."""

import pytest

from services.kit.serving.readings import Reading
from services.routing.minutes import Minutes
from tests.routing.callers import DISPATCHER, bearer
from tests.routing.http.endpoints import MEETING, MINUTES, SUPERVISOR, led
from tests.routing.people import CASE

PATH = f"/v1/handlings/{CASE}/joint-meeting"
OFFICE = bearer(SUPERVISOR[0])
PLANTED = "会上商定"


@pytest.fixture
async def held(http, world):
    """Called, held and recorded over HTTP."""
    await led(world)
    for path, body in ((PATH, MEETING), (f"{PATH}/minutes", MINUTES)):
        assert (await http.post(path, headers=OFFICE, json=body)).is_success
    return world


async def test_those_who_decide_read_what_was_said(http, held):
    for caller in (OFFICE, DISPATCHER):
        answer = await http.get(f"{PATH}/minutes", headers=caller)
        assert answer.json() == [{"text": MINUTES["minutes"]}]


@pytest.mark.parametrize("caller", [bearer("department", "housing"), bearer("clerk")])
async def test_departments_and_clerks_do_not(http, held, caller):
    answer = await http.get(f"{PATH}/minutes", headers=caller)

    assert answer.status_code == 403
    assert PLANTED not in answer.text


async def test_offices_elsewhere_do_not_learn_of_it(http, held):
    elsewhere = bearer("supervisor", area="990102")

    assert (await http.get(f"{PATH}/minutes", headers=elsewhere)).status_code == 404


async def test_the_words_are_in_no_document_no_message_and_no_view(http, held):
    document = await held.handlings.documents.find(CASE)
    shown = await http.get(f"/v1/handlings/{CASE}", headers=OFFICE)
    everything = [str(document), shown.text]
    everything += [event.model_dump_json() for event in held.city.published]

    assert not [text for text in everything if PLANTED in text]
    assert shown.json()["meetings"][0]["held"]


async def test_once_the_key_is_gone_nobody_reads_them_and_the_case_stays(
    http, held, vault
):
    await vault.destroy(CASE)

    answer = await http.get(f"{PATH}/minutes", headers=OFFICE)
    assert (answer.status_code, answer.json()) == (200, [])
    assert (await held.handling()).meetings[0].minutes
    assert (await http.get(f"/v1/handlings/{CASE}", headers=OFFICE)).is_success


async def test_nothing_is_written_under_a_key_that_is_gone(http, held, vault):
    await vault.destroy(CASE)
    await http.post(PATH, headers=OFFICE, json=MEETING)
    answer = await http.post(f"{PATH}/minutes", headers=OFFICE, json=MINUTES)

    assert answer.status_code == 410
    assert PLANTED not in answer.text


async def test_minutes_of_one_case_do_not_open_another(held, vault):
    sealed = (await held.handling()).meetings[0].minutes

    assert await vault.open(CASE, sealed, Minutes) == Minutes(text=MINUTES["minutes"])
    with pytest.raises(Exception, match="key"):
        await vault.open("another case", sealed, Minutes)


async def test_every_meeting_has_its_own(http, held):
    await http.post(PATH, headers=OFFICE, json=MEETING)
    second = MINUTES | {"minutes": "第二次会议"}
    await http.post(f"{PATH}/minutes", headers=OFFICE, json=second)

    answer = await http.get(f"{PATH}/minutes", headers=OFFICE)
    assert [each["text"] for each in answer.json()] == [
        MINUTES["minutes"],
        "第二次会议",
    ]


@pytest.mark.parametrize("words", ["", "\x00\x07 ", "长" * 20_001])
async def test_minutes_of_a_wrong_length_are_refused_without_an_echo(http, held, words):
    said = MINUTES | {"minutes": words}
    answer = await http.post(f"{PATH}/minutes", headers=OFFICE, json=said)

    assert answer.status_code == 422
    assert "长长" not in answer.text


async def test_who_reads_them_is_written_down_first(http, held, readings):
    await http.get(f"{PATH}/minutes", headers=DISPATCHER)

    now = held.city.clock()
    assert readings.noted == [Reading("dispatcher-1", now, CASE, "minutes")]


async def test_who_is_shown_nothing_has_read_nothing(http, held, readings):
    await http.get(f"{PATH}/minutes", headers=bearer("clerk"))
    await http.get(f"{PATH}/minutes", headers=bearer("supervisor", area="990102"))

    assert readings.noted == []


async def test_what_paper_could_not_hold_is_taken_out(http, held):
    await http.post(PATH, headers=OFFICE, json=MEETING)
    pasted = MINUTES | {"minutes": "一、\x0b承办\u202e单位\n二、期限\x00"}
    await http.post(f"{PATH}/minutes", headers=OFFICE, json=pasted)

    *_, last = (await http.get(f"{PATH}/minutes", headers=OFFICE)).json()
    assert last["text"] == "一、承办单位\n二、期限"
