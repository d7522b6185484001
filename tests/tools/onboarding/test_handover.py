"""The parcel that a department is given."""

import io
import json
import zipfile

import pytest

from contracts.topics import decode
from deploy.local.identities import Identities
from deploy.local.places import Places
from tools.onboarding.handover import pack, topics_of

ROOT = "tongban-museum/"


@pytest.fixture
def identities(tmp_path) -> Identities:
    identities = Identities(Places(tmp_path), "kafka.example:9092")
    identities.make(["museum"])
    pack(identities, "museum")
    return identities


@pytest.fixture
def parcel(identities) -> zipfile.ZipFile:
    path = identities.belongings("museum").parcel
    return zipfile.ZipFile(io.BytesIO(path.read_bytes()))


def test_it_holds_all_that_a_program_needs_and_no_other_secret(parcel):
    names = {name.removeprefix(ROOT) for name in parcel.namelist()}
    files = {name for name in names if not name.startswith("contracts/")}

    assert files == {
        "README.en.md",
        "README.zh.md",
        "clients/museum.jwk",
        "clients/museum.properties",
        "docs/department-guide.md",
        "docs/handling-states.md",
        "keys/intake.jwk",
    }
    assert "d" not in json.loads(parcel.read(f"{ROOT}keys/intake.jwk"))


def test_secrets_are_unpacked_for_their_owner_alone(parcel):
    modes = {i.filename: (i.external_attr >> 16) & 0o777 for i in parcel.infolist()}

    closed = {name for name, mode in modes.items() if mode == 0o600}
    assert closed == {f"{ROOT}clients/museum.jwk", f"{ROOT}clients/museum.properties"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_says_the_three_topics_and_a_first_command(parcel, language):
    words = parcel.read(f"{ROOT}README.{language}.md").decode()

    assert all(f"`{topic.name}`" in words for topic in topics_of("museum"))
    assert "--bootstrap-server kafka.example:9092" in words
    assert "$" not in words


def test_every_event_of_its_topics_has_a_schema_and_an_example_that_decodes(parcel):
    for topic in topics_of("museum"):
        for fact in topic.carries:
            schema = parcel.read(f"{ROOT}contracts/schemas/{fact.TYPE}.json")
            folder = f"{ROOT}contracts/examples/{fact.TYPE}/"
            examples = [n for n in parcel.namelist() if n.startswith(folder)]
            assert json.loads(schema)
            assert decode(parcel.read(examples[0]), [fact])


def test_packing_again_changes_no_byte(identities):
    assert not pack(identities, "museum")


def test_a_new_login_is_a_new_parcel(identities):
    identities.belongings("museum").add_login()
    identities.make_department("museum")

    assert pack(identities, "museum")
