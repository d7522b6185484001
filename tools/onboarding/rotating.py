"""A department changes its login or its key while it works.

Both are changed in two steps. First there is a new one beside the old one, and it is
handed over; when the department says that it uses it, the second step ends the old.
Each step may be broken off and asked for again.
"""

from deploy.local.kafka.bootstrap import admin_client
from deploy.local.kafka.leaving import end_logins, lingering
from tools.onboarding import refusals
from tools.onboarding.entry import refuse_if_played, row_of
from tools.onboarding.ground import Ground
from tools.onboarding.handover import pack
from tools.onboarding.seen import readers, still_there


def add_login(ground: Ground, code: str) -> None:
    """A second login with the same rights. Old and new work, and so do both at once."""
    with ground.held():
        _known(ground, code)
        mine = ground.of(code)
        fresh = len(mine.logins) == 1
        ground.say("second login")
        mine.add_login()
        ground.make_follow()
        _hand_over(ground, code)
        if fresh:
            ground.record(code, "login added")


def retire_login(ground: Ground, code: str) -> None:
    """Refuses while the old login is seen, or the new one is not.

    A run that was broken off after that has nothing to look at any more.
    """
    with ground.held():
        newest, older = _ending(ground, code)
        if older:
            _refuse_too_early(ground, code, newest, older)
        _retire(ground, code, newest)


def retire_login_unseen(ground: Ground, code: str) -> None:
    """Whoever still uses it; what is connected with it is turned away at once."""
    with ground.held():
        newest, _ = _ending(ground, code)
        _retire(ground, code, newest)


def add_key(ground: Ground, code: str) -> None:
    """A newer private key, handed over together with all that it had.

    Contents are sealed for the old one until the new one is put in force: nothing
    reaches the department that it cannot open.
    """
    with ground.held():
        _known(ground, code)
        mine = ground.of(code)
        fresh = mine.keys[0] == mine.key_in_force
        ground.say("new key pair")
        mine.add_key()
        _hand_over(ground, code)
        if fresh:
            ground.record(code, "key added")


def put_key_in_force(ground: Ground, code: str) -> None:
    """From now on contents are sealed for the newest key; no service restarts."""
    with ground.held():
        _known(ground, code)
        mine = ground.of(code)
        if mine.keys[0] == mine.key_in_force:
            raise refusals.nothing_to_finish(code, "key")
        ground.say("new key in force")
        mine.put_key_in_force()
        ground.record(code, "key in force")


def _ending(ground: Ground, code: str) -> tuple[str, list[str]]:
    """The newest login, and those that are to end."""
    _known(ground, code)
    newest, *older = ground.of(code).logins
    if not older and not lingering(ground.identities, code, [newest]):
        raise refusals.nothing_to_finish(code, "credentials")
    return newest, older


def _refuse_too_early(ground: Ground, code: str, newest: str, older: list[str]) -> None:
    seen = readers(admin_client(ground.identities), code)
    old = still_there(seen, older)
    if old:
        raise refusals.old_login_in_use(code, newest, old)
    if all(reader.login != newest for reader in seen):
        raise refusals.new_login_not_seen(code, newest, older[0])


def _retire(ground: Ground, code: str, newest: str) -> None:
    ground.say("old login")
    ground.of(code).retire_logins()
    ground.make_follow()
    end_logins(ground.identities, code, [newest])
    _hand_over(ground, code)
    ground.record(code, "login retired")


def _known(ground: Ground, code: str) -> None:
    row_of(ground.city.read_text(), code)
    refuse_if_played(code)


def _hand_over(ground: Ground, code: str) -> None:
    ground.say("parcel to hand over")
    ground.identities.make_department(code)
    pack(ground.identities, code)
