"""What is said in a mediation is nowhere but behind its wall, and then nowhere at all.

Words are planted in every way in which people may say something there; then
everything that leaves a trace is searched for them.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import httpx
import pytest
from pymongo import MongoClient
from pymongo.database import Database

from deploy.local.stack import Stack
from deploy.local.waiting import until
from services.dispute.wall.plain import Said
from services.kit.sealing.key_store import KeyRecord
from services.kit.sealing.vault import Vault
from services.kit.testing.keys import MemoryKeys
from tests.e2e.room import (
    CHIEF,
    FACTS,
    IN_PASSING,
    LI_OFFERS,
    LI_SAYS,
    MINUTES,
    PLANTED,
    REPORT,
    SHARED,
    ZHANG_OFFERS,
    ZHANG_SAYS,
    Room,
    mediated,
    texts,
    until_erased,
)
from tests.e2e.town import PATIENCE, Town
from tests.faults.looking.databases import everything
from tests.faults.looking.evidence import installed, raw
from tests.faults.looking.kafka import lag
from tests.faults.working.machines import Machines
from tools.access.installation import SERVICES

MOST_TRACES = 500


@pytest.fixture(scope="module")
def room(town: Town) -> Room:
    return mediated(town)


def found_in(*places: bytes | None) -> set[str]:
    """Planted words, as they are or as JSON writes them."""
    return {
        word
        for word in PLANTED
        for form in (word.encode(), json.dumps(word).strip('"').encode())
        for place in places
        if place and form in place
    }


def test_1_those_read_it_who_may(room: Room):
    said = {ZHANG_SAYS, ZHANG_OFFERS, LI_SAYS, LI_OFFERS, MINUTES, SHARED}
    assert texts(room.look("words")) == said
    assert texts(room.mine(room.zhang, "words")) == {
        ZHANG_SAYS,
        ZHANG_OFFERS,
        LI_OFFERS,
    }
    assert texts(room.mine(room.li, "words")) == {LI_SAYS, LI_OFFERS, SHARED}


def test_2_each_sees_who_read_it_and_that_something_was_reported(room: Room):
    for party in (room.zhang, room.li):
        answer = room.mine(party, "readings").json()
        assert "chen-he" in {read["reader"] for read in answer["reads"]}
        assert [each["law"] for each in answer["reported"]] == ["未成年人保护法 11"]


def test_3_no_view_shows_a_party_what_is_not_its_own(room: Room):
    views = ("words", "readings", "sessions", "term", "facts")
    of_zhang = [room.mine(room.zhang, view).content for view in views]
    of_li = [room.mine(room.li, view).content for view in views]

    assert found_in(*of_zhang) == {ZHANG_SAYS, ZHANG_OFFERS, LI_OFFERS, FACTS}
    assert found_in(*of_li) == {LI_SAYS, LI_OFFERS, SHARED, FACTS}


def test_4_the_body_reads_reports_and_nothing_else(room: Room):
    views = ("", "parties", "words", "sessions", "facts", "dangers", "readings")
    (danger,) = room.look("dangers", CHIEF).json()
    report = room.look(f"dangers/{danger['report_id']}", CHIEF)

    assert not found_in(*(room.look(view, CHIEF).content for view in views))
    assert found_in(report.content) == {REPORT}


def test_5_no_refusal_repeats_what_was_sent(room: Room):
    for answer in room.refusals:
        assert answer.status_code in {403, 404, 409, 422}, answer.text
        assert not found_in(answer.content)


def test_6_it_ends_without_an_agreement_and_the_case_is_answered(room: Room):
    assert room.ask("end", {"reason": "too_far_apart"}).is_success
    query = f"/v1/mediations?case_id={room.case_id}"
    (row,) = room.town.get("dispute", query, **CHIEF).json()
    assert row["state"] == "ended"


async def test_7_no_topic_holds_a_word(platform: Stack, room: Room):
    assert until(lambda: not lag(platform), PATIENCE)
    records = await raw(platform)
    of_it = [record for record in records if record.key == room.case_id.encode()]
    assert b"danger-reported" in b"".join(record.value or b"" for record in of_it)
    for record in records:
        headers = (value for _, value in record.headers)
        assert not found_in(record.key, record.value, *headers), record.topic


def test_8_no_log_and_no_letter_holds_a_word(platform: Stack, room: Room):
    logs = [file for file in platform.places.logs.iterdir() if file.is_file()]
    box = platform.places.mail
    mails = [file for part in ("new", "cur") for file in (box / part).iterdir()]
    assert len(logs) >= len(SERVICES)
    assert (platform.places.logs / "dispute.log").stat().st_size
    for file in (*logs, *mails):
        assert not found_in(file.read_bytes()), file.name


def test_9_no_span_and_no_metric_holds_a_word(town: Town, room: Room):
    for service in SERVICES:
        assert until(partial(_traced, town, service), PATIENCE), service
        metrics = town.get(service, "/metrics")
        assert not found_in(_traces(town, service).content, metrics.content), service


async def test_a_no_database_holds_a_word_in_the_clear(platform: Stack, room: Room):
    things = await everything(Machines(platform))
    behind = [name for service, name, _ in things if service == "dispute"]
    assert behind.count("wall") >= len(PLANTED) - len([IN_PASSING])
    for place, document in things.items():
        assert not found_in(document), place


def test_b_on_the_day_the_keys_go_and_nobody_opens_it_any_more(
    platform: Stack, room: Room
):
    _let_the_day_come(platform, room)
    assert until_erased(room)
    for party in (room.zhang, room.li):
        assert texts(room.mine(party, "words")) == {None}
    assert until(lambda: not _living_keys(platform, room), PATIENCE)


async def test_c_not_even_with_the_database_and_the_master_key(
    platform: Stack, room: Room
):
    keys = MemoryKeys()
    with _database(platform) as database:
        for row in database["keys"].find():
            keys._records[row["_id"]] = KeyRecord(row.get("wrapped"))
        words = list(database["wall"].find({"mediation_id": room.id}))
    masters = (platform.places.secrets / "dispute" / "master.key").read_text().split()
    vault = Vault(keys, *masters)

    assert len(words) == len(PLANTED) - 1
    for word in words:
        whose = {"facts": "facts", "report": "reports"}.get(
            word["kind"], word["author"]
        )
        key = f"wall:{room.id}:{whose}"
        assert await vault.open(key, word["sealed"], Said) is None


def _traces(town: Town, service: str) -> httpx.Response:
    asked = f"/api/v2/traces?serviceName={service}&limit={MOST_TRACES}"
    return town.get("zipkin", asked)


def _traced(town: Town, service: str) -> bool:
    return _traces(town, service).json() != []


def _let_the_day_come(platform: Stack, room: Room) -> None:
    """As if three years had passed since the end."""
    past = datetime.now(UTC) - timedelta(seconds=1)

    def noted() -> bool:
        with _database(platform) as database:
            change = {"state.sitting.kept.until": past, "wake_at": past}
            mine = {"_id": room.id, "state.sitting.kept.until": {"$type": "date"}}
            done = database["mediations"].update_one(
                mine, {"$set": change, "$inc": {"version": 1}}
            )
        return done.matched_count == 1

    assert until(noted, PATIENCE)


def _living_keys(platform: Stack, room: Room) -> list[str]:
    with _database(platform) as database:
        mine = {"_id": {"$regex": f"^wall:{room.id}:"}, "wrapped": {"$exists": True}}
        return [row["_id"] for row in database["keys"].find(mine)]


@contextmanager
def _database(platform: Stack) -> Iterator[Database]:
    """Dispute's own, as one sees it who has stolen the whole of it."""
    installation = installed(platform)
    with MongoClient[dict[str, Any]](installation.mongo) as client:
        yield client[installation.database("dispute")]
