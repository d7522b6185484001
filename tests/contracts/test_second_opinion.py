"""An independent checker agrees: what we let pass, older readers can follow.

It cannot be the gate itself: it sees no change of a pattern or a format, in its strict
mode calls every new optional field a break, and names neither the field nor the cure.
"""

import json
from copy import deepcopy

import pytest
from jsoncompat import check_compat

from contracts.evolution.changes import breaking
from contracts.evolution.promises import promise
from contracts.topics import PAYLOADS


def followed_by_older_readers(old: dict, new: dict) -> bool:
    return check_compat(_text(old), _text(new), role="serializer")


def _text(schema: dict) -> str:
    """It follows references inside a document only while the document has no id."""
    return json.dumps({word: said for word, said in schema.items() if word != "$id"})


@pytest.mark.parametrize("type", sorted(PAYLOADS))
def test_a_new_optional_field_in_every_event(type):
    old = promise(PAYLOADS[type])
    new = deepcopy(old)
    data = new["$defs"][PAYLOADS[type].__name__]
    data["properties"]["added"] = {"type": "boolean", "default": False}

    assert breaking(old, new) == []
    assert followed_by_older_readers(old, new)


@pytest.mark.parametrize("type", sorted(PAYLOADS))
def test_a_lost_required_field_in_every_event(type):
    old = promise(PAYLOADS[type])
    new = deepcopy(old)
    data = new["$defs"][PAYLOADS[type].__name__]
    del data["properties"]["case_id"]
    data["required"].remove("case_id")

    assert breaking(old, new) == ["data.case_id: the field was removed"]
    assert not followed_by_older_readers(old, new)
