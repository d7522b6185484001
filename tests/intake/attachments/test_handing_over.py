"""A file is handed over, listed and fetched by those who have business with it."""

import json
from hashlib import sha256

import pytest

from contracts.codes import derived_id
from tests.intake import facts
from tests.intake.attachments.cupboard import NAME, Cupboard, reason
from tests.intake.world import RESIDENT, SUPERVISOR, World, clerk, form, officer
from tests.kit.files import samples
from tests.kit.files.samples import PDF, picture

MIB = 1024 * 1024


@pytest.fixture
async def case_id(world: World) -> str:
    return (await world.registered())["case_id"]


async def test_what_was_handed_over_comes_back(cupboard: Cupboard, case_id: str):
    answer = await cupboard.put(case_id)
    shown = answer.json()

    assert answer.status_code == 201
    assert answer.headers["location"].endswith(f"/attachments/{shown['attachment_id']}")
    told = {name: shown[name] for name in ("name", "media_type", "size", "sha256")}
    assert told == {
        "name": NAME,
        "media_type": "application/pdf",
        "size": len(PDF),
        "sha256": sha256(PDF).hexdigest(),
    }
    assert (await cupboard.listed(case_id)).json() == [shown]
    assert (await cupboard.fetch(case_id, shown["attachment_id"])).content == PDF


async def test_a_browser_saves_it_and_does_nothing_else(cupboard, case_id):
    id = await cupboard.kept(case_id, content=b"just text", name='a"b.html')
    answer = await cupboard.fetch(case_id, id)

    assert answer.headers["content-disposition"] == (
        "attachment; filename*=UTF-8''a_b.html.txt"
    )
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-length"] == "9"


async def test_its_digest_is_of_what_is_kept(cupboard: Cupboard, case_id: str):
    sent = picture()
    answer = (await cupboard.put(case_id, sent, "a.jpg")).json()
    kept = (await cupboard.fetch(case_id, answer["attachment_id"])).content

    assert samples.DEVICE.encode() in sent
    assert samples.DEVICE.encode() not in kept
    assert answer["sha256"] == sha256(kept).hexdigest()
    assert answer["size"] == len(kept)


async def test_who_may_speak_for_a_case_may_hand_over(world: World, cupboard):
    mine = (await world.post(form(), by=RESIDENT)).json()["case_id"]
    await world.receive(facts.assigned(mine, "housing"))
    tried = {
        who: (await cupboard.put(mine, by=who)).status_code
        for who in (RESIDENT, clerk(), clerk("9902"), "resident/9901/")
    }
    roles = {
        who: (await cupboard.put(mine, by=who)).status_code
        for who in (officer("housing"), SUPERVISOR, "operator/9901/")
    }

    assert list(tried.values()) == [201, 201, 404, 404]
    assert set(roles.values()) == {403}


async def test_who_has_a_reason_to_read_may_fetch(world: World, cupboard):
    mine = (await world.post(form(), by=RESIDENT)).json()["case_id"]
    id = await cupboard.kept(mine)
    await world.receive(facts.assigned(mine, "housing"))
    people = (
        RESIDENT,
        clerk("990101"),
        officer("housing"),
        officer("transport"),
        clerk("9902"),
        "resident/9901/",
    )
    fetched = [(await cupboard.fetch(mine, id, by)).status_code for by in people]
    listed = [(await cupboard.listed(mine, by)).status_code for by in people]

    assert fetched == listed == [200, 200, 200, 404, 404, 404]
    assert (await cupboard.fetch(mine, id, SUPERVISOR)).status_code == 403


async def test_a_department_no_longer_may_when_its_task_has_ended(
    world: World, cupboard: Cupboard, case_id: str
):
    id = await cupboard.kept(case_id)
    await world.receive(facts.assigned(case_id, "housing"))
    before = await cupboard.fetch(case_id, id, officer("housing"))
    await world.receive(facts.completed(case_id, "housing", None))
    after = await cupboard.fetch(case_id, id, officer("housing"))

    assert (before.status_code, after.status_code) == (200, 404)


async def test_nobody_learns_which_files_there_are(cupboard: Cupboard, case_id: str):
    id = await cupboard.kept(case_id)
    unknown = await cupboard.fetch(case_id, derived_id("?"))
    other = await cupboard.fetch(derived_id("?"), id)
    forbidden = await cupboard.fetch(case_id, id, clerk("9902"))

    said = [answer.json() | {"trace_id": ""} for answer in (unknown, other, forbidden)]
    assert said[0] == said[1] == said[2]
    assert unknown.status_code == 404


async def test_each_reading_is_written_down(world: World, cupboard, case_id):
    id = await cupboard.kept(case_id)
    await cupboard.listed(case_id)
    await cupboard.fetch(case_id, id)
    await cupboard.fetch(case_id, derived_id("?"))
    await cupboard.fetch(case_id, id, officer("housing"))

    noted = [(read.reader, read.reason, read.part) for read in world.readings.noted]
    assert noted == [
        (clerk(), "clerk-of-the-area", None),
        (clerk(), "clerk-of-the-area", id),
    ]


async def test_it_is_on_record_before_the_first_byte(world: World, cupboard, case_id):
    id = await cupboard.kept(case_id)

    async def away(_: object) -> None:
        raise ConnectionError

    world.readings.note = away
    answer = await cupboard.fetch(case_id, id)
    assert answer.status_code == 500
    assert PDF not in answer.content


async def test_whoever_has_the_case_is_given_it_anew(world: World, cupboard, case_id):
    await world.receive(facts.assigned(case_id, "housing"))
    id = await cupboard.kept(case_id)
    await world.receive(facts.assigned(case_id, "transport", "co_handler"))

    for department in ("housing", "transport"):
        [ref] = world.granted(department)[-1].attachments
        assert (ref.attachment_id, ref.name, ref.size) == (id, NAME, len(PDF))
        assert ref.sha256 == sha256(PDF).hexdigest()
    assert world.said().count("case-supplemented") == 1


async def test_the_case_shows_them(world: World, cupboard: Cupboard, case_id: str):
    id = await cupboard.kept(case_id)
    shown = (await world.get(f"/v1/cases/{case_id}", clerk())).json()

    assert [each["attachment_id"] for each in shown["content"]["attachments"]] == [id]
    assert shown["steps"][-1]["code"] == "attached"


async def test_the_resident_is_told_in_words(world: World, cupboard: Cupboard):
    receipt = await world.registered()
    await cupboard.kept(receipt["case_id"])

    assert "附件" in (await world.progress(receipt)).json()["steps"][-1]["words"]


async def test_what_the_city_withholds_from_some_is_not_fetched(world, cupboard):
    """A property company: papers and faces are more than it needs to mend a pipe."""
    case_id = (await world.registered())["case_id"]
    id = await cupboard.kept(case_id)
    await world.receive(facts.assigned(case_id, "anju-property"))

    company = officer("anju-property")
    assert (await cupboard.fetch(case_id, id, company)).status_code == 404
    assert (await cupboard.listed(case_id, company)).status_code == 404
    assert world.granted("anju-property")[-1].attachments == ()


async def test_after_the_end_nothing_more_is_taken(world: World, cupboard: Cupboard):
    case_id = await world.answered()
    answer = await cupboard.put(case_id)

    assert (answer.status_code, reason(answer)) == (409, "wrong-state")


@pytest.mark.parametrize("length", ["", "5"])
async def test_what_is_too_large_is_refused_whatever_its_headers_say(
    cupboard: Cupboard, case_id: str, length: str
):
    async def endless():
        for _ in range(25):
            yield bytes(MIB)

    headers = {"Content-Length": length} if length else {}
    answer = await cupboard.put(case_id, endless(), **headers)
    assert (answer.status_code, reason(answer)) == (413, "attachment-too-large")
    assert "20 MB" in answer.json()["title"]
    assert (await cupboard.listed(case_id)).json() == []


async def test_a_told_length_is_enough_to_refuse(cupboard: Cupboard, case_id: str):
    answer = await cupboard.put(case_id, bytes(21 * MIB))

    assert (answer.status_code, reason(answer)) == (413, "attachment-too-large")


async def test_other_paths_keep_their_limit(world: World, case_id: str):
    answer = await world.ask(case_id, "supplement", {"text": "x" * 2 * MIB})

    assert reason(answer) == "too-large"


WRONG = {
    (415, "attachment-kind"): {"content": samples.HTML},
    (422, "attachment-empty"): {"content": b""},
    (422, "attachment-damaged"): {"content": picture()[:500]},
    (422, "invalid"): {"name": "x" * 200},
    (400, "idempotency-key-malformed"): {"key": "short"},
}


@pytest.mark.parametrize("said", WRONG, ids=lambda said: said[1])
async def test_what_is_wrong_is_told_and_nothing_is_kept(
    world: World, cupboard: Cupboard, case_id: str, said: tuple[int, str]
):
    answer = await cupboard.put(case_id, **WRONG[said])

    assert (answer.status_code, reason(answer)) == said
    assert (await cupboard.listed(case_id)).json() == []
    assert world.files.chunks == {}


async def test_without_a_key_nothing_is_taken(world: World, case_id: str):
    path = f"/v1/cases/{case_id}/attachments"
    answer = await world.http.post(
        path, content=PDF, headers={"Authorization": f"Bearer {clerk()}"}
    )

    assert reason(answer) == "idempotency-key-required"


async def test_it_is_taken_back_while_it_is_early(world: World, cupboard: Cupboard):
    case_id = await cupboard.early()
    ids = [await cupboard.kept(case_id) for _ in range(2)]
    answer = await cupboard.take_back(case_id, ids[0])

    assert [left["attachment_id"] for left in answer.json()] == [ids[1]]
    assert (await cupboard.fetch(case_id, ids[0])).status_code == 404
    assert len(world.files.chunks) == 1
    assert (await cupboard.take_back(case_id, ids[0])).status_code == 200


async def test_of_a_draft_nobody_hears(world: World, cupboard: Cupboard):
    case_id = await cupboard.early("draft")
    said = world.said()
    id = await cupboard.kept(case_id)

    assert world.said() == said
    assert (await cupboard.fetch(case_id, id)).content == PDF


async def test_later_it_is_part_of_the_case(cupboard: Cupboard, case_id: str):
    id = await cupboard.kept(case_id)
    answer = await cupboard.take_back(case_id, id)
    stranger = await cupboard.take_back(case_id, id, clerk("9902"))

    assert (answer.status_code, reason(answer)) == (409, "wrong-state")
    assert stranger.status_code == 404
    assert (await cupboard.fetch(case_id, id)).content == PDF


async def test_no_name_lies_or_travels_in_the_clear(world: World, cupboard, case_id):
    await world.receive(facts.assigned(case_id, "housing"))
    await cupboard.kept(case_id, name="王五身份证.pdf")

    document = await world.repository.documents.find(case_id)
    told = [event.model_dump_json() for event in world.city.bus.events]
    lies = json.dumps(document, default=str, ensure_ascii=False)
    said = ("王五", "application/pdf")
    assert [each for each in said for text in (lies, *told) if each in text] == []
    assert all(PDF[:20] not in b"".join(each) for each in world.files.chunks.values())
