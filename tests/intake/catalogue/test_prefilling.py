"""What the form tells already is an answer: nobody types it twice."""

from pathlib import Path
from typing import Any

import pytest

from services.intake.receiving.form import CaseForm
from services.intake.receiving.prefilling import OF_THE_CASE, prefilled
from services.kit.testing.clock import MONDAY
from tests.intake.catalogue.offered import entry, example, form, offering, shipped
from tests.intake.test_importing import results, row
from tests.intake.window.test_drafts import begin, hand_in
from tests.intake.world import LI, World, clerk
from tests.intake.world import form as matter

MRS_LI = {"name": "李四", "id_number": "110101195503071936", "phone": "139-0000-0002"}
CARD = {
    "kind": "service",
    "request_type": None,
    "item": "bus-card",
    "category": "transit",
    "applicant": MRS_LI,
}
BORN = "1955-03-07"
WITHOUT_IT = {"delivery": "post"}


async def answers_of(world: World, case_id: str) -> dict[str, Any]:
    content = await world.contents.read(await world.case(case_id))
    assert content
    return content.answers


async def test_a_birth_date_is_not_asked_for_beside_the_number_that_tells_it(world):
    receipt = await world.registered(**CARD, answers=WITHOUT_IT)

    told = await answers_of(world, receipt["case_id"])
    assert told == WITHOUT_IT | {"birth_date": BORN}


async def test_what_somebody_wrote_stays(world: World):
    receipt = await world.registered(**CARD, answers=example("bus-card"))

    assert await answers_of(world, receipt["case_id"]) == example("bus-card")


async def test_a_row_of_an_import_is_filled_in_too(world: World):
    [made] = await results(world, row(**CARD, answers=WITHOUT_IT))
    [again] = await results(world, row(**CARD, answers=WITHOUT_IT))

    assert (made["result"], again["result"]) == ("created", "repeat")
    assert (await answers_of(world, made["case_id"]))["birth_date"] == BORN


async def test_a_draft_is_filled_in_when_it_is_handed_in(world: World):
    begun = matter(**CARD, answers=WITHOUT_IT)
    draft = (await begin(world, begun, clerk())).json()
    handed_in = await hand_in(world, draft["case_id"], clerk())

    assert handed_in.status_code == 200, handed_in.text
    assert (await answers_of(world, draft["case_id"]))["birth_date"] == BORN


async def test_only_an_application_is_filled_in(world: World):
    dispute = {"kind": "dispute", "anonymity": "named"}
    receipt = await world.registered(**CARD | dispute, answers=WITHOUT_IT)

    assert await answers_of(world, receipt["case_id"]) == WITHOUT_IT


async def test_what_nothing_tells_is_still_missing(world: World):
    nameless = MRS_LI | {"id_number": None}
    answer = await world.post(matter(**CARD | {"applicant": nameless}))

    pointers = {error["pointer"] for error in answer.json()["errors"]}
    assert "/answers/birth_date" in pointers


SAID = {
    "applicant.name": "李四",
    "applicant.phone": "139-0000-0002",
    "applicant.email": None,
    "applicant.birth_date": BORN,
    "agent.name": "李四",
    "agent.phone": "139-0000-0002",
    "case.area": shipped().area("990101002", "zh"),
}


@pytest.mark.parametrize("source", sorted(OF_THE_CASE))
def test_each_source_in_the_case_is_read(tmp_path: Path, source: str):
    field = {"type": "string", "title": "甲", "x-title-en": "A", "maxLength": 60}
    asked = form(a=field | {"x-prefill": source})
    catalogue = offering(tmp_path, entry(form=asked))
    filled_in = CaseForm.model_validate(
        matter(
            kind="service",
            item="bench-permit",
            area="990101002",
            applicant=MRS_LI,
            agent=LI,
        )
    )

    told = prefilled(filled_in, catalogue, MONDAY.date())
    assert told.answers.get("a") == SAID[source]
