"""The checker on many cases as a broker holds them: bytes, partitions, interleaved."""

from collections import defaultdict
from dataclasses import replace
from types import SimpleNamespace

import pytest
from aiokafka.partitioner import DefaultPartitioner

from contracts.codes import derived_id
from contracts.envelope import event
from contracts.intake import CaseAnswered
from contracts.notification import MessageSent
from contracts.topics import encode
from tests.tools.journey import NOW, SEALED, journey
from tools.checker.records import Evidence
from tools.checker.topics import record_of
from tools.checker.verdict import judged

CASES = 40
PLACES = list(range(12))


def interleaved():
    """Round by round, each case says its next sentence, to the partition of its key."""
    journeys = [journey(derived_id("c", str(n)), f"{n:015d}") for n in range(CASES)]
    rounds = zip(*(each.records for each in journeys), strict=True)
    return journeys, [record for one_round in rounds for record in one_round]


def as_stored(records):
    """What a consumer is given: partitions one after the other, each from offset 0."""
    log = defaultdict(list)
    for record in records:
        key = record.fact.case_id.encode()
        place = (record.topic, DefaultPartitioner()(key, PLACES, PLACES))
        log[place].append(encode(record.event))
    return [
        SimpleNamespace(topic=topic, partition=number, offset=offset, value=value)
        for (topic, number), values in sorted(log.items())
        for offset, value in enumerate(values)
    ]


def evidence(raw):
    journeys, _ = interleaved()
    return Evidence(
        told=tuple(told for one in journeys for told in one.told),
        records=tuple(record for each in raw for record in record_of(each)),
        cases=frozenset().union(*(one.cases for one in journeys)),
        handlings=frozenset().union(*(one.handlings for one in journeys)),
        messages=tuple(kept for one in journeys for kept in one.messages),
        mails=tuple(mail for one in journeys for mail in one.mails),
        subscriptions=journeys[0].subscriptions,
    )


def stored():
    return as_stored(interleaved()[1])


def found(raw):
    verdict = judged(evidence(raw))
    return {
        name: [finding.what for finding in getattr(verdict, name)]
        for name in verdict.figures()
    }


def test_a_log_on_which_all_went_well_is_clean():
    assert judged(evidence(stored())).clean


def test_a_record_that_was_written_twice_is_a_repeat_and_no_double():
    raw = stored()

    assert judged(evidence([*raw[:50], raw[20], *raw[50:]])).clean


@pytest.mark.parametrize("fact", [CaseAnswered, MessageSent])
def test_a_planted_double_is_seen(fact):
    _, records = interleaved()
    first = next(r for r in records if isinstance(r.fact, fact))
    number = max(
        r.event.sequence for r in records if r.event.source == first.event.source
    )
    again = event(first.fact, first.event.source, number + 1, NOW, None)

    seen = found(as_stored([*records, replace(first, event=again)]))

    assert seen.pop("duplicated")
    assert not any(seen.values())


def test_two_swapped_neighbours_of_one_case_are_seen_among_all_others():
    _, records = interleaved()
    case = records[17].fact.case_id
    mine = [
        n
        for n, r in enumerate(records)
        if r.fact.case_id == case and r.topic == "routing.tasks"
    ]
    one, other = mine[1:3]
    records[one], records[other] = records[other], records[one]

    assert found(as_stored(records)) == {
        "lost": [],
        "duplicated": [],
        "out_of_order": ["overtaken"],
    }


def test_one_lost_record_is_seen_among_all_others():
    raw = stored()
    answered = next(r for r in raw if CaseAnswered.TYPE.encode() in r.value)

    lost = found([r for r in raw if r is not answered])["lost"]

    assert "no-case-answered" in lost


def test_bytes_that_no_contract_explains_are_left_out():
    garbage = replace_value(stored()[0], SEALED.encode())

    assert judged(evidence([*stored(), garbage])).clean


def replace_value(raw, value):
    return SimpleNamespace(**{**vars(raw), "value": value})
