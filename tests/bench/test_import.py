"""What an import of a file costs beside the bare write path of the same cases.

Everything runs: routing and the others take up what comes in from both sides.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from statistics import median
from uuid import uuid4

import httpx
from aiokafka import AIOKafkaProducer
from motor.motor_asyncio import AsyncIOMotorClient

from contracts.codes import derived_id
from contracts.topics import all_topics
from deploy.local.stack import Stack
from services.intake.catalogue import load_catalogue
from services.intake.contents import Contents
from services.intake.desk.registering import Desk
from services.intake.domain.case import Case
from services.intake.domain.window.registering import RegisterCase, register
from services.intake.receiving.form import CaseForm
from services.intake.receiving.rows import History
from services.intake.store import INDEXES
from services.kit.running.clock import utc_now
from services.kit.running.failpoints import Failpoints
from services.kit.sealing.digests import Digests
from services.kit.sealing.keys import new_private_jwk, new_secret
from services.kit.sealing.readers import Opener, Sealer
from services.kit.sealing.vault import Vault
from services.kit.serving.idempotency import Submission
from services.kit.serving.principal import Principal
from services.kit.serving.tokens import issue
from services.kit.testing.documents import MemoryDocuments
from services.kit.testing.keys import MemoryKeys
from services.kit.writing.mongo import MongoDocuments
from services.kit.writing.outbox.clearing import Clearing
from services.kit.writing.outbox.letters import Writer
from services.kit.writing.outbox.publisher import Publisher
from services.kit.writing.outbox.wire import KafkaWire
from services.kit.writing.repository import Repository, Seams
from tests.faults.looking.evidence import installed
from tests.faults.looking.kafka import lag
from tests.intake.fitting_out import finder_of, scales
from tests.intake.memory import MemoryNumbers
from tools.importing.cleaning import Cleaning
from tools.importing.files.opening import Format, opened
from tools.importing.mapping.checking import read_mapping
from tools.importing.rejects import AsLines, Rejects
from tools.importing.running import Import
from tools.importing.tally import Tally
from tools.importing.turning import Turning
from tools.importing.window import Window

ROWS = 600
ROUNDS = 5
AT_ONCE = 64
TEXT = "小区门口的路灯坏了两周,晚上看不清路,老人和孩子都很不方便。" * 8

ENOUGH = 0.5
"""HTTP, checks, numbers, keys and sealing cost less than the write itself."""

MAPPING = """\
import: {name}
id: id
form:
  kind: {{constant: request}}
  request_type: {{constant: complaint}}
  category: {{constant: other}}
  area: {{constant: 990101001}}
  channel: {{constant: web}}
  title: title
  text: body
  applicant: {{name: author}}
received_at: {{column: submitted_at, date: iso}}
"""

Round = Callable[[], Awaitable[float]]
Ordered = list[tuple[str, RegisterCase]]


def row(number: int) -> dict[str, str]:
    return {
        "id": str(number),
        "author": "张三",
        "title": f"路灯不亮,第{number}次反映",
        "body": TEXT,
        "submitted_at": "2020-03-02T09:00:00",
    }


def form(number: int) -> CaseForm:
    return CaseForm.model_validate(
        {
            "kind": "request",
            "request_type": "complaint",
            "category": "other",
            "area": "990101001",
            "channel": "web",
            "title": row(number)["title"],
            "text": TEXT,
            "applicant": {"name": "张三"},
        }
    )


async def imported(stack: Stack, folder: Path) -> float:
    """Rows a second of one file, from its first byte to its last row settled."""
    name = f"bench-{uuid4().hex[:8]}"
    (folder / "mapping.yaml").write_text(MAPPING.format(name=name))
    plan, _ = read_mapping(folder / "mapping.yaml", load_catalogue(stack.city))
    file = folder / f"{name}.jsonl"
    file.write_text("".join(json.dumps(row(n)) + "\n" for n in range(ROWS)))
    operator = Principal(subject="bench", roles=frozenset({"operator"}), area="9901")
    bearer = partial(issue, installed(stack).tokens_key, operator)
    rejects = Rejects(folder / "rejects.jsonl", AsLines())
    turning, tally = Turning(plan, Cleaning(False)), Tally()
    work = Import(turning, rejects, None, tally, lambda _: None)
    url = stack.ports.url("intake")
    async with httpx.AsyncClient(base_url=url, timeout=60, trust_env=False) as http:
        window = Window(http, f"/v1/imports/{name}/rows", bearer, print)
        started = time.perf_counter()
        with opened(file, Format()) as found:
            await work.run(window, found.rows)
        took = time.perf_counter() - started
    assert tally.created == ROWS, tally
    return ROWS / took


async def sealed(stack: Stack) -> Ordered:
    """The same contents, all but written."""
    vault = Vault(MemoryKeys(), new_secret())
    digests = Digests(new_secret())
    contents = Contents(
        vault,
        Sealer(stack.places.keys),
        Opener(new_private_jwk()),
        digests,
        load_catalogue(stack.city).rights,
    )
    finder = finder_of(digests, MemoryDocuments("cases", utc_now))
    desk = Desk(None, MemoryNumbers(), contents, scales(), finder, utc_now)  # type: ignore[arg-type]
    run = uuid4().hex
    orders = []
    for number in range(ROWS):
        id = derived_id(run, str(number))
        submission = Submission(id, "digest")
        order = await desk.former(form(number), submission, History())
        orders.append((id, order))
    return orders


async def written(repository: Repository[Case], orders: Ordered) -> float:
    """Cases a second, `AT_ONCE` at a time."""
    room = asyncio.Semaphore(AT_ONCE)

    async def one(id: str, order: RegisterCase) -> None:
        async with room:
            await repository.command(id, order, register)

    started = time.perf_counter()
    await asyncio.gather(*(one(*order) for order in orders))
    return ROWS / (time.perf_counter() - started)


@asynccontextmanager
async def bare(stack: Stack) -> AsyncIterator[Repository[Case]]:
    """Cases of a database of their own, which leave for the same topics."""
    client = AsyncIOMotorClient(stack.environment("intake")["TONGBAN_MONGO"])
    login = stack.login("intake").for_aiokafka()
    wire = KafkaWire(
        lambda: AIOKafkaProducer(acks="all", enable_idempotence=True, **login)
    )
    publisher = Publisher(wire, Clearing(), Failpoints())
    documents = MongoDocuments(client[f"bench_{uuid4().hex[:8]}"], "cases")
    await documents.create_indexes(INDEXES)
    topics = frozenset(topic.name for topic in all_topics(stack.departments))
    seams = Seams(publisher, utc_now, Failpoints())
    try:
        yield Repository(documents, Case, Writer("/intake/cases", topics), seams)
        await publisher.drain()
    finally:
        await wire.close()
        client.close()


async def quiet(stack: Stack) -> None:
    """What the round before has made is done with."""
    while await asyncio.to_thread(lag, stack):
        await asyncio.sleep(0.5)


async def measured(stack: Stack, folder: Path) -> list[float]:
    """The ratio of each round; who begins takes turns."""
    ratios = []
    async with bare(stack) as repository:
        await imported(stack, folder)
        for number in range(ROUNDS):
            orders = await sealed(stack)
            sides: list[Round] = [
                partial(imported, stack, folder),
                partial(written, repository, orders),
            ]
            rates = {}
            for side in sides[:: -1 if number % 2 else 1]:
                await quiet(stack)
                rates[side] = await side()
            ours, floor = (rates[side] for side in sides)
            ratios.append(ours / floor)
            print(f"bare {floor:.0f}/s, imported {ours:.0f}/s, {ours / floor:.2f}")  # noqa: T201
    return ratios


async def test_an_import_beside_the_bare_write_path(platform: Stack, tmp_path: Path):
    ratios = await measured(platform, tmp_path)
    print(f"ratio, median of {ROUNDS}: {median(ratios):.2f}")  # noqa: T201

    assert median(ratios) >= ENOUGH
