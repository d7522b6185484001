"""What each kind of paper says that the others do not."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from services.intake.papers import words
from services.intake.papers.facts import (
    Acceptance,
    Answer,
    Correction,
    Decline,
    DeemedAcceptance,
    HandOver,
    Lacking,
    Receipt,
    Told,
    Withdrawal,
)
from services.intake.papers.paper import Point, Section
from services.intake.papers.speech import Speech
from services.intake.telling.language import Said
from services.kit.papers.letterhead import Names

Named = Mapping[str, Any]


def named(speech: Speech, told: Told) -> Named:
    """What the sentences of this kind of paper speak of."""
    match told:
        case Correction():
            return {"count": len(told.lacking), "until": speech.minute(told.until)}
        case HandOver():
            return {"to": speech.name(told.to)}
        case Withdrawal():
            return {"withdrawn": speech.day(told.withdrawn_at)}
        case DeemedAcceptance():
            return {"received": speech.day(told.since)}
    return {}


def rows(speech: Speech, told: Told) -> Iterator[tuple[Said, str | None]]:
    match told:
        case Receipt(attachments=count) if count:
            yield words.ATTACHMENTS, speech.say(words.PIECES, count=count)
        case Acceptance():
            yield words.ACCEPTED, speech.minute(told.accepted_at)
        case Correction():
            yield words.UNTIL, speech.minute(told.until)
        case Decline():
            yield words.REASON, speech.name(told.reason)
        case HandOver():
            yield words.HANDED_TO, speech.name(told.to)
        case Answer(outcome=outcome) if outcome:
            yield words.OUTCOME, speech.name(outcome)


def sections(speech: Speech, told: Told, named: Named) -> Iterator[Section]:
    match told:
        case Receipt() | Acceptance() if told.materials:
            yield _names(speech, words.MATERIALS, told.materials)
        case Correction():
            points = tuple(_lacking(speech, each) for each in told.lacking)
            yield Section(heading=speech.say(words.TO_CORRECT), points=points)
            if told.words:
                yield Section(heading=speech.say(words.CLERK), text=told.words)
        case Decline():
            known = [speech.name(each) for each in (told.where, told.following) if each]
            where = "\n".join((*known, speech.say(words.LOST, **named)))
            yield Section(heading=speech.say(words.INSTEAD), text=where)
            how = speech.say(words.HOW_TO_COMPLAIN, **named)
            yield Section(heading=speech.say(words.COMPLAIN), text=how)
        case HandOver():
            yield _names(speech, words.HANDED_DATA, told.data)
            yield from _if_known(speech, words.REACH, told.reach)
        case Answer():
            gone = words.REPLACED if told.replaced else words.NO_TEXT
            text = told.text or speech.say(gone, **named)
            yield Section(heading=speech.say(words.ANSWER), text=text)
            yield from _if_known(speech, words.INSTEAD, told.where)


def _names(speech: Speech, heading: Said, names: Iterable[Names]) -> Section:
    points = tuple(Point(head=speech.name(each)) for each in names)
    return Section(heading=speech.say(heading), points=points)


def _lacking(speech: Speech, one: Lacking) -> Point:
    cure = speech.say(words.CURE, cure=speech.name(one.cure))
    return Point(head=speech.name(one.field), lines=(speech.name(one.wrong), cure))


def _if_known(speech: Speech, heading: Said, names: Names | None) -> Iterator[Section]:
    if names:
        yield Section(heading=speech.say(heading), text=speech.name(names))
