"""The identifiers and codes that events are made of: never a name, never free text."""

from typing import Annotated
from uuid import NAMESPACE_URL, uuid5

from pydantic import StringConstraints

UUID_PATTERN = r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"

CaseId = Annotated[str, StringConstraints(pattern=UUID_PATTERN)]
"""The case's UUID; also the Kafka key of everything said about it."""

TaskId = Annotated[str, StringConstraints(pattern=UUID_PATTERN)]
MediationId = Annotated[str, StringConstraints(pattern=UUID_PATTERN)]
PartyId = Annotated[str, StringConstraints(pattern=UUID_PATTERN)]
MessageId = Annotated[str, StringConstraints(pattern=UUID_PATTERN)]

CaseNo = Annotated[str, StringConstraints(pattern=r"^\d{15}$")]
"""What people see: `YYYYMMDD`, six digits, one check digit (ISO 7064 MOD 11,10)."""

Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
"""A word of one city's configuration: too narrow to carry anybody's words."""

DepartmentCode = Code

AreaCode = Annotated[
    str, StringConstraints(pattern=r"^\d{4}(\d{2}(\d{3}(\d{3}(\d{3})?)?)?)?$")
]
"""City 4, district 6, street 9, community 12, grid 15 digits: a prefix is a parent."""

ArticleCode = Annotated[
    str, StringConstraints(pattern=r"^[\w一-鿿-]{1,24}( [\d()()条款项之-]{1,16})?$")
]
"""A rule's short name and article, such as `潍坊 22`."""


DocumentNo = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z〔〕号-]{1,40}$")]
"""A file number such as `QH-2026-0012` or `〔2026〕12号`: where the evidence lies."""


def derived_id(*parts: str) -> str:
    """An id that follows from what it is made of, so that a repeat makes it again."""
    return str(uuid5(NAMESPACE_URL, "#".join(parts)))
