"""Who is asking, and what of the city they may see."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated, Literal, get_args

from fastapi import Depends, Request, Security
from fastapi.openapi.models import HTTPBearer
from fastapi.security.base import SecurityBase
from pydantic import BaseModel, ConfigDict, Field

from contracts.codes import Code, DepartmentCode
from services.kit.errors import Rejected
from services.kit.serving.problems import Refused

Role = Literal[
    "resident",
    "clerk",
    "dispatcher",
    "department",
    "department_admin",
    "supervisor",
    "mediator",
    "body_admin",
    "host",
    "operator",
    "auditor",
    "archivist",
    "partner",
]
ROLES: tuple[Role, ...] = get_args(Role)
CITY_DIGITS = 4
AREA = r"^(\d{4}(\d{2}(\d{3}(\d{3}(\d{3})?)?)?)?)?$"


class Principal(BaseModel):
    """Somebody with a verified token. No area means: sees no area."""

    model_config = ConfigDict(frozen=True)

    subject: str = Field(min_length=1, max_length=200)
    roles: frozenset[Role] = frozenset()
    department: DepartmentCode | None = None
    partner: Code | None = None
    """Whose app this is, of those that hand matters over by Open311."""
    area: str = Field(default="", pattern=AREA)
    expires_at: datetime | None = None
    """When the token ends; whoever is answered for longer is asked for another."""

    def sees(self, area: str | None) -> bool:
        """A prefix is a parent; what has no area is seen by the whole city's people."""
        if not self.area:
            return False
        if not area:
            return len(self.area) == CITY_DIGITS
        return area.startswith(self.area)

    def has(self, *roles: Role) -> bool:
        return not self.roles.isdisjoint(roles)


Verify = Callable[[str], Principal]
"""From a bearer token to whom it names; raises `Rejected` with status 401."""


def not_identified(en: str, zh: str) -> Refused:
    """401, with the scheme that would help."""
    challenge = {"WWW-Authenticate": 'Bearer realm="tongban"'}
    return Refused("not-identified", en, zh, 401, headers=challenge)


class Login(SecurityBase):
    """Tells the OpenAPI document that a token is needed; `principal` reads it."""

    scheme_name = "bearer"
    model = HTTPBearer(
        bearerFormat="JWT", description="`tongban token` makes one for local use."
    )

    async def __call__(self) -> None:
        """Nothing is decided here."""


LOGIN = Login()
ANY_OF = "|"
"""Between the roles of one `needs`, in the OpenAPI document's list of needs."""


async def principal(
    request: Request, told: Annotated[None, Depends(LOGIN)] = None
) -> Principal:
    """The dependency behind `Caller`."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise not_identified(
            "say who you are: `Authorization: Bearer <token>`;"
            " `tongban token` makes one for local use",
            "请在 Authorization 头中提供登录令牌(Bearer)",
        )
    verify: Verify = request.app.state.verify
    return verify(token.strip())


Caller = Annotated[Principal, Depends(principal)]


def needs(*roles: Role) -> Callable[[Principal], Awaitable[Principal]]:
    """A dependency that lets through whoever has any of these roles."""

    told = Security(LOGIN, scopes=[ANY_OF.join(roles)])

    async def permitted(caller: Caller, _: Annotated[None, told] = None) -> Principal:
        if not caller.has(*roles):
            named = ", ".join(roles)
            en = f"this is for: {named}"
            raise Rejected("role-required", en, f"仅限以下角色:{named}", status=403)
        return caller

    return permitted
