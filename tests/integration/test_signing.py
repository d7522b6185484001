"""From the table to the court on real Kafka and MongoDB: signed, kept and broken."""

from collections.abc import AsyncIterator, Callable
from hashlib import sha256
from io import BytesIO
from zipfile import ZipFile

import pytest
from httpx import AsyncClient
from pypdf import PdfReader

from contracts.dispute import InvitationSent
from contracts.sealed import PartyCard
from deploy.local.stack import Stack
from services.dispute.app import create_app
from services.dispute.settings import DisputeSettings
from tests.dispute.live import Live, living
from tests.integration.table import SECRET, Room
from tests.kit.files.samples import PDF

pytestmark = pytest.mark.stack


@pytest.fixture
async def live(stack: Stack, settings_for: Callable[..., DisputeSettings]):
    settings = settings_for("dispute", kind=DisputeSettings)
    async with living(stack, create_app(settings)) as live:
        yield live


@pytest.fixture
async def http(live: Live) -> AsyncIterator[AsyncClient]:
    async with live.http() as client:
        yield client


@pytest.fixture
async def room(live: Live, http: AsyncClient) -> Room:
    room = Room(live, http)
    await room.mediating()
    return room


async def test_signed_sealed_performed_broken_and_confirmed(room: Room) -> None:
    agreement = await room.sealed()
    assert agreement["unsigned"] == []
    assert sha256(agreement["text"].encode()).hexdigest() == agreement["digest"]
    said = (await room.party("GET", "", "李四")).json()
    assert said["state"] == "agreed"

    duties = (await room.party("GET", "/duties", "张三")).json()["duties"]
    mend, pay = (f"/duties/{duty['duty_id']}" for duty in duties)
    refused = await room.party("POST", f"{mend}/performed", "李四")
    done = await room.party("POST", f"{mend}/performed", "张三")
    assert (refused.status_code, done.json()["performance"]) == (403, "performing")
    why = {"reason": "refused"}
    broken = (await room.party("POST", f"{pay}/breached", "张三", json=why)).json()
    assert broken["performance"] == "breached"
    assert broken["ways_out"] == ["confirmation", "court", "mediation_again"]

    for who, state in (("张三", "none"), ("李四", "applied")):
        joined = await room.party("POST", "/confirmation", who)
        assert joined.json()["state"] == state
    for decision in ("accepted", "confirmed"):
        body = {"decision": decision, "document": "〔2026〕12号"}
        path = "/confirmation/decision"
        told = await room.office("POST", path, "body_admin", json=body)
        assert told.json()["state"] == decision
    facts = await room.live.heard(
        "notification", "dispute.mediations", room.case_id, 17
    )
    assert [fact.TYPE.split(".")[2] for fact in facts[10:]] == [
        "agreement-signed",
        "mediation-agreed",
        "duty-performed",
        "duty-breached",
        "confirmation-applied",
        "confirmation-decided",
        "confirmation-decided",
    ]


async def test_a_part_is_agreed_and_the_rest_goes_on(room: Room) -> None:
    agreement = await room.sealed(partly=True)
    assert agreement["partly"]
    for who in ("张三", "李四"):
        said = await room.party("POST", "/rest", who, json={"goes_on": True})
        assert said.status_code == 200, said.text
    told = (await room.office("GET", "", "mediator")).json()
    assert told["rest"]["decision"] == "goes_on"
    facts = await room.live.heard(
        "notification", "dispute.mediations", room.case_id, 16
    )
    opener = room.live.opener("notification")
    letters = [f for f in facts if isinstance(f, InvitationSent) and f.rest]
    for letter in letters:
        card = opener.open(letter.contact, PartyCard)
        room.tokens[card.person.name] = card.answer_token
    own = (await room.party("GET", "", "李四")).json()
    assert (own["state"], own["accepts"]) == ("mediating", True)

    room.id = told["rest"]["continued_in"]
    ended = await room.office(
        "POST", "/end", "mediator", json={"reason": "too_far_apart"}
    )
    assert ended.json()["continues"] == told["mediation_id"], ended.text
    file = await room.office("GET", "/documents/archive", "mediator")
    assert "其余事项" in _text(file.content)
    assert "张三" in _text(file.content)
    ways = (await room.party("GET", "/ways", "张三")).json()
    assert ways["ways"]
    assert ways["facts"] is None


async def test_each_has_its_own_copy_and_every_copy_is_logged(room: Room) -> None:
    agreement = await room.sealed()
    for who, other in (("张三", "李四"), ("李四", "张三")):
        copy = await room.party("GET", "/documents/agreement", who)
        text = _text(copy.content)
        assert f"本份由{who}保存" in text
        assert f"本份由{other}保存" not in text
        assert agreement["digest"] in text
        archive = await room.party("GET", "/documents/archive", who)
        assert archive.status_code == 404
    for who in ("张三", "李四"):
        await room.party("POST", "/confirmation", who)
    package = await room.office("GET", "/confirmation/package", "body_admin")
    with ZipFile(BytesIO(package.content)) as packed:
        assert len(packed.namelist()) == 6
    denied = await room.office("GET", "/confirmation/package", "mediator")
    assert denied.status_code == 403

    reads = room.live.app.state.desk.store._reads
    of_it = {"mediation_id": room.id, "what": {"$in": ["agreement", "package"]}}
    assert await reads.count_documents(of_it) == 4


async def test_a_wrong_code_a_changed_text_and_a_missing_seal(room: Room) -> None:
    text = {"digest": (await room.drafted())["digest"]}
    early = await room.party("GET", "/agreement", "张三")
    assert early.status_code == 404
    await room.office("POST", "/agreement/offer", "mediator", json=text)
    code = await room.code_of("张三", text)
    wrong = text | {"code": f"{(int(code) + 1) % 10**6:06}"}
    tried = await room.party("POST", "/agreement/sign", "张三", json=wrong)
    assert (tried.status_code, "4" in tried.json()["title"]) == (422, True)
    others = await room.party(
        "POST", "/agreement/sign", "李四", json=text | {"code": code}
    )
    assert others.json()["type"] == "/problems/no-code"
    unsigned = await room.office("POST", "/agreement/seal", "body_admin", json=text)
    assert unsigned.json()["type"] == "/problems/unsigned"

    await room.party("POST", "/agreement/sign", "张三", json=text | {"code": code})
    changed = await room.drafted(facts="天花板没有坏")
    assert changed["signatures"] == []
    late = await room.party(
        "POST", "/agreement/sign", "张三", json=text | {"code": code}
    )
    assert late.json()["type"] == "/problems/text-changed"


async def test_a_family_signs_in_ink_and_the_scan_is_kept(room: Room) -> None:
    drafted = await room.drafted(dispute_type="marriage-family", unconfirmable="status")
    text = {"digest": drafted["digest"]}
    await room.office("POST", "/agreement/offer", "mediator", json=text)
    asked = await room.party("POST", "/agreement/code", "张三", json=text)
    assert (asked.status_code, asked.json()["law"]) == (409, "电子签名法 3")

    scanned = await room.office(
        "POST",
        "/agreement/scans",
        "clerk",
        params=text | {"signer": [*room.ids.values(), "mediator"]},
        content=PDF,
        headers={
            "Idempotency-Key": "the-scan-of-all",
            "Content-Disposition": "attachment; filename=signed.pdf",
        },
    )
    assert (scanned.status_code, scanned.json()["unsigned"]) == (201, [])
    assert SECRET not in scanned.text
    scan_id = scanned.json()["scan"]
    fetched = await room.office("GET", f"/scans/{scan_id}", "mediator")
    assert fetched.content == PDF
    sealed = await room.office("POST", "/agreement/seal", "body_admin", json=text)
    assert sealed.json()["confirm_by"] is None


async def test_by_word_of_mouth_only_what_is_done_at_once(room: Room) -> None:
    later = {"terms": "下周修好", "performed_at_once": False}
    refused = await room.office("POST", "/agree", "mediator", json=later)
    assert refused.json()["law"] == "人民调解法 28"
    at_once = {"terms": "当场道歉并付清", "performed_at_once": True}
    agreed = await room.office("POST", "/agree", "mediator", json=at_once)
    assert agreed.json()["state"] == "agreed"
    joined = await room.party("POST", "/confirmation", "张三")
    assert joined.json()["type"] == "/problems/agreement-not-effective"


async def test_who_refuses_to_sign_ends_it(room: Room) -> None:
    text = {"digest": (await room.drafted())["digest"]}
    await room.office("POST", "/agreement/offer", "mediator", json=text)
    refused = await room.party("POST", "/agreement/refuse", "李四")
    assert refused.json()["state"] == "ended"

    copy = await room.party("GET", "/documents/termination", "张三")
    assert "有一方拒绝签字" in _text(copy.content)


async def test_nothing_of_the_words_lies_in_the_clear(room: Room) -> None:
    await room.sealed()
    database = room.live.app.state.desk.store._reads.database
    for name in await database.list_collection_names():
        async for document in database[name].find():
            assert SECRET not in str(document)
    topic = "dispute.mediations"
    facts = await room.live.heard("notification", topic, room.case_id, 12)
    assert SECRET not in str(facts)


def _text(pdf: bytes) -> str:
    pages = [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]
    return "".join("".join(pages).split())
