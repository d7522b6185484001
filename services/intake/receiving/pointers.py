"""Where in a form something is: a pointer that tells of nobody.

Names in free answers are the sender's own words, and a pointer is kept in the clear.
"""

import re

from services.intake.catalogue import Item
from services.intake.receiving.people.forms import AgentForm, EvidenceForm, PersonForm

PEOPLE = {
    "applicant": frozenset(PersonForm.model_fields),
    "agent": frozenset(AgentForm.model_fields) | frozenset(EvidenceForm.model_fields),
}
FILE = re.compile(r"[0-9]{1,2}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
"""A file handed over: its place, or its id."""
OF_A_DISPUTE = frozenset({"parties", "name", "phone", "email"})
ANSWERS = "answers"


def is_there(pointer: str, item: Item | None) -> bool:
    """Whether the form, or what the item asks for beside it, has something there."""
    _, root, *parts = pointer.split("/")
    match root:
        case "answers":
            return safe(pointer, item) == pointer
        case "applicant" | "agent":
            return all(part in PEOPLE[root] or part.isdecimal() for part in parts)
        case "materials":
            codes = item.material_codes if item else frozenset[str]()
            return not parts or (len(parts) == 1 and parts[0] in codes)
        case "attachments":
            return len(parts) < 2 and all(map(FILE.fullmatch, parts))
    return not parts


def safe(pointer: str, item: Item | None) -> str:
    """As far as the city, and not whoever sent it, has named the way."""
    _, root, *parts = pointer.split("/")
    if root != ANSWERS:
        return pointer
    named = OF_A_DISPUTE | (item.field_names if item else frozenset())
    kept = [root]
    for part in parts:
        if part not in named and not part.isdigit():
            break
        kept.append(part)
    return "/" + "/".join(kept)
