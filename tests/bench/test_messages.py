"""One provider dead, one slow: how much longer the others' people wait.

The whole service in a process of its own on real Kafka and MongoDB, and the gateway of
the stack. Every figure is a ratio of two runs of this one.
"""

import asyncio
import shutil
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from statistics import quantiles
from typing import Any
from uuid import uuid4

import httpx
import pytest
from aiokafka import AIOKafkaProducer
from motor.motor_asyncio import AsyncIOMotorClient

from contracts.codes import derived_id
from contracts.envelope import Payload, event
from contracts.intake import CaseAccepted, ContactRegistered
from contracts.sealed import ContactCard, Person, Preferences
from contracts.topics import encode, topics_of
from deploy.local.places import CITY, free_base
from deploy.local.stack import Stack
from services.kit.running.clock import utc_now
from services.kit.sealing.readers import Sealer
from services.notification.channels.channel import Letter
from services.notification.channels.gateway import Gateway
from tools.access.installation import Installation

CASES = 10_000
FEWER = 2_000
KILLS = 20
CASE_NO = "202603020000017"
PARTS = ("kafka", "mongo", "mail", "gateway", "notification")
AT_ANY_HOUR = {"quiet: true": "quiet: false"}
EACH_OTHER_WAY = ("email", "voice", "sms", "sms", "sms")
"""How each of five people wants to be told."""
SHORT = ("sms",)
NUMBERS = count(1)
"""Nobody is told of two cases: they would leave as one."""

PATIENCE = 900.0
OTHERS_WAIT, OF_BARE = 2, 0.5
"""What is asked: times the p99 of a healthy run, and of the rate of bare sends."""


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    city = tmp_path_factory.mktemp("city") / "config"
    shutil.copytree(CITY, city)
    sending = city / "notification" / "sending.yaml"
    text = sending.read_text()
    for usual, here in AT_ANY_HOUR.items():
        assert usual in text
        text = text.replace(usual, here)
    sending.write_text(text)
    root = tmp_path_factory.mktemp("messages")
    with Stack(root, free_base(), PARTS, city=city) as running:
        yield running


@pytest.fixture
async def gateway(platform: Stack) -> AsyncIterator[httpx.AsyncClient]:
    url = platform.ports.url("gateway")
    async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=60) as client:
        yield client
        await client.put("/simulator", json={})


@dataclass(frozen=True)
class Run:
    """`waits`: seconds from the event to the provider's word, of short messages."""

    waits: tuple[float, ...]

    @property
    def p99(self) -> float:
        return quantiles(self.waits, n=100)[98]

    @property
    def rate(self) -> float:
        return len(self.waits) / max(self.waits)


@asynccontextmanager
async def one_dead_one_slow(
    platform: Stack, gateway: httpx.AsyncClient
) -> AsyncIterator[None]:
    await gateway.put("/simulator", json={"voice": {"slow": 5.0}})
    await asyncio.to_thread(platform.stop_part, "mail")
    yield
    await asyncio.to_thread(platform.start_part, "mail")
    await gateway.put("/simulator", json={})


async def told(
    platform: Stack, cases: int, ways: tuple[str, ...] = EACH_OTHER_WAY
) -> tuple[tuple[str, ...], datetime]:
    """Everything is said at once: what is measured is how a flood drains."""
    sealer = Sealer(platform.places.keys)
    run, began = uuid4().hex, utc_now()
    ids = tuple(derived_id(run, str(number)) for number in range(cases))
    login = platform.login("intake").for_aiokafka()
    async with AIOKafkaProducer(**login, linger_ms=20) as producer:
        for number, case_id in enumerate(ids):
            sealed = sealer.seal("notification", card(ways[number % len(ways)]))
            for sequence, fact in enumerate(facts(case_id, sealed), start=1):
                await say(producer, fact, sequence)
        await producer.flush()
    return ids, began


def card(way: str) -> ContactCard:
    number = next(NUMBERS)
    return ContactCard(
        applicant=Person(
            name="张三",
            phone=f"139-00{number // 10_000:02}-{number % 10_000:04}",
            email=f"resident-{number}@people.example",
        ),
        case_no=CASE_NO,
        query_code="K7M2PQ",
        preferences=Preferences(channels=(way,)),
    )


def facts(case_id: str, contact: str) -> tuple[Payload, ...]:
    return (
        ContactRegistered(case_id=case_id, contact=contact),
        CaseAccepted(
            case_id=case_id,
            case_no=CASE_NO,
            kind="request",
            category="sanitation",
            area="990101001",
            channel="web",
            received_at=utc_now(),
            accepted_at=utc_now(),
        ),
    )


async def say(producer: AIOKafkaProducer, fact: Payload, sequence: int) -> None:
    source = f"/intake/bench/{fact.case_id}"
    letter = encode(event(fact, source, sequence, utc_now(), None))
    for topic in topics_of(fact):
        await producer.send(topic, letter, key=fact.case_id.encode())


async def drained(
    platform: Stack,
    ids: tuple[str, ...],
    began: datetime,
    ways: tuple[str, ...] = EACH_OTHER_WAY,
) -> Run:
    """Until each short message has been accepted."""
    short = [id for n, id in enumerate(ids) if ways[n % len(ways)] == "sms"]
    client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(
        platform.environment("notification")["TONGBAN_MONGO"], tz_aware=True
    )
    messages = client[Installation().database("notification")]["messages"]
    query = {"case_id": {"$in": short}, "sent_at": {"$ne": None}}
    async with asyncio.timeout(PATIENCE):
        while await messages.count_documents(query) < len(short):
            await asyncio.sleep(0.5)
    rows = await messages.find(query, {"sent_at": 1}).to_list(None)
    client.close()
    return Run(tuple((row["sent_at"] - began).total_seconds() for row in rows))


async def bare(platform: Stack, messages: int, at_once: int) -> float:
    """Sends a second, of somebody who writes nothing down."""
    secret = (platform.places.secrets / "notification" / "sms.key").read_text().strip()
    provider = Gateway("sms", platform.ports.url("gateway"), secret, at_once)
    letter = Letter("+8613900000001", "", "办件已经受理", ("sms", "visit"))
    run, room = uuid4().hex, asyncio.Semaphore(at_once)

    async def one(number: int) -> None:
        async with room:
            await provider.send(letter, f"{derived_id(run, str(number))}.sms")

    started = time.perf_counter()
    await asyncio.gather(*(one(number) for number in range(messages)))
    await provider.close()
    return messages / (time.perf_counter() - started)


async def test_what_is_written_down_costs_less_than_half(platform: Stack) -> None:
    run = await drained(platform, *await told(platform, FEWER, SHORT), SHORT)
    floor = await bare(platform, FEWER, at_once=16)
    share = run.rate / floor
    sys.stdout.write(f"\n{run.rate:.0f} a second; {share:.2f} of {floor:.0f} bare\n")

    assert share >= OF_BARE


async def test_a_dead_and_a_slow_provider_keep_nobody_else_waiting(
    platform: Stack, gateway: httpx.AsyncClient
) -> None:
    healthy = await drained(platform, *await told(platform, CASES))
    async with one_dead_one_slow(platform, gateway):
        sick = await drained(platform, *await told(platform, CASES))
    times = sick.p99 / healthy.p99
    sys.stdout.write(
        f"\np99 healthy {healthy.p99:.1f} s, one dead and one slow {sick.p99:.1f} s:"
        f" {times:.2f} times\n"
    )

    assert times <= OTHERS_WAIT


async def test_killed_again_and_again_nobody_is_told_twice(
    platform: Stack, gateway: httpx.AsyncClient
) -> None:
    """Neither by one channel twice nor by two; what was asked again was dropped."""
    before = set((await gateway.get("/simulator")).json()["accepted"])
    async with one_dead_one_slow(platform, gateway):
        ids, began = await told(platform, FEWER)
        for _ in range(KILLS):
            await asyncio.sleep(2)
            pid = await asyncio.to_thread(platform.kill, "notification")
            await asyncio.to_thread(platform.wait_restarted, "notification", pid)
        run = await drained(platform, ids, began)
    taken = set((await gateway.get("/simulator")).json()["accepted"]) - before
    short = {reference for reference in taken if reference.endswith(".sms")}
    messages = {reference.rsplit(".", 1)[0] for reference in taken}
    sys.stdout.write(f"\n{len(run.waits)} told, {KILLS} kills, {len(short)} accepted\n")

    assert len(short) == len(run.waits)
    assert len(messages) == len(taken)
