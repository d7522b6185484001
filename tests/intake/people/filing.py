"""What a test hands over at the window, and what it is told in return."""

from typing import Any

from contracts.codes import derived_id
from tests.intake.world import LI, World, clerk, form

CHILD = {"name": "小明", "id_number": "110101201403075233"}
"""Eleven years old in March 2026."""
FATHER = LI | {"authority": "guardian"}
COMPANY = {
    "name": "安居物业服务有限公司",
    "kind": "organisation",
    "contact": "王五",
    "phone": "0531-88880001",
    "id_number": "91110000600037341L",
}
MANAGER = LI | {"authority": "legal_representative"}


def a_report(*organisations: str, **changed: Any) -> dict[str, Any]:
    accused = {"organisations": list(organisations), "words": None}
    return {"request_type": "report", "accused": accused} | changed


async def complaints(world: World, by: str = clerk(), **changed: Any) -> dict[str, str]:
    """By field: what is wrong with it, in Chinese; nothing if it was taken."""
    body = form(**changed)
    key = derived_id(str(sorted(map(str, body.items()))))
    answer = await world.post(body, by=by, key=key)
    if answer.status_code == 201:
        return {}
    assert answer.status_code == 422, answer.text
    return {error["pointer"]: error["zh"] for error in answer.json()["errors"]}
