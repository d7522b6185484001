"""After everything: planted names, numbers and words are nowhere in the clear."""

import pytest

from tests.faults.looking.databases import everything
from tests.faults.looking.evidence import raw
from tests.faults.working.city import City
from tests.faults.working.matters import PLANTED
from tests.faults.working.ways import WAYS, Way
from tools.access.installation import SERVICES

pytestmark = pytest.mark.asyncio(loop_scope="session")

MOST_TRACES = 60
ZIPKIN_TAKES = 60.0
"""Seconds: after a day of faults its memory is full, and it looks through all of it."""


def found_in(*texts: bytes | None) -> set[str]:
    """Planted words, as they are or as JSON writes them."""
    return {
        word
        for word in PLANTED
        for form in (word.encode(), ascii(word).strip("'").encode())
        for text in texts
        if text and form in text
    }


def letters(city: City) -> list[bytes]:
    """Whether the mail program of their reader has seen them or not."""
    box = city.stack.places.mail
    return [p.read_bytes() for part in ("new", "cur") for p in (box / part).iterdir()]


async def test_a_case_of_each_kind_ran_to_its_end(city: City):
    """What follows would be true of an empty city as well."""
    async with city.flowing(5) as flow:
        pass
    await city.proven(flow)
    assert city.course.ended
    assert found_in(*letters(city))


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
async def test_words_come_in_by_every_way(city: City, way: Way):
    await way(city)
    await city.all_heard()


async def test_no_topic_holds_them(city: City):
    records = await raw(city.stack)
    assert records
    for record in records:
        headers = (value for _, value in record.headers)
        assert not found_in(record.key, record.value, *headers), record.topic


async def test_no_log_holds_them(city: City):
    files = list(city.stack.places.logs.iterdir())
    assert len(files) >= len(SERVICES)
    for file in files:
        assert not found_in(file.read_bytes()), file.name


async def test_no_span_holds_them(city: City):
    zipkin = f"{city.stack.ports.url('zipkin')}/api/v2/traces"
    for service in SERVICES:
        asked = {"serviceName": service, "limit": MOST_TRACES}
        traces = await city.client.get(zipkin, params=asked, timeout=ZIPKIN_TAKES)
        assert traces.json(), service
        assert not found_in(traces.content), service


async def test_no_metric_holds_them(city: City):
    for service in SERVICES:
        page = await city.get(service, "/metrics")
        assert not found_in(page.content), service


async def test_no_database_holds_them_in_the_clear(city: City):
    for place, document in (await everything(city)).items():
        assert not found_in(document), place
