"""A department leaves: only when it owes nothing and nothing names it.

Its own access ends here and now. Services know it until they start again, so their
rights, its topics and its public key stay until somebody deletes the topics.
"""

from deploy.local.kafka.leaving import delete_topics, end_logins, topics_left
from tools.onboarding import refusals
from tools.onboarding.duties import duties_of
from tools.onboarding.entry import refuse_code, refuse_if_played, without
from tools.onboarding.ground import Ground
from tools.onboarding.positions import forget_positions
from tools.onboarding.references import refuse_if_named


def remove(ground: Ground, code: str, reason: str) -> bool:
    """Ends what a broken run left, too. False: it had left already, and owes nothing.

    Raises `Rejected` for a department that has tasks, is named, or was never there.
    """
    with ground.held():
        refuse_code(code)
        refuse_if_played(code)
        text = ground.city.read_text()
        left = without(text, code)
        if left == text and not _remains(ground, code):
            raise refusals.unknown_department(code)
        _refuse_if_at_work(ground, code)
        if left == text and not ground.of(code).remain:
            return False
        refuse_if_named(ground.installation.city, code, left)
        ground.record(code, "removal begun", reason)
        ground.say("entry in city.yaml")
        ground.write_city(left)
        _end_access(ground, code)
        ground.record(code, "removed", reason)
        return True


def forget_topics(ground: Ground, code: str) -> None:
    """After `remove` and a restart of the services; what lies there is gone."""
    with ground.held():
        _refuse_if_at_work(ground, code)
        ground.say("end of topics on Kafka")
        codes = ground.installation.departments
        delete_topics(ground.identities, code, codes)
        ground.say("end of what lay on them")
        forget_positions(ground.installation, code)
        ground.make_follow()
        ground.of(code).public.unlink(missing_ok=True)
        ground.record(code, "topics deleted")


def _end_access(ground: Ground, code: str) -> None:
    """Rights first: they end what is connected. Files last: they say what is left."""
    ground.make_follow()
    ground.say("end of logins on Kafka")
    end_logins(ground.identities, code)
    ground.say("end of secrets")
    ground.of(code).remove()


def _refuse_if_at_work(ground: Ground, code: str) -> None:
    duties = duties_of(ground.installation, code)
    if duties.tasks:
        raise refusals.at_work(code, duties.tasks, duties.cases)


def _remains(ground: Ground, code: str) -> bool:
    codes = ground.installation.departments
    return ground.of(code).remain or bool(topics_left(ground.identities, code, codes))
