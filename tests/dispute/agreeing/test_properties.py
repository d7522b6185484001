"""Whatever is edited after a signature, nothing of it is left; time does its part."""

from datetime import timedelta
from functools import partial
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from contracts.dispute import DutyDue
from services.dispute.domain.agreeing.text import Draft
from services.dispute.domain.mediation import Mediation
from services.dispute.domain.waking import wake
from services.kit.testing.platform import MemoryPlatform
from tests.dispute.agreeing.table import Table, words

LETTERS = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x4E20), max_size=3)


def edited(draft: Draft, place: int, at: int, letters: str) -> Draft:
    """Some letters more in one of the fields that are free to write in."""
    fields = draft.model_dump()
    (matter,) = fields["matters"]
    where: list[tuple[dict[str, Any], str]] = [(fields, "facts"), (matter, "disputed")]
    for duty in matter["duties"]:
        where += [(duty, "content"), (duty, "manner")]
    holder, name = where[place]
    text = holder[name]
    holder[name] = text[: at % (len(text) + 1)] + letters + text[at % (len(text) + 1) :]
    return Draft.model_validate(fields)


@given(st.integers(0, 5), st.integers(0, 9), LETTERS)
@settings(max_examples=50)
def test_any_edit_after_a_signature_voids_all_of_them(place, at, letters):
    assume(letters)
    table = Table()
    table.drafts()
    table.offers()
    table.all_sign()
    before = table.digest
    table.drafts(edited(words(), place, at, letters))

    assert table.digest != before
    assert table.agreement.signatures == ()
    assert table.agreement.codes == ()
    assert table.agreement.offered_at is None


async def test_the_alarms_of_the_platform_tell_of_duties_that_come_due():
    table = Table().sealed()
    city = MemoryPlatform()
    decide = partial(wake, table.rules)
    mediations = city.repository("dispute", "mediations", Mediation, decide)
    await mediations.create([(table.state.mediation_id, table.state)])
    for _ in range(4):
        city.clock.advance(timedelta(days=8))
        await city.ring()

    told = [fact.overdue for fact in city.facts if isinstance(fact, DutyDue)]
    assert told == [False, False, True, True]
