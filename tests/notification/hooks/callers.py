"""Whoever asks about webhooks over HTTP."""

from itertools import count

from services.kit.sealing.keys import new_private_jwk
from services.kit.serving.principal import Principal
from services.kit.serving.tokens import issue

SIGNING = new_private_jwk()
_keys = count(1)


def bearer(role: str, department: str | None = "housing") -> dict[str, str]:
    somebody = Principal(subject=f"{role}-1", roles={role}, department=department)
    return {"Authorization": f"Bearer {issue(SIGNING, somebody)}"}


def app_of(partner: str | None) -> dict[str, str]:
    """A partner's own program."""
    app = Principal(subject="app-1", roles={"partner"}, partner=partner)
    return {"Authorization": f"Bearer {issue(SIGNING, app)}"}


def fresh(caller: dict[str, str]) -> dict[str, str]:
    """The same caller with a new intention."""
    return caller | {"Idempotency-Key": f"intention-{next(_keys)}"}


ADMIN = bearer("department_admin")
CLERK = bearer("department")
THEIRS = bearer("department_admin", "transport")
