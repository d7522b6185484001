"""Who is let in, as whom, and what of the city they see."""

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey

from services.kit.errors import Rejected, Unavailable
from services.kit.sealing.keys import new_private_jwk, public_jwk
from services.kit.serving.principal import Principal
from services.kit.serving.tokens import WORKING_DAY, Tokens, issue

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
CLERK = Principal(subject="clerk-1", roles=frozenset({"clerk"}), area="379901")


def now() -> datetime:
    return NOW


@pytest.fixture
def private(tmp_path: Path) -> str:
    key = new_private_jwk()
    (tmp_path / "tokens.jwk").write_text(public_jwk(key))
    return key


def test_a_token_says_who_somebody_is(private: str, tmp_path: Path) -> None:
    token = issue(private, CLERK, clock=now)

    ends = {"expires_at": NOW + WORKING_DAY}
    assert Tokens(tmp_path, now)(token) == CLERK.model_copy(update=ends)


def test_a_token_ends(private: str, tmp_path: Path) -> None:
    token = issue(private, CLERK, timedelta(hours=1), now)

    with pytest.raises(Rejected, match="not-identified") as refusal:
        Tokens(tmp_path, lambda: NOW + timedelta(hours=2))(token)
    assert "expired" in refusal.value.en


def forged(private: str, alg: str = "ES256", **claims: object) -> str:
    right = {"iss": "tongban", "aud": "tongban", "sub": "x", "exp": 2_000_000_000}
    key = ECKey.import_key(json.loads(private) | {"use": "sig"})
    return jwt.encode({"alg": alg}, right | claims, key, [alg])


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "elsewhere"},
        {"aud": "another"},
        {"exp": 1},
        {"exp": None},
        {"sub": ""},
        {"roles": ["emperor"]},
        {"roles": "clerk"},
        {"area": "37%"},
        {"department": "Police Station"},
    ],
)
def test_wrong_claims_are_refused(
    private: str, tmp_path: Path, claims: dict[str, object]
) -> None:
    verify = Tokens(tmp_path, now)

    assert verify(forged(private)).subject == "x"
    with pytest.raises(Rejected) as refusal:
        verify(forged(private, **claims))
    assert refusal.value.status == 401


def unsigned() -> str:
    public = OctKey.import_key("a shared secret that nobody signs with")
    return jwt.encode({"alg": "HS256"}, {"sub": "x"}, public, ["HS256"])


@pytest.mark.parametrize(
    "token", ["", "x", "a.b.c", "e30.e30.", unsigned(), issue(new_private_jwk(), CLERK)]
)
def test_tokens_of_others_are_refused(private: str, tmp_path: Path, token: str) -> None:
    with pytest.raises(Rejected, match="not-identified"):
        Tokens(tmp_path, now)(token)


def test_a_new_key_is_picked_up_beside_the_old_one(
    private: str, tmp_path: Path
) -> None:
    verify, newer = Tokens(tmp_path, now), new_private_jwk()
    before = issue(private, CLERK, clock=now)
    verify(before)
    both = {"keys": [json.loads(public_jwk(key)) for key in (newer, private)]}
    (tmp_path / "tokens.jwk").write_text(json.dumps(both))
    os.utime(tmp_path / "tokens.jwk", ns=(1, 1))

    assert verify(issue(newer, CLERK, clock=now)) == verify(before)


def test_without_a_key_nobody_is_refused_for_good(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="make up"):
        Tokens(tmp_path)("whatever")


@pytest.mark.parametrize(
    ("mine", "theirs", "seen"),
    [
        ("3799", "379901", True),
        ("379901", "379901001", True),
        ("379901", "379902", False),
        ("379901", "3799", False),
        ("379901", None, False),
        ("3799", None, True),
        ("", "379901", False),
        ("", None, False),
    ],
)
def test_an_area_is_seen_from_its_parents(
    mine: str, theirs: str | None, seen: bool
) -> None:
    assert Principal(subject="x", area=mine).sees(theirs) is seen


async def test_nobody_in_particular_is_told_how_to_say_who_they_are(
    http: httpx.AsyncClient,
) -> None:
    answer = await http.get("/v1/me")

    assert answer.status_code == 401
    assert "Authorization: Bearer" in answer.json()["title"]
    assert answer.headers["www-authenticate"].startswith("Bearer")


async def test_a_role_is_needed_and_named(
    http: httpx.AsyncClient, bearer: Callable[..., dict[str, str]]
) -> None:
    refused = await http.post("/v1/triage", headers=bearer("clerk"))
    allowed = await http.post("/v1/triage", headers=bearer("supervisor", "clerk"))

    assert refused.status_code == 403
    assert refused.json()["title"] == "this is for: dispatcher, supervisor"
    assert allowed.json() == {"by": "clerk-1"}
