import asyncio

import pytest

from contracts.sealed import AnswerText, Person
from services.kit.errors import Rejected, Unreadable
from services.kit.sealing import key_cache
from services.kit.sealing.key_store import KeyRecord
from services.kit.sealing.keys import new_secret
from services.kit.sealing.vault import KeyDestroyed, Vault
from services.kit.testing.keys import MemoryKeys

ANSWER = AnswerText(text="路灯已经修好。")
MASTER = new_secret()


class Ticks:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class CountingKeys(MemoryKeys):
    asked = 0

    async def get(self, key_id: str) -> KeyRecord | None:
        self.asked += 1
        return await super().get(key_id)


class SlowKeys(MemoryKeys):
    """Has read, and answers later."""

    def __init__(self) -> None:
        super().__init__()
        self.has_read = asyncio.Event()
        self.may_answer = asyncio.Event()

    async def get(self, key_id: str) -> KeyRecord | None:
        record = await super().get(key_id)
        self.has_read.set()
        await self.may_answer.wait()
        return record


@pytest.fixture
def keys() -> CountingKeys:
    return CountingKeys()


@pytest.fixture
def vault(keys) -> Vault:
    return Vault(keys, MASTER)


async def test_what_was_sealed_opens_in_every_process(keys, vault):
    sealed = await vault.seal("case-1", ANSWER)

    assert "路灯" not in sealed
    assert await Vault(keys, MASTER).open("case-1", sealed, AnswerText) == ANSWER


async def test_two_processes_sealing_first_at_once_end_with_one_key(keys):
    one, two = Vault(keys, MASTER), Vault(keys, MASTER)
    sealed = await asyncio.gather(one.seal("a", ANSWER), two.seal("a", ANSWER))

    fresh = Vault(keys, MASTER)
    assert [await fresh.open("a", s, AnswerText) for s in sealed] == [ANSWER, ANSWER]


async def test_a_destroyed_key_erases_and_takes_nothing_new(vault):
    sealed = await vault.seal("a", ANSWER)
    await vault.destroy("a")

    assert await vault.open("a", sealed, AnswerText) is None
    with pytest.raises(KeyDestroyed):
        await vault.seal("a", ANSWER)


async def test_a_refusal_after_erasure_is_the_domains_and_tells_both_languages():
    refused = KeyDestroyed()

    assert isinstance(refused, Rejected)
    assert (refused.reason, refused.status) == ("content-erased", 410)


async def test_a_key_asked_for_before_it_was_destroyed_is_not_kept():
    slow = SlowKeys()
    vault = Vault(slow, MASTER)
    await slow.insert("a", vault._wrap("a", bytes(32)))
    sealing = asyncio.create_task(vault.seal("a", ANSWER))
    await slow.has_read.wait()
    await vault.destroy("a")
    slow.may_answer.set()

    assert await vault.open("a", await sealing, AnswerText) is None


async def test_another_process_forgets_a_destroyed_key_within_the_minute(keys):
    ticks = Ticks()
    one, two = Vault(keys, MASTER), Vault(keys, MASTER, clock=ticks)
    sealed = await two.seal("a", ANSWER)
    await one.destroy("a")
    ticks.now += key_cache.LASTS

    assert await two.open("a", sealed, AnswerText) is None


async def test_a_key_is_fetched_once_while_it_is_at_work(keys, vault):
    for _ in range(10):
        await vault.seal("a", ANSWER)

    assert keys.asked == 1


async def test_only_the_latest_keys_are_kept(keys, vault, monkeypatch):
    monkeypatch.setattr(key_cache, "MOST", 2)
    for key_id in ("a", "b", "c", "b", "a"):
        await vault.seal(key_id, ANSWER)

    assert keys.asked == 4


async def test_a_wrapped_key_laid_under_another_id_does_not_open(keys, vault):
    sealed = await vault.seal("a", ANSWER)
    stolen = await keys.get("a")
    await keys.insert("b", stolen.wrapped)

    with pytest.raises(Unreadable, match="master key"):
        await vault.open("b", sealed, AnswerText)


async def test_a_text_moved_to_another_case_does_not_open(vault):
    sealed = await vault.seal("a", ANSWER)
    await vault.seal("b", ANSWER)

    with pytest.raises(Unreadable, match="another key"):
        await vault.open("b", sealed, AnswerText)


async def test_a_key_that_was_never_here_is_a_fault_and_no_erasure(vault):
    sealed = await vault.seal("a", ANSWER)

    with pytest.raises(Unreadable, match="never here"):
        await Vault(MemoryKeys(), MASTER).open("a", sealed, AnswerText)


async def test_the_wrong_master_key_opens_nothing(keys, vault):
    sealed = await vault.seal("a", ANSWER)

    with pytest.raises(Unreadable):
        await Vault(keys, new_secret()).open("a", sealed, AnswerText)


async def test_a_new_master_key_still_opens_what_the_former_wrapped(keys, vault):
    sealed = await vault.seal("a", ANSWER)
    renewed = Vault(keys, new_secret(), MASTER)

    assert await renewed.open("a", sealed, AnswerText) == ANSWER


async def test_another_kind_of_content_is_unreadable_without_its_values(vault):
    sealed = await vault.seal("a", Person(name="张三"))

    with pytest.raises(Unreadable) as raised:
        await vault.open("a", sealed, AnswerText)
    assert "张三" not in repr(raised.value)


@pytest.mark.parametrize("wrong", ["", "short", "密钥", MASTER[:-4]], ids=len)
def test_a_master_key_that_is_none_is_refused_at_once(keys, wrong):
    with pytest.raises(RuntimeError, match="32 bytes"):
        Vault(keys, wrong)
