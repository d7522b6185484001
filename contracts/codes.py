"""The identifiers and codes that events are made of: never a name, never free text."""

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import NAMESPACE_URL, uuid5

from pydantic import GetJsonSchemaHandler, StringConstraints
from pydantic_core import CoreSchema

UUID_PATTERN = r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"


@dataclass(frozen=True)
class Means:
    """What a schema says of a field of this type that says nothing of itself."""

    words: str

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {**handler(schema), "description": self.words}


_Uuid = StringConstraints(pattern=UUID_PATTERN)

CaseId = Annotated[
    str,
    _Uuid,
    Means("The case's UUID; also the Kafka key of everything said about it."),
]
TaskId = Annotated[str, _Uuid, Means("The UUID of one department's task.")]
MediationId = Annotated[str, _Uuid, Means("The UUID of a mediation.")]
PartyId = Annotated[str, _Uuid, Means("Stands for a party: who that is stays sealed.")]
SessionId = Annotated[str, _Uuid, Means("The UUID of a sitting or a meeting.")]
DutyId = Annotated[str, _Uuid, Means("The UUID of one duty that was agreed.")]
OriginatorId = Annotated[
    str,
    _Uuid,
    Means("Stands for who raised it: a case whose applicant did, or a sealed contact."),
]
MessageId = Annotated[str, _Uuid, Means("The UUID of a message to somebody.")]

CaseNo = Annotated[
    str,
    StringConstraints(pattern=r"^\d{15}$"),
    Means(
        "What people see: `YYYYMMDD`, six digits, one check digit (ISO 7064 MOD 11,10)."
    ),
]

_CODE = StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")

Code = Annotated[str, _CODE, Means("A word of the city's configuration.")]
"""Too narrow to carry anybody's words."""

DepartmentCode = Annotated[str, _CODE, Means("A department, by its code in the city.")]

AreaCode = Annotated[
    str,
    StringConstraints(pattern=r"^\d{4}(\d{2}(\d{3}(\d{3}(\d{3})?)?)?)?$"),
    Means(
        "City 4, district 6, street 9, community 12, grid 15 digits:"
        " a prefix is a parent."
    ),
]

ArticleCode = Annotated[
    str,
    StringConstraints(pattern=r"^[\w一-鿿-]{1,24}( [\d()()条款项之-]{1,16})?$"),
    Means("A rule's short name and article, such as `潍坊 22`."),
]

DocumentNo = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9A-Za-z〔〕号-]{1,40}$"),
    Means("A file number such as `QH-2026-0012` or `〔2026〕12号`."),
]
"""Where the evidence lies."""


def derived_id(*parts: str) -> str:
    """An id that follows from what it is made of, so that a repeat makes it again."""
    return str(uuid5(NAMESPACE_URL, "#".join(parts)))
