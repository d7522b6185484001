"""Sittings: when and where people meet, moved as often as it takes, and who came."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from contracts.dispute import SessionHeld, SessionScheduled
from services.dispute.domain.mediation import Mediation
from services.dispute.domain.refusals import must_be_open
from services.dispute.domain.rules import Rules
from services.dispute.domain.sitting.allowing import demand_same_request
from services.dispute.domain.sitting.calling_off import call_off
from services.dispute.domain.sitting.parts import Attendance, How, Session
from services.dispute.domain.sitting.sight import of_all
from services.kit.errors import Rejected
from services.kit.writing.change import Change

MOST_SESSIONS = 50
MOST_TIMES = 100
FARTHEST = timedelta(days=366)
"""[ours] A sitting beyond is a slip of the pen."""


@dataclass(frozen=True)
class Schedule:
    session_id: str
    parties: tuple[str, ...]
    at: datetime
    venue: str
    body_digest: str = ""


@dataclass(frozen=True)
class Reschedule:
    session_id: str
    at: datetime
    venue: str


@dataclass(frozen=True)
class Cancel:
    session_id: str


@dataclass(frozen=True)
class Hold:
    """`attendance`: how each of its parties was there."""

    session_id: str
    attendance: Mapping[str, How]


def schedule(
    rules: Rules, mediation: Mediation | None, command: Schedule, now: datetime
) -> Change[Mediation] | None:
    """The same request twice plans one sitting."""
    known = must_be_open(mediation, "schedule_session")
    for session in known.sitting.sessions:
        if session.session_id == command.session_id:
            demand_same_request(session.body_digest, command.body_digest)
            return None
    if len(known.sitting.sessions) >= MOST_SESSIONS:
        raise Rejected(
            "too-many-sessions",
            "a mediation has at most 50 sittings: end it, or agree on the rest",
            "一次调解最多安排50次会面,请结束调解或先就其余事项达成协议",
        )
    _check_parties(known, command.parties)
    _check_time_and_venue(rules, command.at, command.venue, now)
    session = Session(
        session_id=command.session_id,
        parties=tuple(dict.fromkeys(command.parties)),
        at=command.at,
        venue=command.venue,
        remind_at=_reminder(rules, command.at, now),
        body_digest=command.body_digest,
    )
    planned = _with(known, (*known.sitting.sessions, session))
    return Change(planned, (_scheduled(planned, session),))


def reschedule(
    rules: Rules, mediation: Mediation | None, command: Reschedule, now: datetime
) -> Change[Mediation] | None:
    """Who has left in the meantime is neither expected nor told."""
    known = must_be_open(mediation, "move_session")
    session = session_of(known, command.session_id)
    unmoved = (session.at, session.venue) == (command.at, command.venue)
    if unmoved and not session.cancelled_at:
        return None
    if session.held_at:
        raise already_held()
    if session.cancelled_at:
        raise called_off()
    if session.times >= MOST_TIMES:
        raise Rejected(
            "moved-too-often",
            "it was moved 99 times: plan another sitting",
            "该次会面已改期99次,请另行安排",
        )
    meeting = tuple(each for each in session.parties if each in known.told)
    _check_parties(known, meeting)
    _check_time_and_venue(rules, command.at, command.venue, now)
    moved = session.model_copy(
        update={
            "parties": meeting,
            "at": command.at,
            "venue": command.venue,
            "times": session.times + 1,
            "remind_at": _reminder(rules, command.at, now),
        }
    )
    after = _changed(known, moved)
    return Change(after, (_scheduled(after, moved),))


def cancel(
    mediation: Mediation | None, command: Cancel, now: datetime
) -> Change[Mediation] | None:
    """Called off: who was asked to it is told, and reminded of it no more."""
    known = must_be_open(mediation, "cancel_session")
    session = session_of(known, command.session_id)
    if session.cancelled_at:
        return None
    if session.held_at:
        raise already_held()
    return Change(*call_off(known, (session,), now))


def hold(
    mediation: Mediation | None, command: Hold, now: datetime
) -> Change[Mediation] | None:
    """Who came is counted; what they said is not told.

    Who must not meet has not met: of a sitting planned before, one at most came.
    """
    known = must_be_open(mediation, "hold_session")
    session = session_of(known, command.session_id)
    came = _attendance(session, command.attendance)
    if session.held_at and session.attendance == came:
        return None
    if session.held_at:
        raise already_held()
    if session.cancelled_at:
        raise called_off()
    if now < session.at:
        raise Rejected(
            "not-begun",
            "it has not begun: say who came once it has, or move it to an earlier time",
            "会面尚未开始:请在开始后登记到场情况,或先改期",
        )
    held = session.model_copy(update={"held_at": now, "attendance": came})
    if held.attended > 1:
        _check_apart(known, held.parties)
    fact = SessionHeld(
        case_id=known.case_id,
        mediation_id=known.mediation_id,
        parties=held.parties,
        session_id=held.session_id,
        attended=held.attended,
        absent=len(held.parties) - held.attended,
        all_parties=of_all(known, held.parties),
    )
    return Change(_changed(known, held), (fact,))


def session_of(mediation: Mediation, session_id: str) -> Session:
    for session in mediation.sitting.sessions:
        if session.session_id == session_id:
            return session
    raise Rejected(
        "unknown-session", "no such sitting here", "未找到该次会面", status=404
    )


def already_held() -> Rejected:
    return Rejected(
        "session-held",
        "this sitting was held: plan another one",
        "该次会面已经举行,请另行安排",
    )


def called_off() -> Rejected:
    return Rejected(
        "session-cancelled",
        "this sitting was called off: plan another one",
        "该次会面已经取消,请另行安排",
    )


def _check_parties(mediation: Mediation, parties: tuple[str, ...]) -> None:
    if not parties or not set(mediation.told).issuperset(parties):
        raise Rejected(
            "unknown-parties",
            "`parties` names who meets: one or more of this mediation's parties",
            "请在 parties 中填写参加会面的当事人,须为本调解的当事人",
            status=422,
        )
    _check_apart(mediation, parties)


def _check_apart(mediation: Mediation, parties: tuple[str, ...]) -> None:
    if len(set(parties)) > 1 and mediation.apart:
        raise Rejected(
            "only-separate",
            "these parties must not meet: plan a sitting for each of them",
            "筛查认为各方不宜见面,请分别安排",
            law="人民调解法 25",
        )


def _check_time_and_venue(
    rules: Rules, at: datetime, venue: str, now: datetime
) -> None:
    if not now < at <= now + FARTHEST:
        raise Rejected(
            "not-to-come",
            "`at` is a moment to come, within a year",
            "会面时间应在现在之后、一年之内",
            status=422,
        )
    if venue not in rules.sitting.venues:
        raise Rejected(
            "unknown-venue",
            "`venue` is a code of the city's list of venues",
            "venue 应为本市调解场所清单中的代码",
            status=422,
        )


def _reminder(rules: Rules, at: datetime, now: datetime) -> datetime | None:
    """None: it is so near that saying when it is reminds of it."""
    remind_at = at - rules.sitting.remind_before
    return remind_at if remind_at > now else None


def _attendance(
    session: Session, attendance: Mapping[str, How]
) -> tuple[Attendance, ...]:
    if set(attendance) != set(session.parties):
        raise Rejected(
            "attendance-of-each",
            "`attendance` says of each party of the sitting how it was there",
            "请登记该次会面每一方当事人的到场情况",
            status=422,
        )
    return tuple(
        Attendance(party_id=each, how=attendance[each]) for each in session.parties
    )


def _changed(mediation: Mediation, changed: Session) -> Mediation:
    return _with(
        mediation,
        tuple(
            changed if each.session_id == changed.session_id else each
            for each in mediation.sitting.sessions
        ),
    )


def _with(mediation: Mediation, sessions: tuple[Session, ...]) -> Mediation:
    return mediation.with_sitting(sessions=sessions)


def _scheduled(mediation: Mediation, session: Session) -> SessionScheduled:
    return SessionScheduled(
        case_id=mediation.case_id,
        mediation_id=mediation.mediation_id,
        parties=session.parties,
        session_id=session.session_id,
        at=session.at,
        venue=session.venue,
        times=session.times,
        all_parties=of_all(mediation, session.parties),
    )
