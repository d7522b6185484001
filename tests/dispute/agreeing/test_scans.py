"""A scan is kept whole and sealed with its mediation, or not at all."""

from datetime import timedelta
from functools import partial

import pytest

from services.dispute.domain.agreeing.agreement import Scan
from services.dispute.domain.agreeing.signing import SignedInInk, sign_in_ink
from services.dispute.domain.mediation import Mediation
from services.dispute.signing.scans import PICTURED, Scans, Sent
from services.kit.errors import Rejected
from services.kit.sealing.keys import new_secret
from services.kit.sealing.vault import Vault
from services.kit.testing.keys import MemoryKeys
from services.kit.testing.platform import MemoryPlatform
from services.kit.writing.stored import Stored
from tests.dispute.agreeing.table import TERMS, ZHANG, Table
from tests.kit.files.memory import MemoryFiles
from tests.kit.files.samples import PDF

AT_ONCE = timedelta(seconds=-1)


class Counter:
    def __init__(self) -> None:
        table = Table()
        table.drafts(dispute_type="marriage-family")
        table.offers()
        self.table, self.id = table, table.state.mediation_id
        city = MemoryPlatform()
        self.files = MemoryFiles(city.clock)
        self.mediations = city.repository("dispute", "mediations", Mediation)
        vault = Vault(MemoryKeys(), new_secret())
        self.scans = Scans(self.mediations, self.files, vault)

    async def begin(self) -> None:
        await self.mediations.create([(self.id, self.table.state)])

    async def hand_over(self, digest: str = "", scan_id: str = "one") -> Mediation:
        async def record(scan: Scan) -> Stored[Mediation]:
            asked = SignedInInk((ZHANG,), digest or self.table.digest, scan, "clerk")
            decide = partial(sign_in_ink, TERMS)
            return await self.mediations.command(self.id, asked, decide)

        sent = Sent(scan_id, "signed.pdf", PDF)
        return (await self.scans.keep(self.id, sent, record)).state


@pytest.fixture
async def counter() -> Counter:
    counter = Counter()
    await counter.begin()
    return counter


async def test_it_is_sealed_and_opens_to_what_was_handed_over(counter: Counter):
    mediation = await counter.hand_over()
    assert mediation.agreement is not None
    (scan,) = mediation.agreement.scans
    label, pieces = await counter.scans.open(counter.id, scan)

    assert (label.name, label.media_type) == ("signed.pdf", "application/pdf")
    assert b"".join([piece async for piece in pieces]) == PDF
    assert PDF not in b"".join(counter.files.chunks[scan.file])
    assert await counter.files.loose(AT_ONCE, 9) == []


async def test_what_is_refused_leaves_no_file(counter: Counter):
    with pytest.raises(Rejected, match="text-changed"):
        await counter.hand_over(digest="0" * 64)

    assert counter.files.chunks == {}


async def test_ink_is_shown_by_a_picture(counter: Counter):
    async def never(scan: Scan) -> Stored[Mediation]:
        raise AssertionError(scan)

    words = Sent("one", "signed.txt", "我签了".encode(), PICTURED)
    with pytest.raises(Rejected, match="not-a-picture"):
        await counter.scans.keep(counter.id, words, never)


async def test_a_repeat_is_the_same_scan(counter: Counter):
    first = await counter.hand_over()
    again = await counter.hand_over()

    assert again == first
    assert len(counter.files.chunks) == 1


async def test_what_a_crash_leaves_is_swept(counter: Counter):
    await counter.hand_over()
    await counter.files.begin("left", counter.id)
    await counter.files.write("left", [b"half"])
    await counter.files.begin("of nobody", "no such mediation")

    assert await counter.scans.sweep(AT_ONCE) == 2
    assert len(counter.files.chunks) == 1
