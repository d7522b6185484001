"""Logins and keys while they change: files are the truth, and steps may be repeated."""

import json

import pytest

from contracts.sealed import AnswerText
from deploy.local.belongings import Belongings
from deploy.local.identities import Identities, login
from deploy.local.kafka.rights import rights
from deploy.local.places import Places
from services.kit.sealing.readers import Opener, Sealer

WORDS = AnswerText(text="两把钥匙都能打开。")


@pytest.fixture
def identities(tmp_path) -> Identities:
    identities = Identities(Places(tmp_path), "127.0.0.1:9092")
    identities.make(["museum"])
    return identities


@pytest.fixture
def museum(identities) -> Belongings:
    return identities.belongings("museum")


def test_a_second_login_is_what_is_handed_over_and_the_first_still_works(identities):
    museum = identities.belongings("museum")
    museum.add_login()
    museum.add_login()
    identities.make(["museum"])

    assert museum.logins == ("museum.2", "museum")
    assert login(museum.client).name == "museum.2"


def test_only_the_newest_login_stays_and_the_next_is_a_new_one(identities, museum):
    museum.add_login()
    museum.retire_logins()
    museum.retire_logins()
    assert museum.logins == ("museum.2",)
    museum.add_login()
    identities.make(["museum"])
    assert museum.logins == ("museum.3", "museum.2")


def test_both_logins_may_do_the_same(identities, museum):
    museum.add_login()
    granted = rights(["museum"], identities.logins(["museum"]))

    def of(name: str) -> set[tuple[str, ...]]:
        mine = (right for right in granted if right.principal == name)
        return {(r.operation, r.resource, r.name, r.pattern) for r in mine}

    assert of("museum") == of("museum.2") != set()


def test_a_new_key_opens_everything_before_anything_is_sealed_for_it(museum):
    sealer = Sealer(museum.places.keys)
    before = sealer.seal("museum", WORDS)
    museum.add_key()
    museum.add_key()
    waiting = sealer.seal("museum", WORDS)
    museum.put_key_in_force()
    after = sealer.seal("museum", WORDS)

    opener = Opener(museum.private.read_text())
    assert {opener.open(s, AnswerText) for s in (before, waiting, after)} == {WORDS}
    assert len(museum.keys) == 2
    assert museum.keys[0] == museum.key_in_force


def test_a_key_that_waits_goes_on_waiting_when_the_platform_starts(identities, museum):
    museum.add_key()
    identities.make(["museum"])

    assert museum.key_in_force == museum.keys[1]


def test_a_public_key_that_is_none_of_ours_is_put_right(identities, museum):
    other = Belongings(museum.places, "housing")
    other.make()
    museum.public.write_text(other.public.read_text())
    identities.make(["museum"])

    assert museum.key_in_force == museum.keys[0]


def test_one_private_key_is_a_jwk_and_several_are_a_set_with_the_newest_first(museum):
    one = json.loads(museum.private.read_text())
    museum.add_key()
    several = json.loads(museum.private.read_text())["keys"]

    assert one["kty"] == "EC"
    assert [key["kid"] for key in several] == list(museum.keys)
    assert several[1] == one


def test_whoever_leaves_takes_all_secrets_along(museum):
    museum.add_login()
    museum.remove()
    museum.remove()

    assert not museum.remain
    assert museum.logins == ()
    assert museum.public.exists()


def test_another_department_is_never_meant(museum):
    Belongings(museum.places, "museum-shop").make()
    assert museum.logins == ("museum",)
    assert museum.is_login("museum.12")
    for name in ("museum-shop", "museum.x", "amuseum", "museum.2.3"):
        assert not museum.is_login(name)
