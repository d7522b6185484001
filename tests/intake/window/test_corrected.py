"""What is put right at the window, and what stays as it was."""

from datetime import datetime

from services.intake.domain.case import Case
from services.kit.writing.change import Change
from tests.intake.facts import assigned
from tests.intake.window.test_examining import NOTICE, examined
from tests.intake.world import ZHANG, World, clerk, form


async def test_a_resident_corrects_and_a_second_notice_must_be_about_that(world):
    case_id = await examined(world)
    await world.ask(case_id, "request-correction", NOTICE)

    answer = await world.ask(case_id, "correct", {"answers": {"site": "3号楼"}})
    assert answer.json()["state"] == "registered", answer.text
    again = {"defects": [{"pointer": "/answers", "reason": "wrong"}]}
    other = {"defects": [{"pointer": "/applicant/phone", "reason": "wrong"}]}

    refused = await world.ask(case_id, "request-correction", other)
    assert refused.json()["type"] == "/problems/asked-before"
    assert (await world.ask(case_id, "request-correction", again)).status_code == 200


async def test_a_name_that_the_sender_chose_lies_nowhere_in_the_clear(world: World):
    case_id = await examined(world)
    pointed = {"defects": [{"pointer": "/answers/张三的账号", "reason": "wrong"}]}
    refused = await world.ask(case_id, "request-correction", pointed)
    await world.ask(case_id, "correct", {"answers": {"张三的账号": "1"}})

    assert [e["pointer"] for e in refused.json()["errors"]] == ["/defects/0/pointer"]
    assert "张三" not in refused.text
    assert "张三" not in (await world.case(case_id)).model_dump_json()


async def test_what_was_corrected_is_what_the_department_reads(world: World):
    case_id = await examined(world, text="门口有垃圾。")
    await world.ask(case_id, "correct", {"text": "3号楼门口有垃圾。"})
    await world.ask(case_id, "accept")
    await world.receive(assigned(case_id, "urban-mgmt"))

    (granted,) = world.granted("urban-mgmt")
    assert granted.text == "3号楼门口有垃圾。"
    assert granted.title == form()["title"]


async def test_a_wrong_correction_changes_nothing_and_names_the_field(world: World):
    case_id = await examined(world)
    person = {"name": "张三", "id_number": "110101199003071939"}

    answer = await world.ask(case_id, "correct", {"applicant": person})

    assert answer.status_code == 422
    assert [e["pointer"] for e in answer.json()["errors"]] == ["/applicant/id_number"]
    assert (await world.case(case_id)).corrections == 0


async def test_old_faults_of_other_fields_do_not_stop_a_correction(world: World):
    case_id = await examined(world)
    await world.repository.command(case_id, "gone-since", _put_into)

    answer = await world.ask(case_id, "correct", {"text": "三号楼门口。"})

    assert answer.status_code == 200, answer.text


async def test_corrected_people_are_reached_anew(world: World):
    case_id = await examined(world)
    before = len(world.contacts())

    await world.ask(case_id, "correct", {"text": "三号楼门口。"})
    assert len(world.contacts()) == before

    new = {"name": "张三", "email": "other@people.example"}
    await world.ask(case_id, "correct", {"applicant": new})
    assert world.contacts()[-1].applicant.email == "other@people.example"


async def test_what_is_not_sent_of_a_person_or_an_answer_stays(world: World):
    answers = {"site": "3号楼", "floor": "2"}
    case_id = await examined(world, applicant=ZHANG, answers=answers)
    sent = {"applicant": {"name": "李四", "email": None}, "answers": {"floor": "5"}}

    await world.ask(case_id, "correct", sent)

    seen = (await world.get(f"/v1/cases/{case_id}", clerk())).json()["content"]
    assert seen["applicant"]["phone"] == ZHANG["phone"]
    assert (seen["applicant"]["name"], seen["applicant"]["email"]) == ("李四", None)
    assert seen["answers"] == {"site": "3号楼", "floor": "5"}
    assert world.contacts()[-1].applicant.phone == ZHANG["phone"]


async def test_an_answer_is_taken_out_by_null(world: World):
    case_id = await examined(world, answers={"site": "3号楼", "floor": "2"})

    await world.ask(case_id, "correct", {"answers": {"floor": None}})

    seen = (await world.get(f"/v1/cases/{case_id}", clerk())).json()["content"]
    assert seen["answers"] == {"site": "3号楼"}


async def test_more_answers_than_a_form_has_are_refused(world: World):
    full = {f"q{number}": "1" for number in range(200)}
    case_id = await examined(world, answers=full)

    answer = await world.ask(case_id, "correct", {"answers": {"one-more": "1"}})

    assert answer.status_code == 422
    assert [e["pointer"] for e in answer.json()["errors"]] == ["/answers"]


def _put_into(case: Case, category: str, now: datetime) -> Change[Case]:
    return Change(case.but(category=category))
