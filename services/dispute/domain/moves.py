"""Which step leads from which state to which: the table that the program obeys."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from services.dispute.domain.states import OVER, State

Who = Literal["party", "mediator", "body", "offices", "time"]
"""`body`: the mediation body's administrator; `offices`: routing and intake."""


@dataclass(frozen=True)
class Move:
    """`to`: None where the state stays what it was; `law`: the article behind it."""

    action: str
    by: Who
    of: tuple[State, ...]
    to: tuple[State, ...] = ()
    law: str = ""


STATES: tuple[State, ...] = get_args(State)
UNDER_WAY: tuple[State, ...] = ("opened", "inviting", "selecting", "mediating")
AGREED: tuple[State, ...] = ("agreed", "partly_agreed")
OVER_STATES: tuple[State, ...] = (*AGREED, "ended")
AT_ANY_TIME: tuple[State, ...] = (*UNDER_WAY, *OVER_STATES)
WITH_FACTS: tuple[State, ...] = ("mediating", "partly_agreed", "ended")
"""Where something is left that nobody disputes."""

FROM_INVITING: tuple[State, ...] = ("selecting", "mediating", "ended")
"""Everybody has said yes: who mediates is asked, is known, or nobody is there to."""

CHOOSING: tuple[State, ...] = ("selecting", "mediating")
ASKED: tuple[State, ...] = ("inviting", *CHOOSING)
"""Everybody has a link."""

CHOSEN_AGAIN: tuple[State, ...] = ("selecting", "ended")
"""Ended: nobody of the roster is left."""

MOVES = (
    Move("take_task", "offices", ("awaiting_task",), ("opened", "inviting")),
    Move("take_content", "offices", ("awaiting_task", *UNDER_WAY)),
    Move("take_content", "offices", UNDER_WAY, ("inviting",)),
    Move("lose_content", "offices", STATES),
    Move("screen", "mediator", UNDER_WAY, law="反家暴法 14"),
    Move("screen", "mediator", ("opened",), ("inviting",), "反家暴法 14"),
    Move("screen", "mediator", UNDER_WAY, ("ended",), "人民调解法 25"),
    Move("name_party", "mediator", ("opened",), law="人民调解法 23"),
    Move("name_party", "mediator", UNDER_WAY, ("inviting",), "人民调解法 23"),
    Move("name_agent", "mediator", UNDER_WAY, law="民法典 161"),
    Move("represent", "mediator", UNDER_WAY, law="宁波 20"),
    Move("represent", "mediator", ("inviting",), FROM_INVITING, "宁波 20"),
    Move("leave", "mediator", UNDER_WAY, law="人民调解法 23"),
    Move("leave", "mediator", ("inviting",), FROM_INVITING, "人民调解法 23"),
    Move("leave", "mediator", ASKED, ("ended",), "人民调解法 23"),
    Move("miss_contact", "time", ("opened",), law="在线调解规则 15"),
    Move("accept", "party", ("inviting",), law="人民调解法 17"),
    Move("accept", "party", ("inviting",), FROM_INVITING, "人民调解法 17"),
    Move("refuse", "party", ("inviting",), ("ended",), "人民调解法 17"),
    Move("leave_group", "party", ASKED, law="人民调解法 23"),
    Move("leave_group", "party", ASKED, ("ended",), "人民调解法 23"),
    Move("stop", "party", ASKED, ("ended",), "人民调解法 23"),
    Move("open_or_close", "party", ASKED, law="人民调解法 23"),
    Move("notice", "time", ("inviting",), law="在线调解规则 15"),
    Move("give_up", "time", ("inviting",), ("ended",), "在线调解规则 25"),
    Move("prefer", "party", ("inviting", "selecting"), law="在线调解规则 10"),
    Move("appoint", "body", ("selecting",), law="在线调解规则 10"),
    Move("appoint_in_time", "time", ("selecting",), law="在线调解规则 10"),
    Move("confirm", "mediator", ("selecting",), ("mediating",), "在线调解规则 12"),
    Move("step_down", "mediator", CHOOSING, CHOSEN_AGAIN, "在线调解规则 13"),
    Move("answer_too_late", "time", ("selecting",), CHOSEN_AGAIN, "在线调解规则 12"),
    Move("challenge", "party", CHOOSING, CHOSEN_AGAIN, "深圳 23"),
    Move("ask_for_term", "mediator", ("mediating",), law="深圳 25"),
    Move("consent", "party", ("mediating",), law="深圳 25"),
    Move("appraise", "mediator", ("mediating",), law="深圳 25"),
    Move("warn", "time", ("mediating",)),
    Move("agree", "mediator", ("mediating",), AGREED, "人民调解法 30"),
    Move("draft", "mediator", ("mediating",), (), "人民调解法 29"),
    Move("offer", "mediator", ("mediating",), (), "人民调解法 29"),
    Move("sign", "party", ("mediating",), (), "人民调解法 29"),
    Move("sign_in_ink", "mediator", ("mediating",), (), "电子签名法 3"),
    Move("seal", "body", ("mediating",), AGREED, "人民调解法 29"),
    Move("miss_seal", "time", ("mediating",), law="人民调解法 29"),
    Move("refuse_to_sign", "party", ("mediating",), ("ended",), "人民调解法 23"),
    Move("refuse_to_sign", "party", ("mediating",), law="宁波 20"),
    Move("perform", "party", AGREED, (), "人民调解法 31"),
    Move("breach", "party", AGREED, (), "人民调解法 31"),
    Move("remind", "time", AGREED),
    Move("remind_of_court", "time", AGREED, law="人民调解法 33"),
    Move("apply", "party", AGREED, (), "人民调解法 33"),
    Move("decide", "body", AGREED, (), "民诉法 206"),
    Move("want_the_rest", "party", ("partly_agreed",), law="人民调解法 17"),
    Move("leave_the_rest", "party", ("partly_agreed",), law="人民调解法 23"),
    Move("rest_lapses", "time", ("partly_agreed",), law="人民调解法 23"),
    Move("continue_rest", "party", ("awaiting_task",), FROM_INVITING, "人民调解法 17"),
    Move("end", "mediator", UNDER_WAY, ("ended",), "人民调解法 26"),
    Move("expire", "time", CHOOSING, ("ended",), "深圳 25"),
    Move("refer", "mediator", ("ended", "partly_agreed"), law="人民调解法 26"),
    Move("schedule_session", "mediator", ("mediating",), law="深圳 24"),
    Move("move_session", "mediator", ("mediating",)),
    Move("cancel_session", "mediator", ("mediating",)),
    Move("remind_of_sitting", "time", ("mediating",)),
    Move("hold_session", "mediator", ("mediating",)),
    Move("state", "party", ("mediating",), law="人民调解法 23"),
    Move("propose", "party", ("mediating",), law="人民调解法 23"),
    Move("propose", "mediator", ("mediating",), law="人民调解法 22"),
    Move("keep_minutes", "mediator", ("mediating",), law="人民调解法 27"),
    Move("show_words", "party", ("mediating",), law="人民调解法 15(4)"),
    Move("show_words", "mediator", ("mediating",), law="人民调解法 15(4)"),
    Move("put_facts", "mediator", WITH_FACTS, law="在线调解规则 22"),
    Move("consent_to_facts", "party", WITH_FACTS, law="在线调解规则 22"),
    Move("report_danger", "mediator", UNDER_WAY, ("ended",), "人民调解法 25"),
    Move("report_danger", "mediator", AT_ANY_TIME, law="人民调解法 25"),
    Move("tell_of_report", "mediator", AT_ANY_TIME, law="人民调解法 25"),
    Move("erase_words", "time", OVER_STATES),
    Move("close", "offices", ("awaiting_task", *UNDER_WAY), ("ended",)),
    Move("close", "offices", (*AGREED, "ended")),
)


def is_open(action: str, state: State) -> bool:
    return any(move.action == action and state in move.of for move in MOVES)


def law_of(action: str) -> str:
    """The first article that the table names for it."""
    return next((m.law for m in MOVES if m.action == action and m.law), "")


def leads(action: str, before: State, after: State) -> bool:
    """Whether the table knows that step."""
    return any(
        move.action == action and before in move.of and after in (move.to or (before,))
        for move in MOVES
    )


def from_here(state: State, *by: Who) -> tuple[str, ...]:
    """What these people may do with a mediation in that state, in the table's order."""
    here = (move.action for move in MOVES if state in move.of and move.by in by)
    return tuple(dict.fromkeys(here))


def diagram() -> Iterator[str]:
    """Lines of a Mermaid state diagram."""
    yield "stateDiagram-v2"
    yield "    [*] --> awaiting_task: hear_of_it"
    for (before, after), actions in _arrows().items():
        yield f"    {before} --> {after}: {', '.join(actions)}"
    yield from (f"    {state} --> [*]" for state in STATES if state in OVER)


def _arrows() -> dict[tuple[State, State], list[str]]:
    """One a pair of states, with all that leads from the one to the other."""
    arrows: dict[tuple[State, State], list[str]] = {}
    for move in MOVES:
        for before in move.of:
            for after in move.to or (before,):
                actions = arrows.setdefault((before, after), [])
                if move.action not in actions:
                    actions.append(move.action)
    return arrows
