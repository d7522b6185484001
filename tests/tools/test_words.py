"""Every fact is told in a sentence, without a code that a person could not read."""

import re
from functools import cache
from pathlib import Path
from typing import Literal, get_args, get_origin, get_type_hints

import pytest

from contracts.dispute import MeetingScheduled, TopicClosed
from contracts.evolution.promises import EXAMPLES
from contracts.routing import (
    CoHandlerReported,
    ExtensionDecided,
    FollowUpRecorded,
    HandlingPlanned,
    TaskSupervised,
)
from contracts.topics import PAYLOADS, decode
from services.kit.running.city_data import from_yaml
from services.kit.running.clock import utc_now
from tests.tools.journey import CASE, TASK
from tools.access.installation import Installation
from tools.cli.words import SENTENCES, words_of
from tools.cli.words.codes import NAMED

OF_TASK = {"case_id": CASE, "task_id": TASK, "department": "housing"}
FILES = sorted(EXAMPLES.glob("*/*.json"))


words = cache(words_of)


def told(fact, language="en"):
    city = Installation(city=Path("deploy/config"))
    return words(city, language).sentence(fact.TYPE, fact)


def test_every_fact_has_a_sentence():
    short = {type.removeprefix("tongban.").removesuffix(".v1") for type in PAYLOADS}

    assert set(SENTENCES) == short


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_example_is_told_without_a_hole(language):
    sentences = [told(decode(path.read_bytes()).data, language) for path in FILES]

    assert not [
        said for said in sentences if re.search(r"[{}]|None|\(\)|tongban", said)
    ]


def test_no_code_of_a_contract_is_without_a_name():
    unnamed = [
        f"{name}.{code}"
        for fact in PAYLOADS.values()
        for name, hint in get_type_hints(fact).items()
        if get_origin(hint) is Literal
        for code in get_args(hint)
        if not {code, f"{name}.{code}"} & NAMED.keys()
    ]

    assert unnamed == []


def test_what_the_contracts_list_as_results_is_named():
    documented = re.findall(r"`(\w+)`", _source(CoHandlerReported, "result"))

    assert documented
    assert {f"result.{code}" for code in documented} <= NAMED.keys()


def test_what_the_contracts_list_as_reasons_is_named():
    documented = re.findall(r"`(\w+)`", _source(TaskSupervised, "reason"))

    city = from_yaml(Path("deploy/config/city.yaml").read_text())
    named = {row["code"] for row in city["supervision_reasons"]}
    assert documented
    assert set(documented) <= named


def test_departments_are_called_by_name():
    fact = HandlingPlanned(
        case_id=CASE,
        lead="housing",
        co_handlers=("planning", "water-supply"),
        rule="r",
        rules_version="v",
    )

    assert "住房和城乡建设局,协办:自然资源和规划局、供水公司" in told(fact, "zh")


def test_a_deliberation_calls_its_places_and_ends_by_name():
    meeting = MeetingScheduled(
        case_id=CASE, meeting_id=TASK, at=utc_now(), venue="hall-bingdili"
    )
    closed = TopicClosed(case_id=CASE, reason="all_settled")

    assert "并蒂里社区议事厅" in told(meeting, "zh")
    assert "承诺事项均已了结" in told(closed, "zh")


def test_the_same_code_is_called_after_what_it_is_about():
    decided = ExtensionDecided(**OF_TASK, decision="refused", due_at=utc_now())
    supervised = TaskSupervised(**OF_TASK, level=1, reason="refused")
    called = FollowUpRecorded(case_id=CASE, reached="refused")

    assert "不同意" in told(decided, "zh")
    assert "退单理由不成立" in told(supervised, "zh")
    assert "拒绝回访" in told(called, "zh")


def _source(fact, field):
    """What stands about a field beneath it in its contract."""
    path = Path(fact.__module__.replace(".", "/") + ".py")
    body = path.read_text().partition(f"class {fact.__name__}(")[2]
    return re.search(rf'\n    {field}: .*\n    """(.*?)"""', body)[1]
