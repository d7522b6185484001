"""How the steps of a sitting, of words and of reports are tried."""

from collections.abc import Mapping
from datetime import timedelta

from contracts.codes import derived_id
from services.dispute.domain.mediation import Mediation
from services.dispute.domain.moves import leads
from services.dispute.domain.sitting.danger import Report, Tell, report, tell
from services.dispute.domain.sitting.parts import Session
from services.dispute.domain.sitting.saying import Saying
from services.dispute.domain.sitting.sessions import (
    Cancel,
    Hold,
    Reschedule,
    Schedule,
    cancel,
    hold,
    reschedule,
    schedule,
)
from services.dispute.domain.sitting.sight import Reader
from services.dispute.domain.sitting.undisputed import (
    Consent,
    PutFacts,
    consent,
    put_facts,
)
from services.dispute.domain.sitting.words import Kind
from services.dispute.wall.keeping import Keeping, Sent
from tests.dispute.sitting.memory import MemoryWords
from tests.dispute.walk.walker import Driver, NothingToTry, Walker

A_DAY = timedelta(days=1)
CHIEF = Reader("administrator", "the-chief")
VENUES = ("by-phone", "online", "at-home")


def _fresh(walker: Walker) -> str:
    walker.named += 1
    return derived_id("walk", str(walker.named))


async def _known(walker: Walker) -> Mediation:
    mediation = await walker.now()
    if mediation is None:
        raise NothingToTry
    return mediation


async def _session(walker: Walker, pick: int) -> Session:
    sessions = (await _known(walker)).sitting.sessions
    if not sessions:
        raise NothingToTry
    return sessions[pick % len(sessions)]


async def plan(walker: Walker, pick: int) -> None:
    party = await walker.one(pick)
    at, venue = walker.world.city.clock() + A_DAY * 2, VENUES[pick % len(VENUES)]
    command = Schedule(_fresh(walker), (party.party_id,), at, venue)
    await walker.do(schedule, command)


async def move(walker: Walker, pick: int) -> None:
    session = await _session(walker, pick)
    at = walker.world.city.clock() + A_DAY * (3 + pick)
    await walker.do(reschedule, Reschedule(session.session_id, at, session.venue))


async def meet(walker: Walker, pick: int) -> None:
    session, clock = await _session(walker, pick), walker.world.city.clock
    clock.now = max(clock.now, session.at)
    command = Hold(session.session_id, dict.fromkeys(session.parties, "itself"))
    await walker.do(lambda rules, *rest: hold(*rest), command)


async def call_off(walker: Walker, pick: int) -> None:
    command = Cancel((await _session(walker, pick)).session_id)
    await walker.do(lambda rules, *rest: cancel(*rest), command)


def saying(action: str, kind: Kind, *, mediator: bool = False) -> Driver:
    async def say(walker: Walker, pick: int) -> None:
        mediation = await _known(walker)
        author = await _author(walker, pick, mediator=mediator)
        await _keeping(walker).say(mediation, Saying(kind, author), _sent(walker))
        _took(walker, action, mediation)

    return say


async def show(walker: Walker, pick: int) -> None:
    mediation, keeping = await _known(walker), _keeping(walker)
    author = await _author(walker, pick, mediator=pick % 2 == 0)
    word = await keeping.say(mediation, Saying("proposal", author), _sent(walker))
    await keeping.show(mediation, author, word.word_id, None)
    _took(walker, "show_words", mediation)


async def write_down(walker: Walker, pick: int) -> None:
    mediation = await _known(walker)
    text = f"text {pick % 2}"
    command = PutFacts(mediation.mediator or "lin-an", text, text)
    await walker.do(lambda rules, *rest: put_facts(*rest), command)


async def agree_to_facts(walker: Walker, pick: int) -> None:
    put = (await _known(walker)).sitting.undisputed
    party = await walker.one(pick)
    if put is None:
        raise NothingToTry
    command = Consent(party.token_hash, put.digest, bool(pick % 3))
    await walker.do(lambda rules, *rest: consent(*rest), command)


async def report_it(walker: Walker, pick: int) -> None:
    """Kept from the parties, told to them, or the end of it."""
    await walker.do(
        report,
        Report(
            report_id=_fresh(walker),
            by=CHIEF,
            kind="crime",
            to="line_110",
            withheld=None if pick % 3 else "endangers_somebody",
            end=pick % 3 == 2,
        ),
    )


async def tell_of_it(walker: Walker, pick: int) -> None:
    dangers = (await _known(walker)).sitting.dangers
    if not dangers:
        raise NothingToTry
    command = Tell(dangers[pick % len(dangers)].report_id, CHIEF)
    await walker.do(lambda rules, *rest: tell(*rest), command)


def _keeping(walker: Walker) -> Keeping:
    world = walker.world
    words = MemoryWords(world.mediations.documents)
    return Keeping(words, world.vault, world.city.clock)


def _sent(walker: Walker) -> Sent:
    return Sent(_fresh(walker), "夜里太吵", "of the body", "somebody")


async def _author(walker: Walker, pick: int, *, mediator: bool) -> Reader:
    if mediator:
        return Reader("mediator", (await _known(walker)).mediator or "lin-an")
    return Reader("party", (await walker.one(pick)).party_id)


def _took(walker: Walker, action: str, mediation: Mediation) -> None:
    """Words are no part of the mediation: it stays as it was."""
    assert leads(action, mediation.state, mediation.state)
    walker.taken.add((action, mediation.state, mediation.state))


OF_A_SITTING: Mapping[str, Driver] = {
    "schedule_session": plan,
    "move_session": move,
    "cancel_session": call_off,
    "hold_session": meet,
    "state": saying("state", "statement"),
    "propose": saying("propose", "proposal"),
    "keep_minutes": saying("keep_minutes", "minutes", mediator=True),
    "show_words": show,
    "put_facts": write_down,
    "consent_to_facts": agree_to_facts,
    "report_danger": report_it,
    "tell_of_report": tell_of_it,
}
