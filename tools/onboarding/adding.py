"""A department joins: each step looks first, so that a second run ends a broken one."""

from tools.onboarding.entry import Entry, added
from tools.onboarding.ground import Ground
from tools.onboarding.handover import pack


def add(ground: Ground, entry: Entry) -> bool:
    """Completes what is missing and changes nothing else; False: nothing was.

    The entry comes first: from then on `make up` completes it too. The parcel comes
    last: whoever has it can log in.
    """
    with ground.held():
        before = ground.city.read_text()
        after = added(before, entry)
        code, begun = entry.code, after != before
        ground.say("entry in city.yaml")
        ground.write_city(after)
        ground.say("password and key pair")
        ground.identities.make_department(code)
        ground.make_follow()
        ground.say("parcel to hand over")
        packed = pack(ground.identities, code)
        if begun or packed:
            ground.record(code, "added" if begun else "completed")
        return begun or packed
