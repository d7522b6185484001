"""What the demonstration hands over, and how it counts."""

import gzip
import json
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from contracts.notification import MessageSent
from services.intake.catalogue import load_catalogue
from services.intake.receiving.fitting import of_fit
from services.kit.running.city_data import from_yaml
from tests.tools.journey import CASE, journey
from tools.checker.records import Told
from tools.checker.verdict import judged
from tools.demo.casebook import BOOK, casebook
from tools.demo.counting import FIGURES
from tools.demo.filing import Filed
from tools.demo.following import Course
from tools.demo.messages import body_of, submissions, topic_of, type_of
from tools.demo.playing.departments import Seen
from tools.demo.report import percentiles, report
from tools.demo.submission import Submission, chance

CITY = Path("deploy/config")
ROW = {"id": "1", "author": "A01", "title": "小区停水\t两天", "body": "<p>没水</p> 😀"}


def our_own(count=200):
    return list(casebook().submissions("run", count))


def test_two_hundred_cases_are_the_same_every_time_and_all_different():
    cases = our_own()

    assert cases == our_own()
    assert len({case.body.get("text") for case in cases}) == 200


def test_at_least_sixty_texts_are_written_by_hand():
    texts = {case.get("text") for case in from_yaml(BOOK.read_text())["cases"]}

    assert len(texts) >= 60


def test_every_kind_of_matter_and_of_person_is_there():
    cases = [case for case in our_own() if case.refusal is None]
    kinds = {case.body["kind"] for case in cases}
    types = {case.body.get("request_type") for case in cases}

    assert kinds == {"service", "request", "dispute"}
    assert len(types - {None}) == 6
    assert any("agent" in case.body for case in cases)
    assert any(not case.reachable for case in cases)
    assert any(case.body.get("urgency") == "urgent" for case in cases)


def test_wrong_inputs_are_few_and_each_is_wrong_in_another_way():
    wrong = Counter(case.refusal for case in our_own() if case.refusal)

    assert 10 <= wrong.total() <= 12
    assert {"area", "title", "category", "email", "kind"} <= set(wrong)


def test_every_service_is_asked_for_with_a_form_that_is_filled_in():
    catalogue = load_catalogue(CITY)
    right = [case.body for case in our_own() if case.refusal is None]
    asked = [body for body in right if body["kind"] == "service"]

    assert len({body["item"] for body in asked}) >= 15
    for body in asked:
        item = catalogue.items[body["item"]][-1]
        assert list(of_fit(item, body["answers"])) == [], body["item"]
        assert item.offered_in(body["area"])


def test_people_are_invented():
    people = [case.body["applicant"] for case in our_own() if "applicant" in case.body]

    assert all(person["phone"].startswith("1390000") for person in people)


def test_who_serves_oneself_has_no_agent():
    cases = our_own()

    assert not [c for c in cases if c.role == "resident" and "agent" in c.body]


def test_a_message_of_the_readers_own_goes_in_as_it_is():
    body = body_of(ROW)

    assert (body["title"], body["text"]) == (ROW["title"], ROW["body"])
    assert (body["category"], body["item"]) == ("utilities", "water")


def test_what_no_word_tells_is_left_to_triage():
    assert topic_of("月亮很圆", "星星很亮") == ("other", None)


@pytest.mark.parametrize(
    ("title", "kind"),
    [("咨询落户", "inquiry"), ("建议修桥", "suggestion"), ("路坏了", "complaint")],
)
def test_the_title_tells_what_is_wanted(title, kind):
    assert type_of(title) == kind


def test_a_file_is_read_up_to_its_limit_and_a_broken_line_is_named(tmp_path):
    path = tmp_path / "messages.jsonl.gz"
    lines = [json.dumps(ROW), json.dumps(ROW), "{broken"]
    path.write_bytes(gzip.compress("\n".join(lines).encode()))

    assert len(list(submissions(path, "run", 2))) == 2
    with pytest.raises(ValueError, match=":3 "):
        list(submissions(path, "run", None))


def test_a_chance_is_always_the_same():
    drawn = [chance(4, "x", str(number)) for number in range(400)]

    assert drawn == [chance(4, "x", str(number)) for number in range(400)]
    assert 60 < sum(drawn) < 140


def test_percentiles_are_in_milliseconds():
    assert percentiles([0.001 * n for n in range(1, 102)]) == {"p50": 51, "p99": 100}
    assert percentiles([]) == {"p50": 0, "p99": 0}
    assert percentiles([0.25]) == {"p50": 250, "p99": 250}


def lived():
    """A case that was filed, seen, concluded and told of one second later."""
    course = Course()
    about = {"template": "case-answered"}
    for record in journey().records:
        if "departments." not in record.topic:
            course.note(record.event)
    sent = next(r for r in journey().records if isinstance(r.fact, MessageSent))
    fact = sent.fact.model_copy(update=about)
    later = sent.event.time + timedelta(seconds=1)
    course.note(sent.event.model_copy(update={"data": fact, "time": later}))
    return course


def test_the_report_has_the_figures_that_were_asked_for():
    filed = Filed([Told("s1", CASE, "1" * 15)], {CASE: 10.0}, [0.02, 0.04])
    filed.refused = [(Submission("s2", {}), 422, "invalid")] * 2
    seen = Seen(visible={CASE: 10.5})

    figures = report(filed, lived(), seen, judged(journey()), "http://trace")

    assert figures == {
        "cases": 1,
        "tasks": 1,
        "mediations": 0,
        "messages": 2,
        **dict.fromkeys(FIGURES, 0),
        "rejected_inputs": 1,
        "lost": 0,
        "duplicated": 0,
        "out_of_order": 0,
        "ack": {"p50": 30.0, "p99": 39.8},
        "visible_to_department": {"p50": 500.0, "p99": 500.0},
        "concluded_to_told": {"p50": 1000.0, "p99": 1000.0},
        "trace_url": "http://trace",
    }


def test_a_wrong_input_that_was_taken_is_a_surprise():
    filed = Filed([Told("s1", CASE, "1" * 15)], wrong={"s1"})
    filed.refused = [(Submission("s2", {}), 422, "invalid")]

    assert filed.surprises == ["s2 was refused: 422 invalid", "s1 was not refused"]
