"""Signed tokens that say who somebody is: ES256 JWTs, issued by one key of the city."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from joserfc import jwt
from joserfc.errors import ExpiredTokenError, JoseError
from joserfc.jwk import ECKey, KeySet
from pydantic import ValidationError

from services.kit.errors import Unavailable
from services.kit.running.clock import Clock, utc_now
from services.kit.serving.principal import Principal, not_identified

ISSUER = AUDIENCE = "tongban"
ALGORITHM = "ES256"
LEEWAY = 30
"""Seconds that two clocks of the city may differ."""
MATERIAL = frozenset({"kty", "crv", "x", "y", "d", "kid"})
WORKING_DAY = timedelta(hours=8)


def issue(
    private_jwk: str,
    principal: Principal,
    lifetime: timedelta = WORKING_DAY,
    clock: Clock = utc_now,
) -> str:
    """A token for `principal`; `private_jwk` is the JSON of an EC P-256 key."""
    now = clock()
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": principal.subject,
        "roles": sorted(principal.roles),
        "department": principal.department,
        "partner": principal.partner,
        "area": principal.area,
        "iat": int(now.timestamp()),
        "exp": int((now + lifetime).timestamp()),
    }
    (key,) = _keys(json.loads(private_jwk))
    return jwt.encode({"alg": ALGORITHM, "kid": key.kid}, claims, key, [ALGORITHM])


class Tokens:
    """Verifies tokens with `<public_keys>/tokens.jwk`: one key, or a set of them.

    The file is read again when it has changed, so that a new key needs no restart.
    """

    def __init__(self, public_keys: Path, clock: Clock = utc_now) -> None:
        self._file = public_keys / "tokens.jwk"
        self._clock = clock
        self._keys = KeySet([])
        self._read_at = 0

    def __call__(self, token: str) -> Principal:
        """Raises a 401 problem that says what would help."""
        try:
            claims = jwt.decode(token, self._present_keys(), [ALGORITHM]).claims
            self._rules().validate(claims)
            named = {"subject": claims["sub"], "expires_at": claims["exp"]}
            return Principal.model_validate(claims | named)
        except ExpiredTokenError:
            en = "this token has expired: ask for a new one"
            raise not_identified(en, "登录已过期,请重新登录") from None
        except (JoseError, ValidationError, ValueError, KeyError):
            en = "this token is not one of ours: ask for a new one"
            raise not_identified(en, "登录令牌无效,请重新登录") from None

    def _rules(self) -> jwt.JWTClaimsRegistry:
        return jwt.JWTClaimsRegistry(
            now=int(self._clock().timestamp()),
            leeway=LEEWAY,
            iss={"essential": True, "value": ISSUER},
            aud={"essential": True, "value": AUDIENCE},
            sub={"essential": True},
            exp={"essential": True},
        )

    def _present_keys(self) -> KeySet:
        try:
            changed_at = self._file.stat().st_mtime_ns
            if changed_at != self._read_at:
                self._keys = _keys(json.loads(self._file.read_text()))
                self._read_at = changed_at
        except OSError as missing:
            raise Unavailable(f"{self._file}: `make up` makes it") from missing
        return self._keys


def _keys(document: dict[str, Any]) -> KeySet:
    """One JWK or a set; whatever they say they are for, here they sign."""
    jwks = document.get("keys", [document])
    named = [{name: jwk[name] for name in MATERIAL & jwk.keys()} for jwk in jwks]
    return KeySet([ECKey.import_key(jwk) for jwk in named])
