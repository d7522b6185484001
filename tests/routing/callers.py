"""Whoever asks routing over HTTP."""

from services.kit.sealing.keys import new_private_jwk
from services.kit.serving.principal import Principal
from services.kit.serving.tokens import issue

INTAKE, SIGNING = new_private_jwk(), new_private_jwk()


def bearer(role, department=None, area="9901"):
    somebody = Principal(
        subject=f"{role}-1", roles={role}, department=department, area=area
    )
    return {"Authorization": f"Bearer {issue(SIGNING, somebody)}"}


TRANSPORT, HOUSING = bearer("department", "transport"), bearer("department", "housing")
DISPATCHER = bearer("dispatcher")
MARKET = bearer("department", "market")
