"""One provider dead, one slow: how much longer the others' people wait.

The whole service in a process of its own on real Kafka and MongoDB, and the gateway of
the stack. Every figure is a ratio of two runs of this one.
"""

import asyncio
import re
import shutil
import sys
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import datetime
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

CASES = 2_000
KILLS = 20
CASE_NO = "202603020000017"
PARTS = ("kafka", "mongo", "mail", "gateway", "notification")
AT_ANY_HOUR = {
    r"quiet: true": "quiet: false",
    r"merged: true": "merged: false",
}
REACHED = {"phone": "139-0000-0001", "email": "zhang.san@people.example"}
WAYS = ("email", "voice", "sms", "sms", "sms")
"""How each of five people wants to be told."""

PATIENCE = 900.0
OTHERS_WAIT, OF_BARE = 2, 0.5
"""What is asked: times the p99 of a healthy run, and of the rate of bare sends."""


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    city = tmp_path_factory.mktemp("city") / "config"
    shutil.copytree(CITY, city)
    for path in (city / "notification").glob("*.yaml"):
        text = path.read_text()
        for former, present in AT_ANY_HOUR.items():
            text = re.sub(former, present, text)
        path.write_text(text)
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
    """`waits`: seconds from the event to the provider's word, of short messages.

    `rate`: messages a second of every kind, meanwhile.
    """

    cases: tuple[str, ...]
    waits: tuple[float, ...]
    rate: float

    @property
    def p99(self) -> float:
        return quantiles(self.waits, n=100)[98]


async def told(platform: Stack, cases: int) -> tuple[tuple[str, ...], datetime]:
    """Everything is said at once: what is measured is how a flood drains."""
    sealer = Sealer(platform.places.keys)
    run, began = uuid4().hex, utc_now()
    ids = tuple(derived_id(run, str(number)) for number in range(cases))
    login = platform.login("intake").for_aiokafka()
    async with AIOKafkaProducer(**login, linger_ms=20) as producer:
        for number, case_id in enumerate(ids):
            card = ContactCard(
                applicant=Person.model_validate({"name": "张三", **REACHED}),
                case_no=CASE_NO,
                query_code="K7M2PQ",
                preferences=Preferences(channels=(wished(number),)),
            )
            sealed = sealer.seal("notification", card)
            for sequence, fact in enumerate(facts(case_id, sealed), start=1):
                await say(producer, fact, sequence)
        await producer.flush()
    return ids, began


def wished(number: int) -> str:
    return WAYS[number % len(WAYS)]


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


async def drained(platform: Stack, ids: tuple[str, ...], began: datetime) -> Run:
    """Until each short message has been accepted."""
    short = [id for number, id in enumerate(ids) if wished(number) == "sms"]
    client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(
        platform.environment("notification")["TONGBAN_MONGO"], tz_aware=True
    )
    messages = client[Installation().database("notification")]["messages"]
    told = {"sent_at": {"$ne": None}}
    theirs = told | {"case_id": {"$in": short}}
    async with asyncio.timeout(PATIENCE):
        while await messages.count_documents(theirs) < len(short):
            await asyncio.sleep(0.5)
    sent = await messages.count_documents(told | {"case_id": {"$in": list(ids)}})
    rows = await messages.find(theirs, {"sent_at": 1}).to_list(None)
    client.close()
    waits = tuple((row["sent_at"] - began).total_seconds() for row in rows)
    return Run(ids, waits, sent / max(waits))


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


async def test_a_dead_and_a_slow_provider_keep_nobody_else_waiting(
    platform: Stack, gateway: httpx.AsyncClient
) -> None:
    healthy = await drained(platform, *await told(platform, CASES))
    floor = await bare(platform, len(healthy.waits), at_once=16)
    await gateway.put("/simulator", json={"voice": {"slow": 5.0}})
    await asyncio.to_thread(platform.stop_part, "mail")
    sick = await drained(platform, *await told(platform, CASES))
    sys.stdout.write(
        f"\nhealthy: p99 {healthy.p99:.1f} s, {healthy.rate:.0f} a second\n"
    )
    sys.stdout.write(
        f"one dead, one slow: p99 {sick.p99:.1f} s, {sick.rate:.0f} a second\n"
    )
    sys.stdout.write(f"others' p99: {sick.p99 / healthy.p99:.2f} times\n")
    sys.stdout.write(
        f"of bare sends ({floor:.0f} a second): {healthy.rate / floor:.2f}\n"
    )

    assert sick.p99 <= OTHERS_WAIT * healthy.p99
    assert healthy.rate >= OF_BARE * floor


async def test_killed_again_and_again_nobody_is_told_twice(
    platform: Stack, gateway: httpx.AsyncClient
) -> None:
    earlier = (await gateway.get("/simulator")).json()["accepted"]
    before = sum(reference.endswith(".sms") for reference in earlier)
    ids, began = await told(platform, CASES // 5)
    for _ in range(KILLS):
        await asyncio.sleep(2)
        pid = await asyncio.to_thread(platform.kill, "notification")
        await asyncio.to_thread(platform.wait_restarted, "notification", pid)
    run = await drained(platform, ids, began)
    accepted = (await gateway.get("/simulator")).json()["accepted"]
    short = [reference for reference in accepted if reference.endswith(".sms")]
    sys.stdout.write(f"\n{len(run.waits)} told, {KILLS} kills, {len(short)} accepted\n")

    assert len(short) - before == len(run.waits)
    assert sum(accepted[reference] for reference in short) == len(short)
