"""The files that the city hands over, read as they are."""

import json

import pytest

from sealing.keys import new_private_jwk, public_jwk
from tongban_department import Department, Login, Manners

JAVA = """\
# from the city
bootstrap.servers=kafka.example:9092
security.protocol=SASL_PLAINTEXT
sasl.mechanism=SCRAM-SHA-512
sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required \\
 username="housing" password="a=b c";
"""
LIBRDKAFKA = """\
bootstrap.servers = kafka.example:9092
sasl.username = housing
sasl.password = a=b c
"""


@pytest.fixture
def handed_over(tmp_path):
    private = new_private_jwk()
    (tmp_path / "housing.properties").write_text(JAVA)
    (tmp_path / "housing.jwk").write_text(private)
    (tmp_path / "intake.jwk").write_text(public_jwk(private))
    return tmp_path


def made(folder):
    return Department.from_properties(
        folder / "housing.properties",
        private_key=folder / "housing.jwk",
        intake_key=folder / "intake.jwk",
        store=folder / "housing.sqlite",
    )


@pytest.mark.parametrize("text", [JAVA, LIBRDKAFKA])
def test_a_login_is_read_in_either_common_format(tmp_path, text):
    path = tmp_path / "client.properties"
    path.write_text(text)
    login = Login.read(path)

    assert (login.servers, login.user) == ("kafka.example:9092", "housing")
    assert login.password == "a=b c"


def test_without_a_word_on_security_it_is_encrypted(tmp_path):
    path = tmp_path / "client.properties"
    path.write_text(LIBRDKAFKA)
    kafka = Login.read(path).for_aiokafka()

    assert kafka["security_protocol"] == "SASL_SSL"
    assert kafka["ssl_context"].check_hostname


@pytest.mark.parametrize("user", ["housing", "housing.2", "housing.13"])
def test_whichever_login_it_has_the_department_is_the_same(handed_over, user):
    login = handed_over / "housing.properties"
    login.write_text(JAVA.replace('"housing"', f'"{user}"'))

    assert made(handed_over).code == "housing"


def test_keys_that_are_being_changed_are_read_as_a_set(handed_over):
    both = [json.loads(new_private_jwk()) for _ in range(2)]
    (handed_over / "housing.jwk").write_text(json.dumps({"keys": both}))

    assert made(handed_over).code == "housing"


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("housing.properties", "", r"housing\.properties: sasl\.jaas\.config needs"),
        (
            "housing.properties",
            JAVA.replace("boot", "b"),
            r"bootstrap\.servers is",
        ),
        ("housing.jwk", "{}", r"housing\.jwk: a private JWK"),
        ("intake.jwk", "no", r"intake\.jwk: a public JWK"),
    ],
)
def test_what_is_wrong_is_named_with_its_file(handed_over, name, text, words):
    (handed_over / name).write_text(text)

    with pytest.raises(RuntimeError, match=words):
        made(handed_over)


@pytest.mark.parametrize("name", ["housing.properties", "housing.jwk", "intake.jwk"])
def test_what_is_missing_is_named(handed_over, name):
    (handed_over / name).unlink()

    with pytest.raises(RuntimeError, match=f"{name}.* missing"):
        made(handed_over)


def test_pauses_double_up_to_the_longest():
    manners = Manners(first_pause=1, longest_pause=5)

    assert [manners.pause_after(n) for n in (1, 2, 3, 4, 99)] == [1, 2, 4, 5, 5]
