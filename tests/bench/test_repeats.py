"""What looking for repeats costs beside a bare query, among 1,000,000 cases."""

import random
import time
from base64 import b64encode
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from itertools import product
from pathlib import Path
from statistics import quantiles
from uuid import uuid4

import pytest
from bson.codec_options import CodecOptions
from motor.motor_asyncio import AsyncIOMotorClient
from pymongo import MongoClient
from pymongo.collection import Collection

from services.intake.domain.likeness import EPOCH, ERA, PLACES, Trace, bands_of
from services.intake.likeness.finding import Finder
from services.intake.likeness.signing import Signing
from services.intake.likeness.store import MongoRepeats
from services.intake.likeness.thresholds import load_thresholds
from services.intake.receiving.form import CaseForm
from services.intake.receiving.identity import person_key
from services.intake.store import CASES, INDEXES
from services.kit.sealing.digests import Digests
from services.kit.sealing.keys import new_secret
from services.kit.testing.clock import MONDAY
from services.kit.writing.mongo import SETTLED, MongoDocuments

KEPT, ASKED, WARM = 1_000_000, 3_000, 300
PEOPLE, TEXTS, BATCH = 400_000, 2_000, 5_000
YEAR, MONTH = timedelta(days=365), timedelta(days=30)
TODAY = EPOCH + ((MONDAY - EPOCH) // ERA + 1) * ERA + MONTH / 2
"""The month before it lies in two eras, and is looked for in both: the dearer case."""
CATEGORIES = [f"category-{number}" for number in range(80)]
STREETS = [f"9901{each // 12:02}{each % 12:03}" for each in range(96)]
CHANCE = random.Random(6)
DIGESTS = Digests(new_secret())
SIGNING = Signing(DIGESTS)

ENOUGH = 3.0
"""Times the bare indexed query of one case, at the median."""
BARE, OURS = ("number", "person"), ("repeats", "all")
Ask = Callable[[], Awaitable[object]]


def text() -> str:
    """Of nothing: between a short complaint and a long one."""
    length = CHANCE.choice((60, 120, 200, 300, 600))
    return "".join(chr(0x4E00 + CHANCE.randrange(3_000)) for _ in range(length))


SAID = [text() for _ in range(TEXTS)]
SIGNED = [SIGNING.of("", said) for said in SAID]
KEYS = [person_key(DIGESTS, "phone", f"139{person:08}") for person in range(PEOPLE)]


def case(number: int) -> dict[str, object]:
    """As light as can be: one in 100 says this month what others say, too."""
    known = number % 100 == 0
    at = TODAY - (MONTH if known else YEAR) * CHANCE.random()
    signed = CHANCE.choice(SIGNED) if known else None
    other = b64encode(CHANCE.randbytes(PLACES)).decode()
    person = CHANCE.choice(KEYS)
    marks = {"persons": [person], "likeness": signed}
    return {
        "_id": str(uuid4()),
        "case_no": f"{number:015}",
        "case_state": "answered",
        "category": CHANCE.choice(CATEGORIES),
        "place": CHANCE.choice(STREETS),
        "received_at": at,
        "who": person,
        "persons": [person],
        "likeness": bands_of(signed or other, at),
        "state": {"item": None, "marks": marks},
    }


def fill(cases: Collection[dict[str, object]]) -> None:
    for start in range(0, KEPT, BATCH):
        numbers = range(start, start + BATCH)
        cases.insert_many([case(number) for number in numbers], ordered=False)


@pytest.fixture
async def database(mongo_uri: str):
    """Indexed after it is filled, which is faster."""
    name = f"bench_{uuid4().hex[:8]}_intake"
    started = time.perf_counter()
    with MongoClient(mongo_uri) as filling:
        fill(filling[name].get_collection(CASES))
    client = AsyncIOMotorClient(mongo_uri)
    database = client.get_database(name, CodecOptions(tz_aware=True))
    filled = time.perf_counter()
    await MongoDocuments(database, CASES).create_indexes(INDEXES)
    indexed = time.perf_counter()
    print(f"filled in {filled - started:.0f} s, indexed in {indexed - filled:.0f} s")  # noqa: T201
    sizes = (await database.command("collStats", CASES))["indexSizes"]
    print({name: f"{size / 1e6:.0f} MB" for name, size in sizes.items()})  # noqa: T201
    yield database
    await client.drop_database(name)
    client.close()


@pytest.fixture
def finder(database) -> Finder:
    thresholds = load_thresholds(Path("deploy/config"))
    day = timedelta(days=1)
    return Finder(
        DIGESTS, SIGNING, MongoRepeats(database), thresholds, day, lambda _: ()
    )


def form() -> CaseForm:
    """One in two says what somebody has said this month, with a word more."""
    said = f"{CHANCE.choice(SAID)}请尽快" if CHANCE.random() < 0.5 else text()
    person = {"name": "张三", "phone": f"139{CHANCE.randrange(PEOPLE):08}"}
    codes = {"category": CHANCE.choice(CATEGORIES), "area": CHANCE.choice(STREETS)}
    return CaseForm(
        kind="request", channel="web", title="一", text=said, applicant=person, **codes
    )


async def timed(ask: Ask) -> tuple[float, object]:
    started = time.perf_counter()
    answer = await ask()
    return (time.perf_counter() - started) * 1000, answer


def told(name: str, times: list[float]) -> tuple[float, float]:
    cuts = quantiles(times[WARM:], n=100)
    print(f"{name}: p50 {cuts[49]:.2f} ms, p99 {cuts[98]:.2f} ms")  # noqa: T201
    return cuts[49], cuts[98]


async def repeats(finder: Finder, new: CaseForm) -> list[Trace]:
    """From the words to what is alike: signing, one query, a closer look."""
    return await finder.earlier(await finder.trace("new", new, None, TODAY))


async def test_looking_for_repeats_beside_bare_queries(database, finder):
    """Both bare ones go over one index: `number` finds one case by its number, `person`
    one person's cases of the month. `all`: with counting the crowd.
    """
    cases = database.get_collection(CASES, read_concern=SETTLED)
    times: dict[str, list[float]] = {name: [] for name in (*BARE, *OURS)}
    linked = 0
    for number in range(ASKED):
        new, wanted = form(), f"{CHANCE.randrange(KEPT):015}"
        month = {"$gte": TODAY - MONTH, "$lte": TODAY}
        of_a_person = {"persons": CHANCE.choice(KEYS), "received_at": month}
        theirs = cases.find(of_a_person).sort("received_at", -1).limit(20)
        ways: dict[str, Ask] = {
            "number": partial(cases.find_one, {"case_no": wanted}),
            "person": partial(theirs.to_list, 20),
            "repeats": partial(repeats, finder, new),
            "all": partial(finder.before, f"new-{number}", new, None, TODAY),
        }
        for name in CHANCE.sample(list(ways), len(ways)):
            elapsed, answer = await timed(ways[name])
            times[name].append(elapsed)
            linked += name == "repeats" and bool(answer)
    cuts = {name: told(name, took) for name, took in times.items()}
    for ours, bare in product(OURS, BARE):
        p50, p99 = (
            one / other for one, other in zip(cuts[ours], cuts[bare], strict=True)
        )
        print(f"{ours}: p50 {p50:.2f}, p99 {p99:.2f} times {bare}")  # noqa: T201

    assert linked > 0.45 * ASKED
    assert cuts["repeats"][0] <= ENOUGH * cuts["number"][0]
