"""Where in a form something is: a pointer that tells of nobody.

Names in free answers are the sender's own words, and a pointer is kept in the clear.
"""

from services.intake.catalogue import Item

OF_A_DISPUTE = frozenset({"parties", "name", "phone", "email"})
ANSWERS = "answers"


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
