"""One way to try each step of the table: a step without one fails the walk."""

from datetime import timedelta
from typing import Any

from contracts.codes import derived_id
from contracts.intake import ContentGranted, ContentRevoked
from contracts.routing import TaskCancelled
from contracts.sealed import Agent, Evidence, Person
from services.dispute.domain.choosing.taking import (
    Challenge,
    Confirm,
    StepDown,
    challenge,
    confirm,
    step_down,
)
from services.dispute.domain.choosing.wishing import Appoint, Prefer, appoint, prefer
from services.dispute.domain.ending.outcome import Agree, End, agree, end
from services.dispute.domain.ending.referring import Refer, refer
from services.dispute.domain.joining.acting import NameAgent, name_agent
from services.dispute.domain.joining.answering import Answer, answer
from services.dispute.domain.joining.leaving import Leave, leave
from services.dispute.domain.joining.opening import add_party
from services.dispute.domain.joining.openness import OpenOrClosed, open_or_close
from services.dispute.domain.joining.screening import Screened, screen
from services.dispute.domain.joining.standing import Represent, represent
from services.dispute.domain.lasting import (
    AnotherTerm,
    Consent,
    ask_for_term,
    consent,
    exclude,
)
from services.dispute.domain.mediation import Mediation
from services.dispute.domain.party import Party
from services.dispute.domain.term import Appraisal
from tests.dispute.desk import OF_TASK
from tests.dispute.walk.agreeing import AFTER
from tests.dispute.walk.resting import OF_THE_REST
from tests.dispute.walk.sitting import OF_A_SITTING
from tests.dispute.walk.walker import ROSTER, Driver, NothingToTry, Walker
from tests.dispute.world import CENTRE, LI, content, task_assigned

NAMELESS = 2
CATEGORIES = ("neighbours", "neighbours-family", "consumer")
ANSWERS: tuple[dict[str, bool], ...] = (
    {"domestic_violence": False},
    {"domestic_violence": True},
    {"domestic_violence": False, "danger": True},
)
PROXY = Agent(
    name="赵六",
    authority="written_mandate",
    evidence=(Evidence(kind="seen_original"),),
)


async def take_task(walker: Walker, pick: int) -> None:
    category = CATEGORIES[pick % len(CATEGORIES)]
    await walker.receive(task_assigned(category=category))


async def take_content(walker: Walker, pick: int) -> None:
    """Of two sides, of one, or without a name."""
    matter = content(*(LI,) * (pick % 2))
    if pick % 3 == NAMELESS:
        matter = matter.model_copy(update={"applicant": None})
    sealed = walker.world.sealer.seal(CENTRE, matter)
    await walker.receive(ContentGranted(**OF_TASK, content=sealed))


async def lose_content(walker: Walker, pick: int) -> None:
    await walker.receive(ContentRevoked(**OF_TASK))


async def ask_each_alone(walker: Walker, pick: int) -> None:
    await walker.do(screen, Screened(ANSWERS[pick % len(ANSWERS)]))


async def name_party(walker: Walker, pick: int) -> None:
    walker.named += 1
    person = Person(name=f"住户{walker.named}")
    id = derived_id("walk", str(walker.named))
    party = await walker.world.invitations.party(walker.world.id, id, person)
    await walker.do(add_party, party)


async def name_agent_of_one(walker: Walker, pick: int) -> None:
    party = await walker.one(pick)
    acting = await walker.world.invitations.acting(walker.world.id, PROXY, str(pick))
    await walker.do(name_agent, NameAgent(party.party_id, acting))


async def stand_for_another(walker: Walker, pick: int) -> None:
    by, member = await walker.one(pick), await walker.one(pick // 3)
    consents = ((member.party_id, "sealed"),)
    await walker.do(represent, Represent((by.party_id,), consents))


async def leave_it(walker: Walker, pick: int) -> None:
    await walker.do(leave, Leave((await walker.one(pick)).party_id))


async def _answers(walker: Walker, party: Party, *, yes: bool) -> None:
    if not party.notices:
        raise NothingToTry
    await walker.do(answer, Answer(party.token_hash, yes))


async def accept(walker: Walker, pick: int) -> None:
    await _answers(walker, await walker.one(pick), yes=True)


async def refuse(walker: Walker, pick: int) -> None:
    undecided = await walker.one(pick, lambda p: p.speaks and not p.accepts)
    await _answers(walker, undecided, yes=False)


async def stop(walker: Walker, pick: int) -> None:
    willing = await walker.one(pick, lambda p: p.speaks and p.accepts)
    await _answers(walker, willing, yes=False)


async def leave_group(walker: Walker, pick: int) -> None:
    await _answers(
        walker, await walker.one(pick, lambda p: p.represented_by), yes=False
    )


async def open_or_close_it(walker: Walker, pick: int) -> None:
    command = OpenOrClosed((await walker.one(pick)).token_hash, bool(pick % 2))
    await walker.do(lambda rules, *rest: open_or_close(*rest), command)


async def prefer_one(walker: Walker, pick: int) -> None:
    party = await walker.one(pick)
    wish = (ROSTER[pick % len(ROSTER)],) if pick % 4 else ()
    await walker.do(prefer, Prefer(party.token_hash, wish))


async def appoint_one(walker: Walker, pick: int) -> None:
    await walker.do(appoint, Appoint(ROSTER[pick % len(ROSTER)]))


async def _mediator(walker: Walker) -> str | None:
    mediation = await walker.now()
    return mediation.mediator if mediation else None


async def confirm_it(walker: Walker, pick: int) -> None:
    await walker.do(confirm, Confirm(await _mediator(walker)))


async def step_back(walker: Walker, pick: int) -> None:
    await walker.do(step_down, StepDown(await _mediator(walker)))


async def challenge_them(walker: Walker, pick: int) -> None:
    party = await walker.one(pick)
    mediator = await _mediator(walker) or ROSTER[0]
    await walker.do(challenge, Challenge(party.token_hash, mediator))


async def ask_for_another_day(walker: Walker, pick: int) -> None:
    until = walker.world.city.clock() + timedelta(days=2 + pick % 70)
    decide = lambda rules, *rest: ask_for_term(*rest)  # noqa: E731
    await walker.do(decide, AnotherTerm(until))


async def consent_to_it(walker: Walker, pick: int) -> None:
    party, mediation = await walker.one(pick), await walker.now()
    if mediation is None or mediation.extension is None:
        raise NothingToTry
    until = mediation.extension.until
    await walker.do(consent, Consent(party.token_hash, until, bool(pick % 3)))


async def appraise(walker: Walker, pick: int) -> None:
    now = walker.world.city.clock()
    await walker.do(exclude, Appraisal(since=now, until=now + timedelta(days=3)))


async def agree_on_it(walker: Walker, pick: int) -> None:
    await walker.do(agree, Agree(partly=bool(pick % 2), terms="sealed", digest="d"))


async def end_it(walker: Walker, pick: int) -> None:
    await walker.do(end, End("too_far_apart"))


async def refer_it(walker: Walker, pick: int) -> None:
    await walker.do(refer, Refer("court"))


async def close(walker: Walker, pick: int) -> None:
    await walker.receive(TaskCancelled(**OF_TASK, reason="merged"))


def _is_due(action: str, mediation: Mediation) -> bool:
    """Which of the things that time does is the next."""
    at = mediation.wake_at
    last = mediation.parties and any(
        p.silent_at == at and p.notices >= 3 for p in mediation.parties
    )
    due: dict[str, Any] = {
        "miss_contact": mediation.uncontacted_at == at,
        "remind_of_sitting": mediation.meets_soon_at == at,
        "miss_seal": mediation.unsealed_at == at,
        "remind_of_court": mediation.court_at == at,
        "notice": mediation.silence_at == at and not last,
        "give_up": mediation.silence_at == at and last,
        "expire": mediation.expires_at == at,
        "warn": mediation.warned_at == at,
        "appoint_in_time": mediation.unappointed_at == at,
        "answer_too_late": mediation.unconfirmed_at == at,
        "remind": mediation.duty_at == at,
        "erase_words": mediation.words_due_at == at,
        "rest_lapses": mediation.rest_due_at == at,
    }
    return bool(at and due[action])


def passing(action: str) -> Driver:
    async def pass_until_due(walker: Walker, pick: int) -> None:
        mediation, clock = await walker.now(), walker.world.city.clock
        if mediation is None or not _is_due(action, mediation):
            raise NothingToTry
        assert mediation.wake_at is not None
        clock.now = max(clock.now, mediation.wake_at)
        await walker.world.city.ring()

    return pass_until_due


OF_TIME = (
    "miss_contact",
    "remind_of_sitting",
    "miss_seal",
    "remind_of_court",
    "notice",
    "give_up",
    "expire",
    "warn",
    "appoint_in_time",
    "answer_too_late",
    "remind",
    "erase_words",
    "rest_lapses",
)
DRIVERS: dict[str, Driver] = {
    "take_task": take_task,
    "take_content": take_content,
    "lose_content": lose_content,
    "screen": ask_each_alone,
    "name_party": name_party,
    "name_agent": name_agent_of_one,
    "represent": stand_for_another,
    "leave": leave_it,
    "accept": accept,
    "refuse": refuse,
    "stop": stop,
    "leave_group": leave_group,
    "prefer": prefer_one,
    "open_or_close": open_or_close_it,
    "appoint": appoint_one,
    "confirm": confirm_it,
    "step_down": step_back,
    "challenge": challenge_them,
    "ask_for_term": ask_for_another_day,
    "consent": consent_to_it,
    "appraise": appraise,
    "agree": agree_on_it,
    "end": end_it,
    "refer": refer_it,
    "close": close,
    **OF_A_SITTING,
    **AFTER,
    **OF_THE_REST,
    **{action: passing(action) for action in OF_TIME},
}
